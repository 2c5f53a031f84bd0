import { expect, it, vi } from 'vitest';
import { openTestStore } from './test-store.ts';

/** As when the file is not in the cache and the line is down. */
vi.mock('./changes.ts', () => {
	throw new TypeError('Failed to fetch dynamically imported module');
});

it('a change whose rules cannot be loaded is refused in words and changes nothing', async () => {
	const { store } = await openTestStore();
	await store.loadAhead().catch(() => undefined);
	const set = { tag: 'ZC-1', name: 'PC', siteId: 'site-1' };
	const result = await store.execute({
		...{ type: 'asset.register@1', kind: 'asset', record: 'asset-1' },
		args: { set },
	});
	expect(result).toEqual({ ok: false, refusal: { kind: 'rules-not-loaded' } });
	expect(await store.outbox.summary()).toMatchObject({ waitingCommands: 0 });
	store.close();
});
