import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { quarantineId } from '#domain/quarantine/quarantine.ts';
import type { Command } from '#domain/command.ts';
import { LostWork, outcomes } from '#server/testing/lost-work.ts';
import { orderArgs, type TestDevice, type TestServer } from '#server/testing/test-server.ts';
import { openItemsPerAuthorMax, quarantinedBytesMax } from './desk-limits.ts';

/** Unsent work of who may do nothing any more (design.md section 5, statement 9). */
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
const item = (command: Command) => work.item(command);
const decide: LostWork['decide'] = (device, name, id, args) => work.decide(device, name, id, args);

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
