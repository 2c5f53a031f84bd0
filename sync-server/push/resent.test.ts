import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Command } from '#domain/command.ts';
import type { CommandResult, Resent } from '#domain/protocol/wire.ts';
import { orderArgs, TestServer, type TestDevice } from '#server/testing/test-server.ts';
import { numberSealOf } from './number-seal.ts';

let server: TestServer;
let desk: TestDevice;

beforeEach(async () => {
	server = await TestServer.open();
	await server.staff({ desk: ['dispatcher'], e08: ['engineer'], e09: ['engineer'] });
	await server.premises('one');
	desk = await server.signIn('desk');
});
afterEach(() => server.close());

async function pushAgain(resent: Resent[], ...commands: Command[]): Promise<CommandResult[]> {
	const payload = { device: desk.id, protocol: 1, commands, resent };
	const response = await desk.request('POST', '/sync/v1/push', payload);
	return response.json<{ results: CommandResult[] }>().results;
}

const create = (id: string) => desk.command('workOrder.create@1', id, orderArgs('one'));
const note = (id: string) => desk.command('workOrder.note@1', id, { text: 'x' });
const numberOf = async (id: string) => (await server.administration.get('workOrder', id))?.number;

test('waits until the record is as far as it was, and so does what comes behind it', async () => {
	const [made, third, after] = [create('a'), note('a'), note('a')];
	const facts = [{ seq: third.seq, rev: 3 }];
	const early = await pushAgain(facts, third, after);
	expect(early.map(({ outcome }) => outcome)).toEqual(['later', 'later']);
	expect(await pushAgain([{ seq: made.seq, rev: 1 }], made)).toMatchObject([
		{ outcome: 'applied' },
	]);
	expect(await pushAgain(facts, third)).toMatchObject([{ outcome: 'later' }]);
	await server.must('workOrder.note@1', 'a', { text: 'second' });
	const [now, behind] = await pushAgain(facts, third, after);
	expect([now?.outcome, behind?.outcome]).toEqual(['applied', 'applied']);
});

test('without a revision it is decided on what there is', async () => {
	const third = note('a');
	expect(await pushAgain([{ seq: third.seq }], third)).toMatchObject([{ outcome: 'rejected' }]);
});

test('gives a number back to the record it was given to, and to no other', async () => {
	const { secret } = server.parts.store;
	const number = 'D0201-2026112177';
	const numberSeal = numberSealOf(secret, { kind: 'workOrder', id: 'a' }, number);
	const [a, b, c] = [create('a'), create('b'), create('c')];
	await pushAgain([{ seq: a.seq, rev: 1, number, numberSeal }], a);
	await pushAgain([{ seq: b.seq, rev: 1, number, numberSeal }], b);
	await pushAgain([{ seq: c.seq, rev: 1, number: 'D0201-2026112178', numberSeal: 'x' }], c);
	expect(await numberOf('a')).toBe(number);
	expect(await numberOf('b')).toBe('D0201-2026112178');
	expect(await numberOf('c')).toBe('D0201-2026112179');
	expect(await server.parts.store.search('workOrder', number, 9)).toEqual(['a']);
});

test('a number given is sealed beside it', async () => {
	await server.order('a', 'one');
	const order = await server.administration.get('workOrder', 'a');
	const seal = numberSealOf(
		server.parts.store.secret,
		{ kind: 'workOrder', id: 'a' },
		order?.number ?? '',
	);
	expect(order?.numberSeal).toBe(seal);
});

test('an offline number another order carries stays with the first; both are found by it', async () => {
	const engineer = await server.signIn('e08');
	const offlineNumber = 'D0201-20261121-K7F-03';
	const onSite = (id: string) =>
		engineer.command('workOrder.createOnSite@1', id, {
			...orderArgs('one'),
			channel: 'walk_up',
			offlineNumber,
		});
	const results = await engineer.push(onSite('x'), onSite('y'));
	expect(results.map(({ outcome }) => outcome)).toEqual(['applied', 'applied']);
	const [x, y] = await Promise.all(
		['x', 'y'].map((id) => server.administration.get('workOrder', id)),
	);
	expect(x).toMatchObject({ offlineNumber, number: 'D0201-2026112101' });
	expect(y).toMatchObject({ formerNumber: offlineNumber, number: 'D0201-2026112102' });
	expect(y).not.toHaveProperty('offlineNumber');
	expect((await server.parts.store.search('workOrder', offlineNumber, 9)).sort()).toEqual([
		'x',
		'y',
	]);
});

describe('an offline number', () => {
	const onSite = (by: TestDevice, id: string, offlineNumber: string) =>
		by.command('workOrder.createOnSite@1', id, {
			...{ ...orderArgs('one'), channel: 'walk_up', offlineNumber },
		});
	const order = (id: string) => server.administration.get('workOrder', id);

	test('two pushes at once keep it once', async () => {
		const { store } = server.parts;
		const search = store.search.bind(store);
		const here = Promise.withResolvers<void>();
		let looking = 0;
		store.search = async (...wanted) => {
			if (++looking === 2) here.resolve();
			await here.promise;
			return search(...wanted);
		};
		const number = 'D0201-20261121-K7F-09';
		await Promise.all(
			['e08', 'e09'].map(async (account) => {
				const by = await server.signIn(account);
				await by.push(onSite(by, `by-${account}`, number));
			}),
		);
		const orders = await Promise.all(['by-e08', 'by-e09'].map(order));
		expect(orders.map((each) => each?.offlineNumber).sort()).toEqual([number, undefined]);
		expect(orders.map((each) => each?.formerNumber).sort()).toEqual([number, undefined]);
	});

	test('of a colleague’s device cannot be taken from him, nor asked about', async () => {
		const engineer = await server.signIn('e08');
		const other = await server.signIn('e09');
		const hello = { device: engineer.id, protocol: 1 };
		const { deviceCode } = (await engineer.request('POST', '/sync/v1/hello', hello)).json<{
			deviceCode: string;
		}>();
		const number = `D0201-20261121-${deviceCode}-01`;
		await other.push(onSite(other, 'before', number));
		await engineer.push(onSite(engineer, 'his', number));
		await other.push(onSite(other, 'after', number));
		expect(await order('his')).toMatchObject({ offlineNumber: number });
		for (const id of ['before', 'after']) {
			expect(await order(id)).toMatchObject({ formerNumber: number });
			expect(await order(id)).not.toHaveProperty('offlineNumber');
		}
	});
});

test('a number given to another one since the restore stays there; both are found by it', async () => {
	const { secret } = server.parts.store;
	await server.order('fresh', 'one');
	const number = (await numberOf('fresh')) ?? '';
	const numberSeal = numberSealOf(secret, { kind: 'workOrder', id: 'back' }, number);
	const back = create('back');
	await pushAgain([{ seq: back.seq, rev: 1, number, numberSeal }], back);
	expect(await server.administration.get('workOrder', 'back')).toMatchObject({
		formerNumber: number,
		number: 'D0201-2026112102',
	});
	const found = await server.parts.store.search('workOrder', number, 9);
	expect(found.sort()).toEqual(['back', 'fresh']);
});

test('beyond 99 a day every order is found by its own number first', async () => {
	for (let n = 1; n <= 101; n++) await server.order(`o-${n}`, 'one');
	expect(await numberOf('o-99')).toBe('D0201-2026112199');
	expect(await numberOf('o-100')).toBe('D0201-20261121100');
	expect(await server.parts.store.search('workOrder', 'd0201-20261121100', 9)).toEqual(['o-100']);
	expect(await server.parts.store.search('workOrder', 'D0201-2026112110', 9)).toContain('o-10');
});
