import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ensureReferenceRecords } from '#server/reference/reference-records.ts';
import { TestServer, type TestDevice } from '#server/testing/test-server.ts';

let server: TestServer;
let li: TestDevice;
let wang: TestDevice;
let zhao: TestDevice;

beforeEach(async () => {
	server = await TestServer.open();
	await server.staff({
		desk: ['dispatcher'],
		...{ li: ['engineer'], wang: ['engineer'], zhao: ['engineer'] },
	});
	await server.must('user.edit@1', 'u-zhao', { set: { deskIds: ['desk-9'] } });
	await ensureReferenceRecords(server.administration);
	await server.premises('north');
	await server.order('order-1', 'north');
	[li, wang, zhao] = await Promise.all([
		server.signIn('li'),
		server.signIn('wang'),
		server.signIn('zhao'),
	]);
});
afterEach(async () => {
	expect(server.faults).toEqual([]);
	await server.close();
});

const claim = (device: TestDevice, record = 'order-1') =>
	device.request('POST', '/sync/v1/claim', { record });
const claimable = async (device: TestDevice) => {
	const wanted = { kind: 'claimable', text: '' };
	const response = await device.request('POST', '/sync/v1/lookup', wanted);
	return response.json<{ records: { id: string; body: object }[] }>().records;
};
const order = () => server.administration.get('workOrder', 'order-1');

describe('what is up for grabs', () => {
	test('is told to engineers of the desk in a few fields, and lies on no device', async () => {
		const [found] = await claimable(li);
		expect(Object.keys(found?.body ?? {}).sort()).toEqual([
			...['customerName', 'id', 'number', 'orderKind', 'priority'],
			...['receivedAt', 'responseDueAt', 'siteName', 'summary'],
		]);
		expect(found?.body).toMatchObject({ id: 'order-1', customerName: 'north', siteName: 'north' });
		const pulled = await li.pull();
		expect(pulled.records.map(({ id }) => id)).not.toContain('order-1');
		expect(pulled.grants.filter((channel) => channel.startsWith('pool:'))).toEqual([]);
	});

	test('is nobody else’s business, and ends with the dispatch', async () => {
		expect(await claimable(zhao)).toEqual([]);
		expect(await claimable(await server.signIn('desk'))).toEqual([]);
		await server.dispatch('order-1', 'wang');
		expect(await claimable(li)).toEqual([]);
	});
});

describe('claiming', () => {
	test('makes it the engineer’s, with its site, and is journaled as the server’s', async () => {
		expect((await claim(li)).statusCode).toBe(200);
		expect(await order()).toMatchObject({ state: 'accepted', assigneeId: 'u-li' });
		expect((await order())?.history.at(-1)).toMatchObject({ by: 'u-li', device: 'server' });
		const ids = (await li.pull()).records.map(({ id }) => id);
		expect(ids).toEqual(expect.arrayContaining(['order-1', 's-north', 'a-north', 'c-north']));
		expect(await claimable(wang)).toEqual([]);
	});

	test('by two at once is decided by the server: one has it, the other is told so', async () => {
		const answers = await Promise.all([claim(li), claim(wang)]);
		expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
		const loser = answers.find(({ statusCode }) => statusCode === 409);
		expect(loser?.json()).toEqual({ error: { kind: 'taken' } });
		expect((await order())?.visits).toHaveLength(1);
	});

	test('again after a lost answer is the same success', async () => {
		await claim(li);
		expect((await claim(li)).statusCode).toBe(200);
		expect((await order())?.visits).toHaveLength(1);
	});

	test('by who may not is answered as for an order that is not there', async () => {
		const missing = await claim(zhao, 'no-such-order');
		expect(missing.statusCode).toBe(404);
		const desk = await server.signIn('desk');
		for (const answer of [await claim(zhao), await claim(desk), await claim(li, 's-north')])
			expect([answer.statusCode, answer.body]).toEqual([404, missing.body]);
		await claim(li);
		expect((await claim(zhao)).body).toBe(missing.body);
		expect((await order())?.assigneeId).toBe('u-li');
	});

	test('pushed from a device that does not hold it, it does not exist', async () => {
		const [pushed] = await li.push(li.command('workOrder.claim@1', 'order-1'));
		expect(pushed?.refusal).toEqual({ kind: 'not-found' });
		expect((await order())?.state).toBe('new');
	});
});
