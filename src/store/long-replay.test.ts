import { afterEach, expect, it } from 'vitest';
import type { CommandResult } from '#domain/protocol/wire.ts';
import type { AccountStore } from './account-store.ts';
import { openSyncStore, type SyncStore } from './sync-store.ts';
import { openTestStore } from './test-store.ts';

/** A long day on one record, handed in at once. */
const commands = 60;

let store: AccountStore;
let sync: SyncStore;
afterEach(() => {
	sync.close();
	store.close();
});

it('many commands on one record are answered at once', async () => {
	const opened = await openTestStore();
	store = opened.store;
	sync = await openSyncStore(store.account.userId, opened);
	for (let n = 0; n < commands; n++) {
		const done = await store.execute({
			...{ type: n === 0 ? 'asset.register@1' : 'asset.edit@1', kind: 'asset', record: 'asset-1' },
			args: { set: n === 0 ? { tag: 'ZC-1', name: 'PC' } : { room: `${n}F` } },
		});
		expect(done).toMatchObject({ ok: true });
	}
	const sent = await sync.takeBatch(commands, 1_000_000);
	const results: CommandResult[] = sent.map(({ seq }, n) => ({
		seq,
		outcome: 'applied',
		rev: n + 1,
	}));
	expect(await sync.applyResults(results)).toBe(commands);
	expect(await store.get('asset', 'asset-1')).toMatchObject({ room: `${commands - 1}F` });
});
