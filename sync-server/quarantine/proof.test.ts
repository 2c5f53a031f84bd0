import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { quarantineId } from '#domain/quarantine/quarantine.ts';
import type { Command } from '#domain/command.ts';
import type { CommandResult } from '#domain/protocol/wire.ts';
import { LostWork, outcomes } from '#server/testing/lost-work.ts';
import type { TestDevice, TestServer } from '#server/testing/test-server.ts';
import { sealCursor } from '#server/pull/cursor.ts';
import { ensureReferenceRecords } from '#server/reference/reference-records.ts';

/** Work of people who lost sight of its record (design.md sections 1 and 5, statements 4, 7, 8, 9, 11). */
let work: LostWork;
let server: TestServer;
let li: TestDevice;
let desk: TestDevice;

beforeEach(async () => {
	work = await LostWork.open();
	({ server, li, desk } = work);
});
afterEach(() => work.close());

const pulled = (device: TestDevice) => work.pulled(device);
const edit: LostWork['edit'] = (device, id, set) => work.edit(device, id, set);
const asset = () => work.asset();
const item = (command: Command) => work.item(command);
const lostEdit = () => work.lostEdit();
const decide: LostWork['decide'] = (device, name, id, args) => work.decide(device, name, id, args);

describe('what may not be seen any more is kept for the desk', () => {
	test('also what a restored server does not know he was given, a claim above all', async () => {
		await server.order('order-2', 'north');
		const [note, none] = ['order-2', 'order-3'].map((id) =>
			li.command('workOrder.note@1', id, { text: 'repaired' }),
		);
		const resent = [{ seq: note?.seq ?? 0 }, { seq: none?.seq ?? 0 }];
		const { store } = server.parts;
		const from = (epoch: string) =>
			sealCursor(
				{ epoch, userId: 'u-li', main: '', received: new Set(), roles: ['engineer'] },
				store.secret,
			);
		const outcomesWith = async (cursor: string, facts: object[]) => {
			const again = [note, none].map((command) => ({ ...command, seq: ++li.seq }));
			const payload = {
				...{ device: li.id, protocol: 1, cursor },
				...{ commands: again, resent: facts.map((_, at) => ({ seq: again[at]?.seq })) },
			};
			const answer = await li.request('POST', '/sync/v1/push', payload);
			return outcomes(answer.json<{ results: CommandResult[] }>().results);
		};
		expect(await outcomesWith(from('before'), resent)).toEqual(['quarantined', 'quarantined']);
		expect(await outcomesWith(from('before'), [])).toEqual(['rejected', 'rejected']);
		expect(await outcomesWith(from(store.epoch), resent)).toEqual(['rejected', 'rejected']);
	});

	test('an order he says he had claimed before the restore is claimed again, if nobody has it', async () => {
		await ensureReferenceRecords(server.administration);
		for (const id of ['order-2', 'order-3']) await server.order(id, 'north');
		await server.dispatch('order-3', 'wang');
		const notes = ['order-2', 'order-3'].map((id) =>
			li.command('workOrder.note@1', id, { text: 'repaired' }),
		);
		const { store } = server.parts;
		const cursor = sealCursor(
			{ epoch: 'before', userId: 'u-li', main: '', received: new Set(), roles: ['engineer'] },
			store.secret,
		);
		const payload = {
			...{ device: li.id, protocol: 1, cursor, commands: notes },
			resent: notes.map(({ seq }) => ({ seq, claimed: true })),
		};
		const push = async () => {
			const answer = await li.request('POST', '/sync/v1/push', payload);
			return outcomes(answer.json<{ results: CommandResult[] }>().results);
		};
		const get = store.get.bind(store);
		store.get = async (kind, id) => {
			if (id === 'order-2') throw new Error('not to be read for a while');
			return get(kind, id);
		};
		expect(await push()).toEqual(['later', 'quarantined']);
		store.get = get;
		server.forgetFaults();
		expect(await push()).toEqual(['applied', 'duplicate']);
		const assignees = await Promise.all(
			['order-2', 'order-3'].map((id) => server.administration.get('workOrder', id)),
		);
		expect(assignees.map((order) => order?.assigneeId)).toEqual(['u-li', 'u-wang']);
	});

	test('with its author, when, why and what about', async () => {
		const command = await lostEdit();
		expect(await asset()).not.toHaveProperty('room');
		expect(await item(command)).toMatchObject({
			state: 'open',
			why: 'out-of-scope',
			command: { type: 'asset.edit@1', record: 'a-north' },
			author: { userId: 'u-li', roles: ['engineer'] },
			title: { code: 'TAG-north' },
			receivedAt: server.now,
		});
	});

	test('asked again it is a duplicate, and one item', async () => {
		const command = await lostEdit();
		const [again] = await li.push(command);
		expect(again).toMatchObject({ outcome: 'duplicate', original: 'quarantined' });
		const items = (await desk.pull()).records.filter(({ kind }) => kind === 'quarantine');
		expect(items).toHaveLength(1);
	});

	test('only the desk gets it', async () => {
		const command = await lostEdit();
		for (const [account, expected] of [
			...([
				['desk', true],
				['boss', true],
				['wang', false],
			] as const),
			...([
				['store', false],
				['li', false],
			] as const),
		]) {
			const { records } = await (await server.signIn(account)).pull();
			expect(
				records.some(({ id }) => id === quarantineId(command)),
				account,
			).toBe(expected);
		}
	});

	test('an asset moved to another customer', async () => {
		await server.must('asset.register@1', 'a-2', {
			set: { tag: 'TAG-2', name: 'PC', customerId: 'c-north', siteId: 's-north' },
		});
		await pulled(li);
		const command = edit(li, 'a-2', { room: '3F' });
		await desk.push(edit(desk, 'a-2', { customerId: 'c-south', siteId: 's-south' }));
		expect(outcomes(await li.push(command))).toEqual(['quarantined']);
	});

	test('a role taken away: his roles are those he had when he pulled', async () => {
		await pulled(desk);
		const command = desk.command('customer.edit@1', 'c-north', { set: { level: 'vip' } });
		await server.must('user.edit@1', 'u-desk', { set: { roles: ['requester'] } });
		expect(outcomes(await desk.push(command))).toEqual(['quarantined']);
		expect((await item(command))?.author.roles).toEqual(['dispatcher']);
		await decide(await server.signIn('boss'), 'release', quarantineId(command));
		expect(await server.administration.get('customer', 'c-north')).toMatchObject({ level: 'vip' });
	});
});

describe('what was never seen is answered as what is not there (statement 7)', () => {
	const missing = async (device: TestDevice) => {
		const [result] = await device.push(edit(device, 'no-such-asset', { room: 'x' }));
		return { ...result, seq: 0 };
	};
	async function expectNothing(device: TestDevice, id: string): Promise<void> {
		const command = edit(device, id, { room: 'forged' });
		const [result] = await device.push(command);
		expect({ ...result, seq: 0 }).toEqual(await missing(device));
		expect(await item(command)).toBeUndefined();
	}

	test('without proof, with another’s proof and with one of his own making', async () => {
		await pulled(li);
		const wang = await server.signIn('wang');
		await expectNothing(wang, 'a-north');
		wang.proof = li.proof;
		await expectNothing(wang, 'a-north');
		wang.proof = `${li.proof}x`;
		await expectNothing(wang, 'a-north');
		await pulled(((wang.proof = undefined), wang));
		await expectNothing(wang, 'a-north');
	});

	test('a record that had left before he came, and one that came after he left', async () => {
		await server.must('asset.register@1', 'a-old', {
			set: { tag: 'OLD', name: 'PC', customerId: 'c-north', siteId: 's-north' },
		});
		await server.must('asset.edit@1', 'a-old', { set: { siteId: 's-south' } });
		server.pass(1);
		await pulled(li);
		await server.dispatch('order-1', 'wang', 'overload');
		server.pass(1);
		await server.must('asset.register@1', 'a-new', {
			set: { tag: 'NEW', name: 'PC', customerId: 'c-north', siteId: 's-north' },
		});
		for (const id of ['a-old', 'a-new']) await expectNothing(li, id);
		expect(outcomes(await li.push(edit(li, 'a-north', { room: '1' })))).toEqual(['quarantined']);
	});

	test('a record that came into his channel after his pull, and that he then lost with it', async () => {
		await server.must('asset.register@1', 'a-late', {
			set: { tag: 'LATE', name: 'PC', customerId: 'c-south', siteId: 's-south' },
		});
		await pulled(li);
		const north = { customerId: 'c-north', siteId: 's-north' };
		await server.must('asset.edit@1', 'a-late', { set: north });
		await server.dispatch('order-1', 'wang', 'overload');
		await expectNothing(li, 'a-late');
		await server.must('asset.edit@1', 'a-late', { set: { siteId: 's-south' } });
		await expectNothing(li, 'a-late');
	});

	test('however often it went in and out since, what he had held is kept', async () => {
		await server.must('asset.register@1', 'a-2', {
			set: { tag: 'TAG-2', name: 'PC', customerId: 'c-north', siteId: 's-north' },
		});
		await pulled(li);
		const commands = [0, 1].map(() => edit(li, 'a-2', { room: '3F' }));
		await server.must('asset.edit@1', 'a-2', { set: { siteId: 's-south' } });
		await server.must('asset.edit@1', 'a-2', { set: { siteId: 's-north' } });
		await server.dispatch('order-1', 'wang', 'overload');
		const results = [];
		results.push(...(await li.push(...commands.slice(0, 1))));
		await server.must('asset.edit@1', 'a-2', { set: { siteId: 's-south' } });
		results.push(...(await li.push(...commands.slice(1))));
		expect(outcomes(results)).toEqual(['quarantined', 'quarantined']);
	});

	test('nobody takes an id the server would give', async () => {
		const id = quarantineId({ device: li.id, seq: 1 });
		const [result] = await li.push(
			li.command('asset.register@1', id, { set: { tag: 'T', name: 'x' } }),
		);
		expect(result?.refusal?.kind).toBe('not-found');
	});
});
