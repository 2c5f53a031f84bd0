import { afterEach, beforeEach, expect, test } from 'vitest';
import { openProblems, type Inspection } from '#domain/inspection/inspection.ts';
import { TestServer, type TestDevice } from '#server/testing/test-server.ts';

const id = 'round-1';
const plan = {
	...{ name: '机房月巡检', siteId: 's-north', checklists: ['server'], from: '2020-01-15' },
	...{ to: '2020-01-31', recurrence: { kind: 'half_yearly' }, inspectors: ['u-li'] },
	chain: [{ role: 'supervisor', side: 'provider' }],
};

let server: TestServer;
let desk: TestDevice;

beforeEach(async () => {
	server = await TestServer.open();
	await server.staff({
		...{ li: ['engineer'], wang: ['engineer'], zhou: ['supervisor'], diao: ['dispatcher'] },
	});
	await server.premises('north');
	for (const n of [1, 2]) {
		const set = { tag: `ZC-${n}`, name: '服务器', siteId: 's-north', customerId: 'c-north' };
		await server.must('asset.register@1', `a-${n}`, { set: { ...set, category: '服务器' } });
	}
	const other = { tag: 'ZC-9', name: '打印机', siteId: 's-north', category: '外设/打印机' };
	await server.must('asset.register@1', 'a-9', { set: other });
	server.parts.inspections.begin();
	desk = await server.signIn('diao');
});
afterEach(() => server.close());

async function say(name: string, args: object = {}, by = desk, record = id) {
	const [result] = await by.push(by.command(`inspection.${name}@1`, record, { ...args }));
	await server.parts.inspections.settled();
	return result;
}
const round = (record = id) =>
	server.parts.administration.get('inspection', record) as Promise<Inspection>;
async function approved(recurrence = 'once') {
	await say('plan', { ...plan, recurrence: { kind: recurrence } });
	await say('submit');
	await say('approvePlan', {}, await server.signIn('zhou'));
}
async function idsHeldBy(account: string, kind: string) {
	const { records } = await (await server.signIn(account)).pull();
	return records.filter((one) => one.kind === kind).map(({ id: of }) => of);
}

test('freezes the route from the register and gives a number', async () => {
	await say('plan', plan);
	expect((await round()).checkpoints).toBeUndefined();
	await say('submit');
	expect((await round()).checkpoints?.map(({ tag }) => tag)).toEqual(['ZC-1', 'ZC-2']);
	expect((await round()).number).toMatch(/^D0305-\d{10}$/);
});

test('walks a list of the catalogue, as it was when the route was frozen', async () => {
	const set = { name: '打印机保养', standardMinutes: 30, inspects: ['外设'] };
	const checklist = [{ key: 'k1', text: '清洁滚轮' }];
	await server.must('serviceItem.register@1', 'item-print', { set: { ...set, checklist } });
	await say('plan', { ...plan, checklists: ['server', 'item-print'] });
	await say('submit');
	const { checkpoints = [], lists = [] } = await round();
	expect(checkpoints.map(({ tag, lists: own }) => [tag, own])).toEqual([
		...[1, 2].map((n) => [`ZC-${n}`, ['server']]),
		['ZC-9', ['item-print']],
	]);
	expect(lists.at(-1)).toEqual({
		...{ key: 'item-print', name: '打印机保养' },
		steps: [{ key: 'item-print/k1', text: '清洁滚轮' }],
	});
});

test('who is named holds it with the assets of its route, and nobody else', async () => {
	await approved();
	expect(await idsHeldBy('li', 'inspection')).toContain(id);
	expect((await idsHeldBy('li', 'asset')).sort()).toEqual(['a-1', 'a-2']);
	expect(await idsHeldBy('wang', 'inspection')).toEqual([]);
	expect(await idsHeldBy('wang', 'asset')).toEqual([]);
	await say('assign', { inspectors: ['u-wang'] });
	expect(await idsHeldBy('li', 'asset')).toEqual([]);
	expect((await idsHeldBy('wang', 'asset')).sort()).toEqual(['a-1', 'a-2']);
});

test('who was taken out still hands in what he found', async () => {
	await approved();
	const li = await server.signIn('li');
	const check = { checkpointId: 'a-1', results: [{ step: 'server-power', outcome: 'pass' }] };
	await say('assign', { inspectors: ['u-wang'] });
	expect(await say('check', check, li)).toMatchObject({ outcome: 'applied' });
	expect((await round()).facts).toHaveLength(1);
});

test('the round after it is made once its time has come, once, without those gone by', async () => {
	await approved('half_yearly');
	const next = await round(`${id}.2`);
	expect(next).toMatchObject({ state: 'ready', previous: id });
	expect(next.from.slice(0, 4) >= '2026').toBe(true);
	expect(next.checkpoints).toHaveLength(2);
	expect((await round()).next).toBe(`${id}.2`);
	server.parts.inspections.recover();
	await server.parts.inspections.settled();
	const { records } = await desk.pull();
	expect(records.filter(({ id: of }) => of === `${id}.2`)).toHaveLength(1);
});

test('a round whose time has not come has none after it', async () => {
	const [from, to] = ['2099-01-01', '2099-01-31'];
	await say('plan', { ...plan, from, to });
	await say('submit');
	await say('approvePlan', {}, await server.signIn('zhou'));
	expect((await round()).state).toBe('ready');
	expect(await round(`${id}.2`)).toBeUndefined();
});

test('a failed check becomes an order of the desk, a mismatch a correction, a problem waits', async () => {
	await approved();
	const li = await server.signIn('li');
	const here = { checkpointId: 'a-1', step: 'server-power' };
	const request = { inspectionId: id, checkpointId: 'a-1', summary: '电源只供一路' };
	const correction = { orderId: id, lineId: 'a-1', inspectionId: id };
	const results = await li.push(
		li.command('workOrder.createFromInspection@1', 'order-1', request),
		li.command('inspection.raise@1', id, { ...here, as: 'order', orderId: 'order-1' }),
		li.command('inspection.raise@1', id, { ...here, as: 'problem', text: '反复' }),
		li.command('asset.proposeCorrection@1', 'a-1', {
			...{ ...correction, set: { room: 'B2' }, seen: { room: '' } },
		}),
	);
	expect(results.map(({ outcome }) => outcome)).toEqual(new Array<string>(4).fill('applied'));
	const { administration } = server.parts;
	const order = await administration.get('workOrder', 'order-1');
	expect(order).toMatchObject({ state: 'new', customerId: 'c-north', siteId: 's-north' });
	expect(order?.number).toMatch(/^D0201-/);
	expect(order).not.toHaveProperty('unconfirmedPlace');
	expect(await idsHeldBy('li', 'workOrder')).toEqual([]);
	expect(await idsHeldBy('diao', 'workOrder')).toEqual(['order-1']);
	expect((await administration.get('asset', 'a-1'))?.corrections).toMatchObject([
		{ inspectionId: id, fields: [{ field: 'room', to: 'B2' }] },
	]);
	const problem = openProblems(await round())[0];
	expect(await say('settleProblem', { factId: problem?.id, as: 'taken' })).toMatchObject({
		outcome: 'applied',
	});
	expect(openProblems(await round())).toEqual([]);
});

test('who is not sent on it makes no order of it', async () => {
	await approved();
	const wang = await server.signIn('wang');
	const request = { inspectionId: id, checkpointId: 'a-1', summary: '电源只供一路' };
	const [result] = await wang.push(
		wang.command('workOrder.createFromInspection@1', 'order-2', request),
	);
	expect(result?.outcome).toBe('rejected');
	expect(await server.parts.administration.get('workOrder', 'order-2')).toBeUndefined();
});
