/** What this version does not know, written by a newer one, outlives every command that passes here. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AnyRecord } from '#domain/record-schemas.ts';
import type { RecordKind } from '#domain/record.ts';
import { bodyOf } from '#server/store/stored-body.ts';
import { TestServer, type TestDevice } from '#server/testing/test-server.ts';

const later = { fieldOfLater: { by: 'a newer app', list: [1, { two: 2 }] } };

let server: TestServer;
let desk: TestDevice;
let li: TestDevice;

beforeEach(async () => {
	server = await TestServer.open();
	await server.staff({ desk: ['dispatcher'], li: ['engineer'] });
	await server.premises('north');
	await server.order('order-1', 'north', 'li');
	desk = await server.signIn('desk');
	li = await server.signIn('li');
});
afterEach(() => server.close());

async function bodyNow(kind: RecordKind, id: string): Promise<AnyRecord> {
	const stored = await server.parts.store.get(kind, id);
	if (!stored) throw new Error(`${kind}/${id} is gone`);
	return bodyOf(stored);
}

/** A newer server had the record before us. */
async function rewrite(kind: RecordKind, id: string, change: (record: AnyRecord) => object) {
	const { store } = server.parts;
	const stored = await store.get(kind, id);
	if (!stored) throw new Error(`${kind}/${id} is not there`);
	const record = change(bodyOf(stored)) as AnyRecord;
	const write = { record, expectedRev: stored.rev, channels: stored.channels };
	expect(await store.commit([{ write }])).toMatchObject([{ status: 'written' }]);
}

test('of an asset, through an edit and back to the device', async () => {
	await rewrite('asset', 'a-north', (asset) => ({ ...asset, ...later }));
	const edit = desk.command('asset.edit@1', 'a-north', { set: { name: '打印机' } });
	expect(await desk.push(edit)).toMatchObject([{ outcome: 'applied' }]);
	expect(await bodyNow('asset', 'a-north')).toMatchObject({ ...later, name: '打印机' });
	const { records } = await li.pull();
	expect(records.find(({ id }) => id === 'a-north')?.body).toMatchObject(later);
});

test('of an order and its lines and visits, through an engineer’s visit', async () => {
	await rewrite('workOrder', 'order-1', (record) => {
		if (record.kind !== 'workOrder') throw new Error('no order');
		const lines = record.lines.map((line) => ({ ...line, ...later }));
		const visits = record.visits.map((visit) => ({ ...visit, ...later }));
		return { ...record, ...later, lines, visits };
	});
	const { lines } = (await bodyNow('workOrder', 'order-1')) as { lines?: { id: string }[] };
	const results = await li.push(
		li.command('workOrder.accept@1', 'order-1'),
		li.command('workOrder.depart@1', 'order-1'),
		li.command('workOrder.arrive@1', 'order-1', {}),
		li.command('workOrder.note@1', 'order-1', { text: '在路上' }),
		li.command('workOrder.recordWork@1', 'order-1', {
			lineId: lines?.[0]?.id,
			set: { cause: '搓纸轮磨损' },
		}),
	);
	expect(results.map(({ outcome }) => outcome)).toEqual(Array(results.length).fill('applied'));
	expect(await bodyNow('workOrder', 'order-1')).toMatchObject({
		...later,
		state: 'on_site',
		lines: [{ ...later, cause: '搓纸轮磨损' }],
		visits: [later],
	});
});
