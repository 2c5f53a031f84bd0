import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { channelsOf, deskAwayChannel, deskConflictsChannel } from '../access/channels.ts';
import { grantsOf } from '../access/grants.ts';
import { actor, OrderWorld, people } from '../work-order/order-world.ts';
import type { Asset } from './asset.ts';
import { assetStates, awayOf, isOverdue, type AssetState } from './life-cycle.ts';
import { openRetirement } from './retirement.ts';

const { admin, engineer, storekeeper, supervisor, dispatcher, auditor, requester } = people;
const id = 'asset-1';
const set = { tag: 'ZC-1', name: '笔记本', siteId: 'site-1' };
let world: OrderWorld;

const asset = () => world.get('asset', id) as Asset;
const run = (name: string, args: object = {}, by: typeof admin = storekeeper) =>
	world.run(by, `asset.${name}@1`, id, { ...args });
const last = () => asset().moves.at(-1);

async function begin(state: AssetState): Promise<void> {
	world = new OrderWorld();
	await world.run(admin, 'asset.import@1', id, { set, state });
}

beforeEach(() => begin('in_use'));

describe('the life of an asset', () => {
	test('what was ordered enters the stock by a check that was passed', async () => {
		await begin('ordered');
		expect(await run('move', { to: 'in_stock' })).toMatchObject({
			refusal: { kind: 'wrong-state' },
		});
		expect(await run('receive', { check: 'failed' })).toMatchObject({
			refusal: { kind: 'reason-missing' },
		});
		await run('receive', { check: 'failed', reason: '屏幕有划痕' });
		expect(asset()).toMatchObject({ state: 'ordered' });
		expect(last()).toMatchObject({ from: 'ordered', to: 'ordered', reason: '屏幕有划痕' });
		await run('receive', { check: 'passed', serial: 'SN-9', form: 'HT-1' });
		expect(asset()).toMatchObject({ state: 'in_stock', serial: 'SN-9' });
		expect(last()).toMatchObject({ check: 'passed', form: 'HT-1', by: 'ku' });
	});

	test('handed out to somebody responsible, and taken in again without him', async () => {
		await begin('in_stock');
		expect(await run('handOut', {})).toMatchObject({ refusal: { kind: 'bad-input' } });
		await run('handOut', { responsible: '王主任', user: '刘护士', room: '6F', askedBy: '护理部' });
		expect(asset()).toMatchObject({ state: 'in_use', responsible: { name: '王主任' }, room: '6F' });
		expect(last()).toMatchObject({ with: '王主任', askedBy: '护理部' });
		expect(asset().history.at(-1)?.changes).toContainEqual(
			expect.objectContaining({ field: 'responsible', from: null, to: '王主任' }),
		);
		await run('takeIn', { room: '库房' });
		expect(asset()).toMatchObject({ state: 'in_stock', room: '库房' });
		expect(asset()).not.toHaveProperty('responsible');
		expect(last()).toMatchObject({ with: '王主任' });
	});

	test('lent until a day, later until another, and back to where it was', async () => {
		await run('sendOut', { as: 'on_loan', with: '门诊部', backBy: '2026-12-01', reason: '培训' });
		expect(awayOf(asset())).toMatchObject({ home: 'in_use', with: '门诊部', backBy: '2026-12-01' });
		expect(isOverdue(asset(), '2026-12-01')).toBe(false);
		expect(isOverdue(asset(), '2026-12-02')).toBe(true);
		await run('postpone', { backBy: '2026-12-08' });
		expect(awayOf(asset())).toMatchObject({ with: '门诊部', backBy: '2026-12-08' });
		await run('sendOut', { as: 'in_repair', with: '恒通维修', backBy: '2026-12-20' });
		expect(awayOf(asset())).toMatchObject({ home: 'in_use', with: '恒通维修' });
		await run('takeBack', { reason: '已修好' });
		expect(asset().state).toBe('in_use');
		expect(asset().moves.map(({ to }) => to)).toEqual([
			'on_loan',
			'on_loan',
			'in_repair',
			'in_use',
		]);
	});

	test('what an older app lent has no date, and comes back all the same', async () => {
		await begin('on_loan');
		expect(awayOf(asset())).toEqual({ home: 'in_stock' });
		await run('takeBack');
		expect(asset().state).toBe('in_stock');
	});

	test('the desk and who lent it hold it while it is away', async () => {
		await run('sendOut', { as: 'on_loan', with: '门诊部', backBy: '2026-12-01' }, engineer);
		expect(channelsOf(asset())).toEqual(expect.arrayContaining([deskAwayChannel, 'author:chen']));
		const holds = (who: typeof admin) => grantsOf(who, []).includes(deskAwayChannel);
		expect([dispatcher, supervisor, admin].every((who) => holds(who as never))).toBe(true);
		expect([engineer, auditor, requester].some((who) => holds(who as never))).toBe(false);
		await run('takeBack');
		expect(channelsOf(asset())).not.toContain(deskAwayChannel);
	});

	test('is moved by its own people only', async () => {
		for (const by of [auditor, requester, supervisor])
			expect(await run('takeIn', {}, by as never)).toMatchObject({
				refusal: { kind: 'not-allowed' },
			});
	});
});

describe('retiring', () => {
	const second = actor('li', ['supervisor']);
	const request = () => openRetirement(asset());
	const decide = (as: string, by: object, more: object = {}) =>
		run('decideRetire', { requestId: request()?.id, as, ...more }, by as never);

	test('is asked for with a reason and approved by another', async () => {
		expect(await run('askRetire')).toMatchObject({ refusal: { kind: 'reason-missing' } });
		await run('askRetire', { reason: '主板烧毁', form: 'D0302-1' });
		expect(channelsOf(asset())).toContain(deskConflictsChannel);
		for (const by of [storekeeper, dispatcher, admin])
			expect(await decide('approved', by)).toMatchObject({ refusal: { kind: 'not-allowed' } });
		await decide('approved', supervisor);
		expect(asset().state).toBe('retired');
		expect(last()).toMatchObject({ by: 'ku', approvedBy: 'zhou', form: 'D0302-1' });
		expect(channelsOf(asset())).not.toContain(deskConflictsChannel);
	});

	test('a supervisor does not approve what he asked for, also not by an older app', async () => {
		await run('move', { to: 'retired', reason: '太旧' }, supervisor);
		expect(asset().state).toBe('in_use');
		expect(await decide('approved', supervisor)).toMatchObject({ ok: false });
		await decide('approved', second);
		expect(asset().state).toBe('retired');
		expect(await run('askRetire', { reason: 'x' })).toMatchObject({
			refusal: { kind: 'wrong-state' },
		});
	});

	test('is rejected with a reason, or withdrawn by who asked; decided once', async () => {
		await run('askRetire', { reason: '太旧' });
		const requestId = request()?.id;
		expect(await decide('rejected', supervisor)).toMatchObject({
			refusal: { kind: 'reason-missing' },
		});
		await decide('rejected', supervisor, { reason: '还能用' });
		expect(request()).toBeUndefined();
		await run('decideRetire', { requestId, as: 'approved' }, second);
		expect(asset().state).toBe('in_use');
		await run('askRetire', { reason: '又坏了' });
		expect(await decide('withdrawn', supervisor)).toMatchObject({ ok: false });
		await decide('withdrawn', storekeeper);
		expect(asset().retirements?.map(({ decided }) => decided?.as)).toEqual([
			'rejected',
			'withdrawn',
		]);
	});
});

const by = fc.constantFrom(...Object.values(people), actor('li', ['supervisor', 'storekeeper']));
const step = fc.oneof(
	fc.record({ name: fc.constant('move'), to: fc.constantFrom(...assetStates) }),
	fc.record({ name: fc.constant('receive'), check: fc.constantFrom('passed', 'failed') }),
	fc.record({ name: fc.constant('handOut'), responsible: fc.constantFrom('王', '李') }),
	fc.record({ name: fc.constantFrom('takeIn', 'takeBack') }),
	fc.record({
		name: fc.constant('sendOut'),
		as: fc.constantFrom('on_loan', 'in_repair'),
		with: fc.constant('科室'),
		backBy: fc.constantFrom('2026-12-01', '2027-01-01'),
	}),
	fc.record({ name: fc.constant('postpone'), backBy: fc.constantFrom('2026-12-02', '2027-02-01') }),
	fc.record({ name: fc.constant('askRetire') }),
	fc.record({
		name: fc.constant('decideRetire'),
		as: fc.constantFrom('approved', 'rejected', 'withdrawn'),
	}),
);

/** Written down apart from the table: from where each state may be reached. */
const comesFrom: Record<AssetState, AssetState[]> = {
	ordered: ['ordered'],
	in_stock: ['ordered', 'in_use', 'on_loan', 'in_repair', 'lost'],
	in_use: ['in_stock', 'on_loan', 'in_repair', 'lost'],
	on_loan: ['on_loan', 'in_stock', 'in_use', 'in_repair'],
	in_repair: ['in_repair', 'in_stock', 'in_use', 'on_loan'],
	lost: ['in_stock', 'in_use', 'on_loan'],
	retired: [...assetStates].filter((state) => state !== 'retired'),
};

test('no sequence of commands by anybody reaches a forbidden state or changes an entry', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.constantFrom(...assetStates),
			fc.array(fc.tuple(step, by), { maxLength: 25 }),
			async (first, steps) => {
				await begin(first);
				for (const [{ name, ...args }, who] of steps) {
					const before = asset();
					const requestId = before.retirements?.at(-1)?.id ?? 'none';
					const more = name === 'decideRetire' ? { requestId } : {};
					await run(name, { reason: '原因', ...more, ...args }, who);
					checkEntries(before, asset(), first);
				}
			},
		),
		{ numRuns: 150 },
	);
});

function checkEntries(before: Asset, after: Asset, first: AssetState): void {
	expect(after.moves.slice(0, before.moves.length)).toEqual(before.moves);
	expect(after.moves.length - before.moves.length).toBeLessThanOrEqual(1);
	expect(after.state).toBe(after.moves.at(-1)?.to ?? first);
	const entry = after.moves[before.moves.length];
	if (!entry) return;
	expect(entry.from).toBe(before.state);
	expect(comesFrom[after.state]).toContain(before.state);
	if (before.state === 'ordered' && after.state === 'in_stock') expect(entry.check).toBe('passed');
	if (after.state !== 'retired') return;
	expect(entry.approvedBy).toBeDefined();
	expect(entry.approvedBy).not.toBe(entry.by);
}
