import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { quarantineId, type Quarantine } from '#domain/quarantine/quarantine.ts';
import type { Command } from '#domain/command.ts';
import type { CommandResult } from '#domain/protocol/wire.ts';
import { orderArgs, TestServer, type TestDevice } from '#server/testing/test-server.ts';
import { sealCursor } from '#server/pull/cursor.ts';
import { openItemsPerAuthorMax, quarantinedBytesMax } from './desk-limits.ts';

/** Work of people who lost sight of its record (design.md sections 1 and 5, statements 4, 7, 8, 9, 11). */
let server: TestServer;
let li: TestDevice;
let desk: TestDevice;

beforeEach(async () => {
	server = await TestServer.open();
	await server.staff({
		desk: ['dispatcher'],
		boss: ['admin'],
		li: ['engineer'],
		wang: ['engineer'],
		store: ['storekeeper'],
	});
	for (const name of ['north', 'south']) await server.premises(name);
	await server.order('order-1', 'north', 'li');
	li = await server.signIn('li');
	desk = await server.signIn('desk');
});
afterEach(async () => {
	await server.parts.releases.settled();
	expect(server.faults).toEqual([]);
	await server.close();
});

/** The device pulls everything, and keeps the cursor as its proof. */
async function pulled(device: TestDevice): Promise<void> {
	device.proof = (await device.pull(device.proof)).cursor;
}
const edit = (device: TestDevice, id: string, set: object) =>
	device.command('asset.edit@1', id, { set });
const asset = (name = 'north') => server.administration.get('asset', `a-${name}`);
const item = (command: Command): Promise<Quarantine | undefined> =>
	server.administration.get('quarantine', quarantineId(command));
const outcomes = (results: readonly { outcome: string; refusal?: unknown }[]) =>
	results.map(({ outcome }) => outcome);

/** Li saw the asset, edited it out of reach, and lost order and site meanwhile. */
async function lostEdit(): Promise<Command> {
	await pulled(li);
	const command = edit(li, 'a-north', { room: '3F' });
	await server.dispatch('order-1', 'wang', 'overload');
	const [result] = await li.push(command);
	expect(result).toEqual({
		seq: command.seq,
		outcome: 'quarantined',
		refusal: { kind: 'out-of-scope' },
	});
	return command;
}

async function decide(device: TestDevice, name: string, id: string, args = {}) {
	const [result] = await device.push(device.command(`quarantine.${name}@1`, id, args));
	await server.parts.releases.settled();
	return result;
}

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

	test('nobody takes an id the server would give', async () => {
		const id = quarantineId({ device: li.id, seq: 1 });
		const [result] = await li.push(
			li.command('asset.register@1', id, { set: { tag: 'T', name: 'x' } }),
		);
		expect(result?.refusal?.kind).toBe('not-found');
	});
});

describe('the desk decides', () => {
	test('released, the record has it in its author’s name, once', async () => {
		const command = await lostEdit();
		server.pass(30);
		expect((await decide(desk, 'release', quarantineId(command)))?.outcome).toBe('applied');
		expect(await asset()).toMatchObject({ room: '3F', updatedBy: 'u-li' });
		expect((await asset())?.history.at(-1)).toMatchObject({ by: 'u-li', id: `${li.id}:1` });
		const released = { state: 'released', outcome: 'applied', release: { by: 'u-desk' } };
		expect(await item(command)).toMatchObject(released);
		await server.must('asset.edit@1', 'a-north', { set: { room: '9F' } });
		await decide(desk, 'release', quarantineId(command));
		expect(await asset()).toMatchObject({ room: '9F' });
	});

	test('refused by the record, it is open again and says why; it may be tried again', async () => {
		const wang = await server.signIn('wang');
		await pulled(li);
		await server.must('asset.register@1', 'a-3', {
			set: { tag: 'T3', name: 'PC', customerId: 'c-north', siteId: 's-north' },
		});
		await pulled(li);
		const command = li.command('asset.move@1', 'a-3', { to: 'retired' });
		await server.dispatch('order-1', 'wang', 'overload');
		expect(outcomes(await li.push(command))).toEqual(['quarantined']);
		await decide(desk, 'release', quarantineId(command));
		const refused = await item(command);
		expect(refused).toMatchObject({ state: 'open', attempts: 1, lastRefusal: { by: 'u-desk' } });
		expect(refused).not.toHaveProperty('release');
		await decide(desk, 'release', quarantineId(command));
		expect(await item(command)).toMatchObject({ state: 'open', attempts: 2 });
		expect((await wang.pull()).records.some(({ kind }) => kind === 'quarantine')).toBe(false);
	});

	test('discarded with a reason; after that it cannot be released', async () => {
		const command = await lostEdit();
		const id = quarantineId(command);
		expect((await decide(desk, 'discard', id))?.refusal?.kind).toBe('bad-input');
		await decide(desk, 'discard', id, { reason: '重复登记' });
		expect(await item(command)).toMatchObject({ state: 'discarded', discarded: { by: 'u-desk' } });
		expect((await decide(desk, 'release', id))?.refusal?.kind).toBe('wrong-state');
		expect(await asset()).not.toHaveProperty('room');
	});

	test('nobody else decides, and nobody but the server says how it went', async () => {
		const command = await lostEdit();
		const id = quarantineId(command);
		for (const device of [li, await server.signIn('wang'), await server.signIn('store')])
			expect((await decide(device, 'release', id))?.refusal?.kind).toBe('not-found');
		expect((await decide(desk, 'carryOut', id))?.refusal?.kind).toBe('unknown-command');
	});

	test('the author asks what became of it', async () => {
		const command = await lostEdit();
		const ask = async () => {
			const undecided = [{ seq: command.seq, kind: 'asset', record: 'a-north' }];
			const body = { device: li.id, protocol: 1, undecided };
			const answer = await li.request('POST', '/sync/v1/hello', body);
			return answer.json<{ decided: unknown[] }>().decided;
		};
		expect(await ask()).toEqual([]);
		await decide(desk, 'discard', quarantineId(command), { reason: '重复登记' });
		expect(await ask()).toEqual([{ seq: 1, fate: 'discarded', reason: '重复登记' }]);
	});
});

describe('a crash between the writes', () => {
	test.each(['before the command', 'after it'])('%s: finished at the next start', async (when) => {
		const command = await lostEdit();
		const { store } = server.parts;
		const commit = store.commit.bind(store);
		let left = when === 'after it' ? 2 : 1;
		store.commit = async (entries) => {
			if (left-- > 0) return commit(entries);
			throw new Error('power cut');
		};
		await decide(desk, 'release', quarantineId(command));
		expect(await item(command)).toMatchObject({ state: 'releasing' });
		store.commit = commit;
		server.forgetFaults();
		server.parts.releases.recover();
		await server.parts.releases.settled();
		expect(await item(command)).toMatchObject({ state: 'released' });
		const own = (await asset())?.history.filter((entry) => entry['id'] === `${li.id}:1`);
		expect(own).toHaveLength(1);
	});
});

test('an older edit of his does not set back what he set later', async () => {
	await pulled(li);
	const [first, second] = [
		edit(li, 'a-north', { room: 'first' }),
		edit(li, 'a-north', { room: 'second' }),
	];
	await server.dispatch('order-1', 'wang', 'overload');
	expect(outcomes(await li.push(first))).toEqual(['quarantined']);
	await server.dispatch('order-1', 'li', 'overload');
	expect(outcomes(await li.push(second))).toEqual(['applied']);
	await decide(desk, 'release', quarantineId(first));
	expect(await asset()).toMatchObject({ room: 'second' });
	expect(await item(first)).toMatchObject({
		state: 'open',
		lastRefusal: { refusal: { kind: 'conflict', fields: ['room'] } },
	});
});

test('released and held in the order, its author is told what the desk says there', async () => {
	await pulled(li);
	await server.must('user.edit@1', 'u-li', { set: { disabled: true } });
	const accepting = li.command('workOrder.accept@1', 'order-1');
	await li.push(accepting);
	await server.dispatch('order-1', 'wang', 'overload');
	await decide(desk, 'release', quarantineId(accepting));
	expect(await item(accepting)).toMatchObject({ state: 'released', outcome: 'held' });
	const ask = async () => {
		const undecided = [{ seq: accepting.seq, kind: 'workOrder', record: 'order-1' }];
		const body = { device: li.id, protocol: 1, undecided };
		const answer = await li.request('POST', '/sync/v1/hello', body);
		return answer.json<{ decided: unknown[] }>().decided;
	};
	expect(await ask()).toEqual([]);
	const order = await server.administration.get('workOrder', 'order-1');
	const heldId = order?.held[0]?.id;
	const [done] = await desk.push(
		desk.command('workOrder.discardHeld@1', 'order-1', { heldId, reason: '重复' }),
	);
	expect(done?.outcome).toBe('applied');
	expect(await ask()).toEqual([{ seq: accepting.seq, fate: 'discarded', reason: '重复' }]);
});

test('a fault while it is carried out: the next try finishes it', async () => {
	const command = await lostEdit();
	const { store, releases } = server.parts;
	const commit = store.commit.bind(store);
	let left = 1;
	store.commit = async (entries) => {
		if (left-- === 0) throw new Error('disk full for a second');
		return commit(entries);
	};
	const faults: number[] = [];
	releases.onFault((inARow) => {
		faults.push(inARow);
		if (inARow < 3) releases.recover();
	});
	await decide(desk, 'release', quarantineId(command));
	expect(faults).toEqual([1]);
	expect(await item(command)).toMatchObject({ state: 'released' });
	expect(await asset()).toMatchObject({ room: '3F' });
	server.forgetFaults();
});

describe('a disabled user', () => {
	beforeEach(async () => {
		await pulled(li);
		await server.must('user.edit@1', 'u-li', { set: { disabled: true } });
	});

	test('is given nothing and told why', async () => {
		for (const [method, url, body] of [
			['POST', '/sync/v1/pull', { device: li.id }],
			['POST', '/sync/v1/lookup', { kind: 'asset', text: 'TAG' }],
			['POST', '/sync/v1/claim', { record: 'order-1' }],
			['GET', '/sync/v1/stream', undefined],
			['GET', `/sync/v1/blobs/${'0'.repeat(64)}?record=order-1`, undefined],
			['GET', '/session', undefined],
		] as const) {
			const answer = await li.request(method, url, body);
			expect([answer.statusCode, answer.json()], url).toEqual([
				403,
				{ error: { kind: 'user-disabled' } },
			]);
		}
		expect((await server.app.inject({ method: 'GET', url: '/session' })).statusCode).toBe(401);
	});

	test('hands in all that is unsent; whether there is such a record is not told', async () => {
		const hello = await li.request('POST', '/sync/v1/hello', { device: li.id, protocol: 1 });
		expect(hello.json()).toMatchObject({ disabled: true });
		const commands = [
			li.command('workOrder.note@1', 'order-1', { text: 'done before I left' }),
			edit(li, 'a-south', { room: 'x' }),
			edit(li, 'no-such-asset', { room: 'x' }),
		];
		const results = await li.push(...commands);
		expect(results).toEqual(
			commands.map(({ seq }) => ({
				seq,
				outcome: 'quarantined',
				refusal: { kind: 'user-disabled' },
			})),
		);
		const [note] = commands;
		if (!note) throw new Error('no note');
		await decide(desk, 'release', quarantineId(note));
		const order = await server.administration.get('workOrder', 'order-1');
		expect(order?.notes).toMatchObject([{ text: 'done before I left', by: 'u-li' }]);
	});

	test('enabled again, he works on', async () => {
		await server.must('user.edit@1', 'u-li', { set: { disabled: false } });
		expect((await li.pull()).records.some(({ id }) => id === 'order-1')).toBe(true);
		const note = li.command('workOrder.note@1', 'order-1', { text: 'back' });
		expect(outcomes(await li.push(note))).toEqual(['applied']);
	});

	test('signs out', async () => {
		expect((await li.request('DELETE', '/session')).statusCode).toBe(204);
		expect((await li.request('POST', '/sync/v1/hello', { device: li.id })).statusCode).toBe(401);
	});

	test('what only an administrator keeps is released by an administrator only', async () => {
		const boss = await server.signIn('boss');
		await server.must('user.edit@1', 'u-li', { set: { disabled: false, roles: ['admin'] } });
		li = await server.signIn('li');
		const command = li.command('user.edit@1', 'u-wang', { set: { roles: ['admin'] } });
		command.seq = 99;
		await server.must('user.edit@1', 'u-li', { set: { disabled: true } });
		await li.push(command);
		const id = quarantineId(command);
		expect((await decide(desk, 'release', id))?.refusal?.kind).toBe('not-allowed');
		expect((await decide(boss, 'release', id))?.outcome).toBe('applied');
		expect((await server.administration.get('user', 'u-wang'))?.roles).toEqual(['admin']);
	});

	test('hands in no decision of the desk: an administrator’s would make administrators', async () => {
		await server.must('user.edit@1', 'u-li', { set: { disabled: false, roles: ['admin'] } });
		await server.must('user.edit@1', 'u-li', { set: { disabled: true } });
		const command = li.command('user.edit@1', 'u-wang', { set: { roles: ['admin'] } });
		const release = li.command('quarantine.release@1', quarantineId(command));
		expect(outcomes(await li.push(command, release))).toEqual(['quarantined', 'rejected']);
		expect(await item(release)).toBeUndefined();
		await decide(desk, 'release', quarantineId(release));
		expect((await server.administration.get('user', 'u-wang'))?.roles).toEqual(['engineer']);
		expect(await item(command)).toMatchObject({ state: 'open' });
	});

	test('his released command takes no id of a record of another kind', async () => {
		const command = li.command('asset.register@1', 'order-1', { set: { tag: 'X', name: 'PC' } });
		await li.push(command);
		await decide(desk, 'release', quarantineId(command));
		expect(await item(command)).toMatchObject({
			state: 'open',
			lastRefusal: { refusal: { kind: 'not-found' } },
		});
		expect(await server.administration.get('asset', 'order-1')).toBeUndefined();
	});

	test('his released command opens no place he did not know', async () => {
		const args = { ...orderArgs('south'), channel: 'walk_up' };
		const command = li.command('workOrder.createOnSite@1', 'order-x', args);
		await li.push(command);
		await decide(desk, 'release', quarantineId(command));
		const order = await server.administration.get('workOrder', 'order-x');
		expect(order).toMatchObject({ unconfirmedPlace: true });
		await server.must('user.edit@1', 'u-li', { set: { disabled: false } });
		const seen = (await li.pull()).records.map(({ id }) => id);
		expect(seen).toContain('order-x');
		expect(seen.filter((id) => id.endsWith('-south'))).toEqual([]);
	});

	test('floods no desk: what nobody can carry out is refused, and not kept', async () => {
		const strange = li.command('workOrder.nonsense@9', 'no-such', {});
		const unreadable = li.command('workOrder.note@1', 'order-1', { text: 7 });
		const text = 'A'.repeat(quarantinedBytesMax);
		const large = li.command('workOrder.note@1', 'order-1', { text: 'x', more: text });
		const results = await li.push(strange, unreadable, large);
		expect(results.map(({ refusal }) => refusal?.kind)).toEqual([
			'unknown-command',
			'bad-input',
			'too-large',
		]);
		for (const command of [strange, unreadable, large]) expect(await item(command)).toBeUndefined();
	});

	test('what is more than the desk can look through comes later', async () => {
		const note = () => li.command('workOrder.note@1', 'order-1', { text: 'x' });
		const commands = Array.from({ length: openItemsPerAuthorMax + 1 }, note);
		const results = [
			...(await li.push(...commands.slice(0, 200))),
			...(await li.push(...commands.slice(200))),
		];
		expect(new Set(outcomes(results.slice(0, -1)))).toEqual(new Set(['quarantined']));
		const rest = commands.slice(-1);
		const later = { outcome: 'later', refusal: { kind: 'desk-full' } };
		expect(results.at(-1)).toMatchObject(later);
		expect((await li.push(...rest))[0]).toMatchObject(later);
		const [first] = commands;
		if (first) await decide(desk, 'discard', quarantineId(first), { reason: 'x' });
		expect(outcomes(await li.push(...rest))).toEqual(['quarantined']);
	});
});
