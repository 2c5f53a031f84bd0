import { afterEach, expect, it } from 'vitest';
import { Accounts } from './accounts.ts';
import { engineer, memoryEngine, memoryMarkers, openTestStore } from './test-store.ts';

const colleague = { ...engineer, userId: 'engineer-09', account: 'e09', name: '工程师 09' };

let accounts: Accounts | undefined;
afterEach(() => accounts?.close());

it('the app opens into the account used last, after signing out into none', async () => {
	accounts = new Accounts({ engine: memoryEngine() });
	expect(await accounts.current()).toBeUndefined();
	await accounts.use(engineer, 1);
	await accounts.use(colleague, 2);
	expect(await accounts.current()).toMatchObject({ userId: 'engineer-09' });
	expect((await accounts.list()).map((each) => each.userId)).toEqual([
		'engineer-09',
		'engineer-08',
	]);
	await accounts.leave();
	expect(await accounts.current()).toBeUndefined();
	expect(await accounts.list()).toHaveLength(2);
});

it('the current account is read beside the database, and from it where that note is unreadable', async () => {
	const engine = memoryEngine();
	const { markers, kept: notes } = memoryMarkers();
	accounts = new Accounts({ engine, markers });
	await accounts.use(engineer, 1);
	const elsewhere = new Accounts({ engine: memoryEngine(), markers });
	expect(await elsewhere.current()).toEqual(engineer);
	elsewhere.close();
	for (const key of notes.keys()) notes.set(key, '{"userId":');
	expect(await accounts.current()).toMatchObject({ userId: engineer.userId });
	await accounts.leave();
	expect(await accounts.current()).toBeUndefined();
	expect(notes.size).toBe(0);
});

it('an account with unsent work is removed only by who was shown it', async () => {
	const engine = memoryEngine();
	accounts = new Accounts({ engine });
	await accounts.use(engineer, 1);
	const { store } = await openTestStore({ engine });
	await store.execute({
		type: 'asset.register@1',
		kind: 'asset',
		record: 'asset-1',
		args: { set: { tag: 'ZC-1', name: 'PC' } },
	});
	store.close();
	expect(await accounts.remove(engineer.userId)).toEqual({ commands: 1, blobs: 0 });
	expect(await accounts.unsentOf(engineer.userId)).toEqual({ commands: 1, blobs: 0 });
	expect(await accounts.remove(engineer.userId, { loseUnsent: true })).toBe('removed');
	expect(await accounts.list()).toEqual([]);
	const again = await openTestStore({ engine });
	expect(await again.store.get('asset', 'asset-1')).toBeUndefined();
	again.store.close();
});

it('accounts of one device do not see each other', async () => {
	const engine = memoryEngine();
	const { store } = await openTestStore({ engine });
	await store.drafts.set('note', 'mine');
	accounts = new Accounts({ engine });
	expect(await accounts.unsentOf(colleague.userId)).toEqual({ commands: 0, blobs: 0 });
	expect(await store.drafts.get('note')).toBe('mine');
	store.close();
});
