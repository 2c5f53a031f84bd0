import { afterEach, beforeEach, expect, test } from 'vitest';
import { deskAwayChannel, registerChannel } from '#domain/access/channels.ts';
import { recordWrite } from '#server/push/record-write.ts';
import { bodyOf } from '#server/store/stored-body.ts';
import { TestServer } from '#server/testing/test-server.ts';
import { openRegister } from './open-register.ts';

let server: TestServer;
beforeEach(async () => {
	server = await TestServer.open();
	await server.staff({ ku: ['storekeeper'] });
});
afterEach(() => server.close());

test('assets of an older server come to those who keep the register, once', async () => {
	const { store } = server.parts;
	const set = { tag: 'ZC-1', name: '打印机' };
	for (const id of ['a-1', 'a-2']) await server.must('asset.register@1', id, { set });
	const stored = (await store.get('asset', 'a-1'))!;
	const write = await recordWrite(store, bodyOf(stored), stored.rev, server.now);
	const channels = write.channels.filter((channel) => channel !== registerChannel);
	await store.commit([{ write: { ...write, channels } }]);
	const keeper = await server.signIn('ku');
	const held = async () => {
		const { records } = await keeper.pull();
		return records.filter(({ kind }) => kind === 'asset').map(({ id }) => id);
	};
	expect(await held()).toEqual(['a-2']);
	const touched: string[] = [];
	const told = ({ id }: { id: string }) => touched.push(id);
	expect(await openRegister(store, () => server.now, told)).toBe(1);
	expect(await openRegister(store, () => server.now, told)).toBe(0);
	expect(touched).toEqual(['a-1']);
	expect(await held()).toContain('a-1');
});

test('what is lent comes to the desk that waits for it, also where an older server had written it', async () => {
	const { store } = server.parts;
	const set = { tag: 'ZC-1', name: '打印机' };
	await server.must('asset.register@1', 'a-1', { set });
	const loan = { as: 'on_loan', with: '门诊部', backBy: '2026-12-01' };
	await server.must('asset.sendOut@1', 'a-1', loan);
	const stored = (await store.get('asset', 'a-1'))!;
	expect(stored.channels).toContain(deskAwayChannel);
	const write = await recordWrite(store, bodyOf(stored), stored.rev, server.now);
	const channels = write.channels.filter((channel) => channel !== deskAwayChannel);
	await store.commit([{ write: { ...write, channels } }]);
	expect(
		await openRegister(
			store,
			() => server.now,
			() => undefined,
		),
	).toBe(1);
	expect((await store.get('asset', 'a-1'))?.channels).toContain(deskAwayChannel);
});
