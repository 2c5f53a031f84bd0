import { describe, expect, test } from 'vitest';
import { grantsOf } from '../access/grants.ts';
import { channelsOf } from '../access/channels.ts';
import type { Asset } from '../asset/asset.ts';
import type { Actor } from '../command.ts';
import { actor, people, signedStrokes } from '../work-order/order-world.ts';
import {
	auditor,
	AuditWorld,
	campaignId,
	colleague,
	dispatcher,
	engineer,
	plan,
	supervisor,
	system,
} from './audit-world.ts';
import { floorOf, isExpected } from './campaign.ts';
import { shelfScansMax } from './count.ts';
import { resultOf, totalsOf } from './result.ts';
import { auditMovesFor } from './audit-command.ts';
import { auditMoves, auditStates, type AuditMove } from './states.ts';
import { reviewIdOf, type AuditReview } from './review.ts';

const refusal = (kind: string) => ({ ok: false, refusal: { kind } });
const done = { ok: true };
const result = (world: AuditWorld) => resultOf(world.rooms, world.shelves);
const outcomeOf = (world: AuditWorld, tag: string) =>
	result(world).lines.find(({ line }) => line.tag === tag)?.outcome;
const signature = `${'A'.repeat(86)}==`;
const totals = { expected: 6, found: 0, moved: 0, changed: 0, missing: 6, surplus: 0 };

describe('planning', () => {
	test.each<[string, Actor, object, string]>([
		['by who counts', auditor, {}, 'not-allowed'],
		['a period that ends before it begins', dispatcher, { to: '2026-11-01' }, 'bad-input'],
		['somebody who does not count', dispatcher, { auditors: ['ku'] }, 'assignee-unfit'],
		['somebody unknown', dispatcher, { auditors: ['nobody'] }, 'assignee-unfit'],
		['an approver who made it', people.supervisor, {}, 'assignee-unfit'],
		['an approver who is no supervisor', dispatcher, { approverId: 'guan' }, 'assignee-unfit'],
	])('refuses %s', async (_, by, change, kind) => {
		const world = new AuditWorld();
		const said = await world.campaignDo(by, 'plan', { ...plan, ...change });
		expect(said).toMatchObject(refusal(kind));
	});

	test('is changed until it is opened', async () => {
		const world = new AuditWorld();
		await world.campaignDo(dispatcher, 'plan', plan);
		const set = { ...plan, name: '抽查' };
		expect(await world.campaignDo(dispatcher, 'change', { set })).toMatchObject(done);
		await world.campaignDo(dispatcher, 'open');
		expect(await world.campaignDo(dispatcher, 'change', { set })).toMatchObject(
			refusal('wrong-state'),
		);
		expect(world.campaign.name).toBe('抽查');
	});
});

describe('the table of moves', () => {
	const args: Partial<Record<AuditMove, object>> = {
		change: { set: plan },
		assign: { auditors: plan.auditors },
		freeze: { expected: 1, rooms: 1 },
		countAgain: { assetIds: ['asset-A1'] },
		approve: totals,
		sign: { name: '胡科长', strokes: signedStrokes, sheet: 'b'.repeat(64) },
		sealSnapshot: {
			completion: `dev-${auditor.userId}:9`,
			sha256: 'c'.repeat(64),
			signature,
			json: '{}',
		},
		attachPaper: {
			...{ number: 'D0401-1-S1', version: 1 },
			blob: { sha256: 'a'.repeat(64), type: 'application/pdf', bytes: 9 },
		},
	};
	const givers = { desk: dispatcher, approver: supervisor, holder: auditor, server: system };

	test.each(Object.keys(auditMoves) as AuditMove[])('%s only from its states', async (name) => {
		for (const state of auditStates) {
			const world = await new AuditWorld().opened();
			world.put({ ...world.campaign, state });
			const { from, to, who } = auditMoves[name];
			const said = await world.campaignDo(givers[who], name, args[name]);
			expect(said.ok, `${name} from ${state}`).toBe((from as readonly string[]).includes(state));
			if (said.ok && to !== 'same') expect(world.campaign.state).toBe(to);
		}
	});

	test.each(Object.keys(auditMoves) as AuditMove[])('%s only by its giver', async (name) => {
		const counting = auditMoves[name].who === 'holder' ? [] : [auditor, engineer];
		for (const by of [...counting, people.requester, people.approver]) {
			const world = await new AuditWorld().opened();
			const said = await world.campaignDo(by, name, args[name]);
			expect(said).toMatchObject(refusal('not-allowed'));
			expect(auditMovesFor(world.campaign, by)).toEqual([]);
		}
	});

	test('nobody approves what he made or counted', async () => {
		const world = await new AuditWorld().opened();
		await world.campaignDo(dispatcher, 'reconcile');
		for (const change of [{ createdBy: 'zhou' }, { auditors: ['zhou'] }]) {
			world.put({ ...world.campaign, ...change });
			expect(await world.campaignDo(supervisor, 'approve', totals)).toMatchObject(
				refusal('not-allowed'),
			);
		}
	});
});

describe('the frozen list', () => {
	const asset = { siteId: 's', room: '6F 东护士站', category: '计算机/台式机', state: 'in_use' };
	test.each<[object, object, boolean]>([
		[{}, {}, true],
		[{ siteId: 't' }, {}, false],
		[{ state: 'lost' }, {}, false],
		[{ state: 'retired' }, {}, false],
		[{ state: 'in_repair' }, {}, true],
		[{}, { floors: ['6F'] }, true],
		[{}, { floors: ['B1'] }, false],
		[{}, { rooms: ['6F 东护士站'], categories: ['计算机'] }, true],
		[{}, { categories: ['计算'] }, false],
		[{ department: '心内科' }, { departments: ['心内科'] }, true],
		[{}, { departments: ['心内科'] }, false],
	])('%o in %o: %s', (change, scope, expected) => {
		const machine = { ...asset, ...change } as unknown as Asset;
		expect(isExpected(machine, { siteIds: ['s'], ...scope })).toBe(expected);
	});

	test('reads the floor off a room', () => {
		expect(['6F 东', 'B1 机房', 'B12', '岗亭', 'F6 x'].map(floorOf)).toEqual([
			...['6F', 'B1', 'B12', undefined, undefined],
		]);
	});

	test('is the server’s, once', async () => {
		const world = await new AuditWorld().opened();
		const before = world.campaign.frozen;
		await world.campaignDo(system, 'freeze', { expected: 9, rooms: 9 });
		expect(world.campaign.frozen).toEqual(before);
		const { record, args } = { record: world.rooms[0]!.id, args: { ...world.rooms[0]!, part: 0 } };
		expect(await world.run(dispatcher, 'auditRoom.freeze@1', record, args)).toMatchObject(
			refusal('not-allowed'),
		);
	});
});

describe('scanning', () => {
	test('tells found, other room, changed and unknown apart, by tag or serial, however spelt', async () => {
		const world = await new AuditWorld().opened();
		await world.scan(auditor, 'a1', 'A');
		await world.scan(engineer, 'SN-A2', 'A');
		await world.scan(auditor, 'B1', 'A');
		await world.scan(auditor, 'A3', 'A', { userSeen: '王主任' });
		await world.scan(auditor, 'X-9', 'B', { described: { name: '路由器' } });
		expect(['A1', 'A2', 'B1', 'A3', 'B2'].map((tag) => outcomeOf(world, tag))).toEqual([
			...['found', 'found', 'moved', 'changed', 'missing'],
		]);
		expect(result(world).surplus).toMatchObject([
			{ code: 'X-9', seen: { described: { name: '路由器' } } },
		]);
		expect(totalsOf(result(world))).toEqual({
			...{ expected: 6, found: 2, moved: 1, changed: 1, missing: 2, surplus: 1 },
		});
	});

	test.each([
		['the same user', { userSeen: '刘护士' }, 'found'],
		['a broken seal', { seal: { state: 'broken' } }, 'changed'],
		['a seal of another number', { seal: { state: 'intact', number: 'FT-9' } }, 'changed'],
		['a check that differs', { checks: { licence: 'differs' } }, 'changed'],
		['checks that hold', { checks: { licence: 'ok', manual: 'ok' } }, 'found'],
		['a damaged label', { labelDamaged: true }, 'changed'],
		['another serial', { changes: { serial: 'SN-NEW' } }, 'changed'],
	])('%s', async (_, more, outcome) => {
		const world = await new AuditWorld().opened();
		await world.scan(auditor, 'A1', 'A', more);
		expect(outcomeOf(world, 'A1')).toBe(outcome);
	});

	test('a machine scanned by everybody is counted once, and a scan is taken back by its author', async () => {
		const world = await new AuditWorld().opened();
		for (const by of [auditor, engineer, colleague, auditor]) await world.scan(by, 'A1', 'A');
		expect(totalsOf(result(world))).toMatchObject({ found: 1, missing: 5 });
		for (const shelf of world.shelves)
			for (const { id, by } of shelf.scans) {
				const retract = (who: Actor) =>
					world.run(who, 'auditCount.retract@1', shelf.id, { factId: id });
				const other = by === auditor.userId ? engineer : auditor;
				expect(await retract(other)).toMatchObject(refusal('not-allowed'));
				const author = [auditor, engineer, colleague].find(({ userId }) => userId === by)!;
				expect(await retract(author)).toMatchObject({ ok: true, value: { changed: true } });
				expect(await retract(author)).toMatchObject({ ok: true, value: { changed: false } });
			}
		expect(outcomeOf(world, 'A1')).toBe('missing');
	});

	test('who is not named, before the list stands, or on another shelf: refused', async () => {
		const world = await new AuditWorld().opened();
		const outsider = actor('fremd', ['auditor']);
		expect(await world.scan(outsider, 'A1', 'A')).toMatchObject(refusal('not-allowed'));
		const args = { campaignId, code: 'A1', how: 'typed', siteId: 'site-1', room: 'A' };
		for (const shelf of ['audit-1.c9', 'audit-2.c0'])
			expect(await world.run(auditor, 'auditCount.scan@1', shelf, args)).toMatchObject(
				refusal('bad-input'),
			);
		const { frozen: _, ...unfrozen } = world.campaign;
		world.put(unfrozen);
		expect(await world.scan(auditor, 'A1', 'A')).toMatchObject(refusal('wrong-state'));
	});

	test('a shelf has an end', async () => {
		const world = await new AuditWorld().opened();
		await world.scan(auditor, 'A1', 'A');
		const [shelf] = world.shelves;
		world.put({ ...shelf!, scans: Array.from({ length: shelfScansMax }, () => shelf!.scans[0]!) });
		expect(await world.scan(auditor, 'A1', 'A')).toMatchObject(refusal('too-many'));
	});

	test('what comes after the approval is kept, marked, and no part of the result', async () => {
		const world = await new AuditWorld().opened();
		world.put({ ...world.campaign, state: 'approved' });
		expect(await world.scan(auditor, 'A1', 'A')).toMatchObject(done);
		expect(world.shelves.flatMap(({ scans }) => scans)).toMatchObject([{ late: true }]);
		expect(outcomeOf(world, 'A1')).toBe('missing');
	});

	test('things without a tag are counted by room; the last count holds', async () => {
		const world = await new AuditWorld().opened();
		const count = (by: Actor, room: string, quantity: number) =>
			world.run(by, 'auditCount.bulk@1', world.shelfOfItem(room, '网线'), {
				...{ campaignId, siteId: 'site-1', room, item: '网线', quantity },
			});
		await count(auditor, 'A', 12);
		await count(engineer, 'A', 11);
		await count(engineer, 'B', 3);
		expect(result(world).bulk.map(({ room, quantity }) => [room, quantity])).toEqual([
			...[
				['A', 11],
				['B', 3],
			],
		]);
	});
});

describe('approval', () => {
	async function approved(adjustments: object[]): Promise<AuditWorld> {
		const world = await new AuditWorld().opened();
		const set = { tag: 'A1', name: '主机', siteId: 'site-1', room: 'A' };
		await world.run(people.admin, 'asset.register@1', 'asset-A1', { set });
		await world.campaignDo(dispatcher, 'reconcile');
		await world.campaignDo(supervisor, 'approve', totals);
		const record = reviewIdOf(campaignId);
		const args = { campaignId, adjustments };
		expect(await world.run(supervisor, 'auditReview.approve@1', record, args)).toMatchObject(done);
		return world;
	}
	const adjust = (world: AuditWorld, by: Actor, id: string, args: object, base?: object) =>
		world.run(by, 'asset.adjust@1', id, { campaignId, ...args }, base && { ...base });
	const asset = (world: AuditWorld, id = 'asset-A1') => world.get('asset', id) as Asset;

	test('marks lost, with the campaign as the reason, once; seen again it is in use', async () => {
		const world = await approved([]);
		const lost = { as: 'lost', set: {} };
		for (const _ of [1, 2]) await adjust(world, supervisor, 'asset-A1', lost);
		expect(asset(world)).toMatchObject({ state: 'lost', moves: [{ reason: plan.name }] });
		const back = { as: 'moved', set: { room: 'B' } };
		await adjust(world, supervisor, 'asset-A1', back, { room: 'A' });
		expect(asset(world)).toMatchObject({ state: 'in_use', room: 'B' });
	});

	test('a field changed since the list was frozen opens a conflict', async () => {
		const world = await approved([]);
		const args = { as: 'moved', set: { room: 'B' } };
		await adjust(world, supervisor, 'asset-A1', args, { room: 'before' });
		expect(asset(world)).toMatchObject({ room: 'A', conflicts: [{ fields: [{ mine: 'B' }] }] });
	});

	test('takes surplus into the register, and the seal as seen', async () => {
		const world = await approved([]);
		const set = { tag: 'X-9', name: '路由器', room: 'B' };
		for (const _ of [1, 2]) await adjust(world, supervisor, 'asset-x', { as: 'registered', set });
		expect(asset(world, 'asset-x')).toMatchObject({ tag: 'X-9', state: 'in_use' });
		const corrected = { as: 'corrected', set: {}, seal: { state: 'broken' } };
		await adjust(world, supervisor, 'asset-A1', corrected);
		expect(asset(world).seal).toMatchObject({ state: 'broken', checkedBy: supervisor.userId });
	});

	test('is its approver’s alone, and what it changes is applied before it closes', async () => {
		const one = { assetId: 'asset-A1', as: 'lost', set: {} };
		const world = await approved([one]);
		expect(await adjust(world, dispatcher, 'asset-A1', one)).toMatchObject(refusal('not-allowed'));
		const record = reviewIdOf(campaignId);
		expect(await world.campaignDo(dispatcher, 'close')).toMatchObject(refusal('wrong-state'));
		const said = { applied: 1, refused: [] };
		expect(await world.run(dispatcher, 'auditReview.progress@1', record, said)).toMatchObject(
			refusal('not-allowed'),
		);
		await world.run(system, 'auditReview.progress@1', record, said);
		expect((world.get('auditReview', record) as AuditReview).state).toBe('applied');
		expect(await world.campaignDo(dispatcher, 'close')).toMatchObject(done);
	});
});

test('who is named holds the campaign, its list and its scans; what the desk knows only the desk', async () => {
	const world = await new AuditWorld().opened();
	await world.scan(auditor, 'A1', 'A');
	const args = { campaignId, links: [], linkedFor: world.now };
	const reviewId = reviewIdOf(campaignId);
	await world.run(system, 'auditReview.link@1', reviewId, args);
	const review = world.get('auditReview', reviewId)!;
	const held = (by: Actor, audits: string[]) => {
		const grants = new Set(grantsOf(by, [], audits));
		const all = [world.campaign, world.rooms[0]!, world.shelves[0]!, review];
		return all
			.filter((record) => channelsOf(record).some((channel) => grants.has(channel)))
			.map(({ kind }) => kind);
	};
	const counted = ['auditCampaign', 'auditRoom', 'auditCount'];
	expect(held(auditor, [campaignId])).toEqual(counted);
	expect(held(auditor, [])).toEqual([]);
	expect(held(supervisor, [campaignId])).toEqual([...counted, 'auditReview']);
	expect(held(people.admin, [])).toEqual(['auditCampaign']);
	expect(held(people.approver, [campaignId])).toEqual([]);
});
