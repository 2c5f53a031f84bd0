import { afterEach, beforeEach, expect, test } from 'vitest';
import { quarantineId } from '#domain/quarantine/quarantine.ts';
import { mend } from '#server/keep-up.ts';
import type { RecordDocument } from '#server/store/couch-documents.ts';
import { CouchStore } from '#server/store/couch-store.ts';
import { TestServer, type TestDevice } from '#server/testing/test-server.ts';
import { calmCluster, openCouchModel } from './couch-model.ts';

let store: CouchStore;
let server: TestServer;
let li: TestDevice;

beforeEach(async () => {
	const { transport } = openCouchModel(1, calmCluster).client();
	store = await CouchStore.open({ transport, prefix: 't', account: 'outpost', nowMs: () => 0 });
	server = await TestServer.open({ store });
	await server.staff({ li: ['engineer'] });
	await server.premises('north');
	await server.order('order-1', 'north', 'li');
	li = await server.signIn('li');
});
afterEach(() => server.close());

/** What a settled conflict leaves: the record as it was before, and what it owes. */
async function takeOut(before: RecordDocument | undefined, device: string, seq: number) {
	const { records } = store.databases;
	const now = await records.read<RecordDocument>('workOrder/order-1');
	if (!before || !now) throw new Error('no order');
	const owed = [{ device, seq }];
	await records.write([{ ...before, _rev: now._rev, rev: now.rev + 1, owed } as RecordDocument]);
}

const order = () => store.databases.records.read<RecordDocument>('workOrder/order-1');
const again = () => mend(server.parts, store.peers);

test('a command a settled conflict took out takes effect once more, once', async () => {
	const before = await order();
	const note = li.command('workOrder.note@1', 'order-1', { text: 'seen' });
	expect((await li.push(note))[0]?.outcome).toBe('applied');
	await takeOut(before, li.id, 1);
	expect(await again()).toBe(1);
	expect(await again()).toBe(0);
	const kept = await server.administration.get('workOrder', 'order-1');
	expect(kept?.notes.map(({ text }) => text)).toEqual(['seen']);
	expect((await li.push(note))[0]?.outcome).toBe('duplicate');
});

test('one that is refused then goes to the desk, and its answer says so', async () => {
	const before = await order();
	const accept = li.command('workOrder.accept@1', 'order-1');
	expect((await li.push(accept))[0]?.outcome).toBe('applied');
	await takeOut(before, li.id, 1);
	await server.must('user.edit@1', 'u-li', { set: { roles: ['requester'] } });
	expect(await again()).toBe(1);
	expect(await again()).toBe(0);
	expect(await store.journaled(li.id, 1)).toMatchObject({ outcome: 'rejected' });
	const item = await server.administration.get('quarantine', quarantineId(accept));
	expect(item).toMatchObject({ state: 'open', why: 'overtaken', command: { seq: 1 } });
});
