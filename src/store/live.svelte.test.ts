// Dexie's live queries sleep where there is no IndexedDB in the global scope.
import 'fake-indexeddb/auto';
import { flushSync } from 'svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { AccountStore } from './account-store.ts';
import { Database } from './database.ts';
import { openTestStore } from './test-store.ts';

let store: AccountStore | undefined;
afterEach(() => store?.close());

const register = (record: string) => ({
	type: 'asset.register@1',
	kind: 'asset' as const,
	record,
	args: { set: { tag: record.toUpperCase(), name: 'PC' } },
});

describe('Live', () => {
	it('shows the answer and follows changes, also those of another connection', async () => {
		const opened = await openTestStore();
		store = opened.store;
		const { records } = store;
		const live = store.live(() => records.list('asset'));
		const seen: (number | undefined)[] = [];
		const end = $effect.root(() => {
			$effect(() => void seen.push(live.current?.length));
		});
		flushSync();
		expect(seen).toEqual([undefined]);
		await vi.waitFor(() => expect(seen.at(-1)).toBe(0));
		await store.execute(register('asset-1'));
		await vi.waitFor(() => expect(seen.at(-1)).toBe(1));
		const other = (await openTestStore({ engine: opened.engine })).store;
		await other.execute(register('asset-2'));
		await vi.waitFor(() => expect(seen.at(-1)).toBe(2));
		other.close();
		end();
	});

	it('follows the ids of many, in their order, by how many they are and where they stand', async () => {
		store = (await openTestStore()).store;
		const live = store.liveIds('asset');
		const end = $effect.root(() => {
			$effect(() => void live.current);
		});
		flushSync();
		await vi.waitFor(() => expect(live.current).toEqual([]));
		await store.execute([register('asset-2'), register('asset-3')]);
		await vi.waitFor(() => expect(live.current).toEqual(['asset-2', 'asset-3']));
		await store.execute(register('asset-1'));
		await vi.waitFor(() => expect(live.current).toEqual(['asset-1', 'asset-2', 'asset-3']));
		end();
	});

	it('asks nothing while nobody looks', async () => {
		const opened = await openTestStore();
		store = opened.store;
		const query = vi.fn(() => 1);
		const live = store.live(query);
		const end = $effect.root(() => {
			$effect(() => void live.current);
		});
		flushSync();
		await vi.waitFor(() => expect(query).toHaveBeenCalledTimes(1));
		end();
		const database = new Database(store.account.userId, 'strict', opened.engine);
		await database.meta.put({ key: 'deviceCode', value: 'K7F' });
		database.close();
		expect(query).toHaveBeenCalledTimes(1);
	});

	it('says when the query failed', async () => {
		store = (await openTestStore()).store;
		const live = store.live(() => Promise.reject(new Error('broken')));
		const end = $effect.root(() => {
			$effect(() => void live.current);
		});
		flushSync();
		await vi.waitFor(() => expect(String(live.error)).toContain('broken'));
		end();
	});
});
