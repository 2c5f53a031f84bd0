import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { quarantineId } from '#domain/quarantine/quarantine.ts';
import type { Command } from '#domain/command.ts';
import { LostWork, outcomes } from '#server/testing/lost-work.ts';
import type { TestDevice, TestServer } from '#server/testing/test-server.ts';

/** What the desk decides of work that was kept for it (design.md section 1). */
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
		const ask = () => work.fateOf(command);
		expect(await ask()).toEqual([]);
		await decide(desk, 'discard', quarantineId(command), { reason: '重复登记' });
		expect(await ask()).toEqual([{ seq: 1, fate: 'discarded', reason: '重复登记' }]);
	});
});

describe('order per device and record', () => {
	/** Two edits of Li's, one after the other, both kept for the desk. */
	async function twoEdits(): Promise<[Command, Command]> {
		await pulled(li);
		const both: [Command, Command] = [
			edit(li, 'a-north', { room: '1F' }),
			edit(li, 'a-north', { room: '2F' }),
		];
		await server.dispatch('order-1', 'wang', 'overload');
		for (const one of both) await work.mustBeKept(one);
		return both;
	}

	test('a later one is not released before an earlier one that nobody has looked at', async () => {
		const [first, second] = await twoEdits();
		expect((await decide(desk, 'release', quarantineId(second)))?.refusal?.kind).toBe(
			'earlier-first',
		);
		expect(await item(second)).toMatchObject({ state: 'open', attempts: 0 });
		const releases = [first, second].map((one) =>
			desk.command('quarantine.release@1', quarantineId(one)),
		);
		await desk.push(...releases);
		await server.parts.releases.settled();
		expect(await asset()).toMatchObject({ room: '2F' });
		expect((await asset())?.history.slice(-2).map(({ id }) => id)).toEqual(
			[first, second].map(({ seq }) => `${li.id}:${seq}`),
		);
	});

	test('one let go of, or refused by the record, holds nothing up', async () => {
		const [first, second] = await twoEdits();
		await decide(desk, 'discard', quarantineId(first), { reason: '重复' });
		expect((await decide(desk, 'release', quarantineId(second)))?.outcome).toBe('applied');
		expect(await asset()).toMatchObject({ room: '2F' });
	});

	test('what a crash left is carried out in order', async () => {
		const [first, second] = await twoEdits();
		const { store, releases } = server.parts;
		const ids = [first, second].map(quarantineId);
		const commit = store.commit.bind(store);
		let left = 1;
		store.commit = async (entries) => {
			if (left-- > 0) return commit(entries);
			throw new Error('power cut');
		};
		await desk.push(...ids.map((id) => desk.command('quarantine.release@1', id)));
		await releases.settled();
		store.commit = commit;
		server.forgetFaults();
		releases.heard({ kind: 'quarantine', id: quarantineId(second) });
		await releases.settled();
		expect(await item(first)).toMatchObject({ state: 'released' });
		expect(await asset()).toMatchObject({ room: '2F' });
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
	const ask = () => work.fateOf(accepting);
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
