import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ensureReferenceRecords } from '#server/reference/reference-records.ts';
import { orderArgs, TestServer, type TestDevice } from '#server/testing/test-server.ts';
import { finishedOrderDaysMax } from '#server/scope/channels-at.ts';

/** Nobody opens a foreign site to himself, and nobody loses what he took on the spot (known-places.ts). */
let server: TestServer;
let li: TestDevice;
let wang: TestDevice;

beforeEach(async () => {
	server = await TestServer.open();
	await server.staff({ desk: ['dispatcher'], li: ['engineer'], wang: ['engineer'] });
	for (const name of ['north', 'south']) await server.premises(name);
	await server.order('order-1', 'north', 'li');
	await server.order('order-2', 'south', 'wang');
	li = await server.signIn('li');
	wang = await server.signIn('wang');
});
afterEach(async () => {
	expect(server.faults).toEqual([]);
	await server.close();
});

const walkUp = (device: TestDevice, premises: string, more: object = {}) =>
	device.command('workOrder.createOnSite@1', 'walk-up', { ...orderArgs(premises), ...more });
const made = () => server.administration.get('workOrder', 'walk-up');
async function idsOf(device: TestDevice): Promise<string[]> {
	return (await device.pull()).records.map(({ id }) => id);
}
const north = ['c-north', 's-north', 'a-north'];

describe('a forged request on the spot', () => {
	test('at another customer’s site is kept and opens nothing of it', async () => {
		const [result] = await wang.push(walkUp(wang, 'north'));
		expect(result?.outcome).toBe('applied');
		expect(await made()).toMatchObject({
			unconfirmedPlace: true,
			lines: [{ asset: { id: 'a-north', unconfirmed: true } }],
		});
		const { records, grants } = await wang.pull();
		const ids = records.map(({ id }) => id);
		expect(ids).toContain('walk-up');
		for (const id of north) expect(ids).not.toContain(id);
		expect(grants.filter((channel) => channel.endsWith('-north'))).toEqual([]);
	});

	test('does not become true by a second one, nor by giving it back', async () => {
		await wang.push(walkUp(wang, 'north'));
		await wang.push(wang.command('workOrder.return@1', 'walk-up', { reason: 'x' }));
		await wang.push(
			wang.command('workOrder.createOnSite@1', 'walk-up-2', orderArgs('north')),
			wang.command('workOrder.addLine@1', 'order-2', {
				symptom: 'x',
				asset: { id: 'a-north', tag: 'x' },
			}),
		);
		const ids = await idsOf(wang);
		for (const id of north) expect(ids).not.toContain(id);
		expect(ids).toEqual(expect.arrayContaining(['walk-up-2', 's-south', 'a-south']));
	});

	test('tells neither level nor existence of the place', async () => {
		await ensureReferenceRecords(server.administration);
		await server.must('site.edit@1', 's-north', { set: { level: 'vip' } });
		await wang.push(walkUp(wang, 'north'));
		const there = await made();
		await wang.push(wang.command('workOrder.createOnSite@1', 'walk-up-2', orderArgs('nowhere')));
		const nowhere = await server.administration.get('workOrder', 'walk-up-2');
		expect(nowhere?.unconfirmedPlace).toBe(true);
		expect(there?.level).toMatchObject({ level: 'standard' });
		expect(there?.level).toEqual(nowhere?.level);
	});

	test('opens its place once a dispatcher has sent him there', async () => {
		await wang.push(walkUp(wang, 'north'));
		await server.dispatch('walk-up', 'wang', 'overload');
		expect(await made()).not.toHaveProperty('unconfirmedPlace');
		expect(await idsOf(wang)).toEqual(expect.arrayContaining(north));
	});
});

describe('an honest one', () => {
	test('at the site of an order he has opens what he sees anyway', async () => {
		await li.push(walkUp(li, 'north'));
		expect(await made()).not.toHaveProperty('unconfirmedPlace');
		expect((await made())?.lines[0]?.asset).not.toHaveProperty('unconfirmed');
	});

	test('taken while he lost the order there keeps everything', async () => {
		await server.dispatch('order-1', 'wang', 'overload');
		const results = await li.push(
			walkUp(li, 'north'),
			li.command('workOrder.note@1', 'walk-up', { text: 'paper jam' }),
		);
		expect(results.map(({ outcome }) => outcome)).toEqual(['applied', 'applied']);
		expect(await made()).not.toHaveProperty('unconfirmedPlace');
		expect(await idsOf(li)).toEqual(expect.arrayContaining(['walk-up', ...north]));
	});

	test('handed in after months is kept, and marked', async () => {
		await server.dispatch('order-1', 'wang', 'overload');
		server.pass(finishedOrderDaysMax * 24 * 60 + 1);
		const later = await server.signIn('li');
		expect((await later.push(walkUp(later, 'north')))[0]?.outcome).toBe('applied');
		expect((await made())?.unconfirmedPlace).toBe(true);
	});

	test('an asset of the site he lost is linked as it is', async () => {
		await server.order('order-3', 'south', 'li');
		await server.dispatch('order-1', 'wang', 'overload');
		const set = { tag: 'TAG-2', name: '主机', customerId: 'c-south', siteId: 's-south' };
		await server.must('asset.register@1', 'a-south-2', { set });
		await server.dispatch('order-3', 'wang', 'overload');
		const [result] = await li.push(
			li.command('workOrder.addLine@1', 'order-3', {
				symptom: 'x',
				asset: { id: 'a-south-2', tag: 'TAG-2' },
			}),
		);
		expect(result?.outcome).toBe('applied');
		const order = await server.administration.get('workOrder', 'order-3');
		expect(order?.lines.at(-1)?.asset).toEqual({ id: 'a-south-2', tag: 'TAG-2' });
	});
});
