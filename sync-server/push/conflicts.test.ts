import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openConflicts } from '#domain/conflict.ts';
import { HelloResponse } from '#domain/protocol/wire.ts';
import type { RecordKind } from '#domain/record.ts';
import { TestServer, type TestDevice } from '#server/testing/test-server.ts';

let server: TestServer;
let li: TestDevice;
let wang: TestDevice;
let desk: TestDevice;

beforeEach(async () => {
	server = await TestServer.open();
	await server.staff({ desk: ['dispatcher'], li: ['engineer'], wang: ['engineer'] });
	await server.premises('north');
	await server.order('order-1', 'north', 'li');
	await server.order('order-2', 'north', 'wang');
	li = await server.signIn('li');
	wang = await server.signIn('wang');
	desk = await server.signIn('desk');
});
afterEach(async () => {
	expect(server.faults).toEqual([]);
	await server.close();
});

const asset = async () => (await server.administration.get('asset', 'a-north'))!;
const order = async () => (await server.administration.get('workOrder', 'order-1'))!;
const edit = (device: TestDevice, set: object, base: object) => ({
	...device.command('asset.edit@1', 'a-north', { set }),
	base,
});

describe('the same field of one asset on two devices', () => {
	const seen = { room: null, model: null };
	const clash = async () => {
		const [first] = await wang.push(edit(wang, { room: '7F' }, seen));
		const [second] = await li.push(edit(li, { room: '8F', model: 'X1' }, seen));
		return [first, second];
	};

	test('is applied as far as it does not clash, and says so', async () => {
		const [first, second] = await clash();
		expect(first).toMatchObject({ outcome: 'applied' });
		expect(second).toEqual({
			...{ seq: 1, outcome: 'conflict', rev: 3 },
			refusal: { kind: 'conflict', fields: ['room'] },
		});
		expect(await asset()).toMatchObject({
			...{ room: '7F', model: 'X1' },
			conflicts: [{ by: 'u-li', fields: [{ mine: '8F', theirs: '7F', theirsBy: 'u-wang' }] }],
		});
	});

	test('once more is the same conflict', async () => {
		await wang.push(edit(wang, { room: '7F' }, seen));
		const command = edit(li, { room: '8F' }, seen);
		await li.push(command);
		expect(await li.push(command)).toMatchObject([{ outcome: 'duplicate', original: 'conflict' }]);
		expect(openConflicts(await asset())).toHaveLength(1);
	});

	test('is merged where others had set the same', async () => {
		await wang.push(edit(wang, { room: '7F' }, seen));
		expect(await li.push(edit(li, { room: '7F', model: 'X1' }, seen))).toMatchObject([
			{ outcome: 'merged' },
		]);
	});

	test('lies at the desk while it is open, though assets do not', async () => {
		const held = async () => (await desk.pull()).records.filter(({ kind }) => kind === 'asset');
		expect(await held()).toEqual([]);
		await clash();
		expect(await held()).toMatchObject([{ id: 'a-north' }]);
		const [{ id: conflictId } = { id: '' }] = openConflicts(await asset());
		const settle = desk.command('asset.settleConflict@1', 'a-north', { conflictId, take: 'mine' });
		expect(await desk.push(settle)).toMatchObject([{ outcome: 'applied' }]);
		expect(await asset()).toMatchObject({ room: '8F', conflicts: [{ settled: { by: 'u-desk' } }] });
		expect(await held()).toEqual([]);
	});

	test('settled by two at once: the first decides', async () => {
		await clash();
		const [{ id: conflictId } = { id: '' }] = openConflicts(await asset());
		const settle = (device: TestDevice, take: string) =>
			device.push(device.command('asset.settleConflict@1', 'a-north', { conflictId, take }));
		expect(await settle(wang, 'theirs')).toMatchObject([{ outcome: 'applied' }]);
		expect(await settle(li, 'mine')).toMatchObject([{ outcome: 'applied' }]);
		expect(await asset()).toMatchObject({ room: '7F', conflicts: [{ settled: { by: 'u-wang' } }] });
	});
});

describe('who lost the order', () => {
	const told = async (...asked: { seq: number; kind: RecordKind; record: string }[]) => {
		const payload = { device: li.id, protocol: 1, undecided: asked };
		const answer = await li.request('POST', '/sync/v1/hello', payload);
		return v.parse(HelloResponse, answer.json()).decided;
	};
	const asked = (seq: number) => ({ seq, kind: 'workOrder' as const, record: 'order-1' });

	beforeEach(async () => {
		await li.push(li.command('workOrder.accept@1', 'order-1'));
		await server.dispatch('order-1', 'wang', 'overload');
		await li.push(
			li.command('workOrder.arrive@1', 'order-1'),
			li.command('workOrder.suspend@1', 'order-1', { reason: 'part' }),
		);
	});

	test('is told what became of each of his moves, and nothing else of the order', async () => {
		expect((await li.pull()).records.map(({ id }) => id)).not.toContain('order-1');
		expect(await told(asked(2), asked(3))).toEqual([]);
		const [arrive, suspend] = (await order()).held.map(({ id }) => id);
		await desk.push(
			desk.command('workOrder.acceptFacts@1', 'order-1', { ids: [arrive] }),
			desk.command('workOrder.discardHeld@1', 'order-1', { heldId: suspend, reason: 'no part' }),
		);
		expect(await told(asked(2), asked(3))).toEqual([
			{ seq: 2, fate: 'noted' },
			{ seq: 3, fate: 'discarded', reason: 'no part' },
		]);
	});

	test('learns nothing of what others did there', async () => {
		const [arrive] = (await order()).held.map(({ id }) => id);
		await desk.push(desk.command('workOrder.acceptFacts@1', 'order-1', { ids: [arrive] }));
		expect(await told(asked(1), asked(9))).toEqual([]);
	});
});
