/** What a person at a device may do next, from what he sees there. */
import { createHash } from 'node:crypto';
import type { RecordOf } from '#domain/record-schemas.ts';
import { openStates } from '#domain/work-order/states.ts';
import type { CommandDraft } from '#store/execute.ts';
import { nextName, order, type Doing } from './draft.ts';
import { aboutMachines, withMachines } from './machine-drafts.ts';
import { engineers, secretOf } from './people.ts';
import type { Seeded } from '../fixtures/seeded.ts';
import { assets, customers, sites } from './setting.ts';
import { inStore, withParts } from './stock-drafts.ts';
import { poison, type Device } from './world/device.ts';

type Order = RecordOf<'workOrder'>;

export function nextDoing(device: Device, chance: Seeded): Doing | undefined {
	const { roles } = device.person;
	const asDesk =
		roles.includes('dispatcher') && (!roles.includes('engineer') || chance.chance(0.5));
	if (asDesk) return atDesk(device, chance);
	if (roles.includes('storekeeper') && chance.chance(0.4)) return inStore(device, chance);
	if (roles.includes('engineer')) return inField(device, chance);
	if (roles.includes('requester')) return asRequester(device, chance);
	return undefined;
}

function create(chance: Seeded, more: object = {}): Doing {
	const id = nextName('order');
	const siteId = chance.pick(sites);
	const asset = chance.pick(assets);
	const args = {
		...{ orderKind: 'fault', channel: 'phone', requester: { name: 'x' } },
		customerId: customers[sites.indexOf(siteId) % customers.length] ?? 'c-1',
		...{ siteId, summary: id, symptom: secretOf('workOrder', id), impact: 'low', urgency: 'high' },
		lines: [{ asset: { id: asset, tag: asset } }],
		...more,
	};
	return { drafts: [order('create', id, args)] };
}

function atDesk(device: Device, chance: Seeded): Doing | undefined {
	const orders = device.seen('workOrder');
	if (orders.length === 0 || chance.chance(orders.length < 8 ? 0.35 : 0.08)) return create(chance);
	const picked = chance.pick(orders);
	const { id, state, assigneeId } = picked;
	const to = { assigneeId: chance.pick(engineers).id };
	const why = assigneeId !== undefined || state === 'returned' ? { reason: 'overload' } : {};
	// Another desk may have decided what this one still sees as open.
	const isStale = chance.chance(0.3);
	const waiting = picked.held.filter((entry) => isStale || (!entry.accepted && !entry.retracted));
	if (waiting.length > 0 && chance.chance(0.5)) {
		const heldId = chance.pick(waiting).id;
		const settled = chance.chance(0.5)
			? order('acceptLate', id, { heldId })
			: order('discardHeld', id, { heldId, reason: 'no' });
		return { drafts: [settled] };
	}
	const machines = chance.chance(0.3) ? aboutMachines(device, chance) : undefined;
	if (machines) return machines;
	const decision = decide(device, picked, chance);
	if (decision && chance.chance(0.4)) return { drafts: [decision] };
	const siteDraft = siteEdit(device, chance);
	const draft = chance.pick([
		...(siteDraft ? [siteDraft] : []),
		order('dispatch', id, { ...to, ...why }),
		order('dispatch', id, { ...to, ...why }),
		order('dispatch', id, { ...to, reason: 'wrong_skill' }),
		order('note', id, { text: nextName('note') }),
		order('note', id, {
			text: chance.chance(0.25) ? `${poison} ${nextName('p')}` : nextName('note'),
		}),
		order('cancel', id, { reason: 'solved itself' }),
		order('revive', id, {}),
		order('close', id, { outcome: 'reached', tries: 1 }),
		order('reopen', id, { reason: 'again' }),
		order('sendBack', id, { missing: 'more' }),
		...picked.lines.slice(0, 1).map((line) => linkAsset(picked, line.id, chance)),
		order('replan', id, { plannedAt: '2026-11-25T02:00:00.000Z', reason: 'later' }),
		edit(picked, chance),
		edit(picked, chance),
	]);
	return { drafts: [draft] };
}

/** What waits for the desk's word: quarantined work, and edits that clashed. */
function decide(device: Device, picked: Order, chance: Seeded): CommandDraft | undefined {
	const isStale = chance.chance(0.3);
	const items = device.seen('quarantine').filter(({ state }) => isStale || state === 'open');
	const clash = picked.conflicts?.find(({ settled }) => !settled);
	if (clash && chance.chance(0.5)) {
		const take = chance.pick(['mine', 'theirs']);
		return order('settleConflict', picked.id, { conflictId: clash.id, take });
	}
	if (items.length === 0) return undefined;
	const { id: record } = chance.pick(items);
	const on = { kind: 'quarantine', record } as const;
	return chance.chance(0.6)
		? { ...on, type: 'quarantine.release@1', args: {} }
		: { ...on, type: 'quarantine.discard@1', args: { reason: 'no' } };
}

function edit({ id, summary, room }: Order, chance: Seeded): CommandDraft {
	const set = chance.chance(0.5) ? { summary: nextName('sum') } : { room: nextName('room') };
	return { ...order('editRequest', id, { set }), base: { summary, room } };
}

function siteEdit(device: Device, chance: Seeded): CommandDraft | undefined {
	const found = device.seen('site');
	if (found.length === 0) return undefined;
	const { id, name } = chance.pick(found);
	const set = { name: nextName(id) };
	return { type: 'site.edit@1', kind: 'site', record: id, args: { set }, base: { name } };
}

function inField(device: Device, chance: Seeded): Doing | undefined {
	const own = device.person.id;
	const open: readonly string[] = openStates;
	const all = device.seen('workOrder');
	const mine = all.filter((each) => each.assigneeId === own && open.includes(each.state));
	if (mine.length === 0 || chance.chance(0.06)) return walkUp(device, chance);
	const picked = chance.pick(chance.chance(0.95) ? mine : all);
	if (chance.chance(0.06)) return photo(picked.id);
	const besides = chance.chance(0.35) ? besidesWork(picked, device, chance) : undefined;
	if (besides) return besides;
	return chance.chance(0.75) ? nextStep(picked, chance) : anyFact(picked, device, chance);
}

/** What is told on more than one record. */
export function besidesWork(picked: Order, device: Device, chance: Seeded): Doing | undefined {
	return chance.chance(0.4)
		? withParts(picked, device, chance)
		: withMachines(picked, device, chance);
}

/** What his screen would offer. */
function nextStep(picked: Order, chance: Seeded): Doing {
	const { id, state, lines } = picked;
	const lineId = chance.pick(lines).id;
	const steps: Record<string, () => CommandDraft[]> = {
		dispatched: () => [order(chance.chance(0.9) ? 'accept' : 'return', id, { reason: 'no' })],
		accepted: () => [order(chance.chance(0.5) ? 'depart' : 'arrive', id)],
		en_route: () => [
			chance.chance(0.85)
				? order('arrive', id)
				: order('noAccess', id, { evidence: { kind: 'call', text: 'rang' } }),
		],
		on_site: () => onSite(picked, lineId, chance),
		suspended: () => [order('resume', id, { to: 'on_site' })],
	};
	const drafts = steps[state]?.() ?? [order('note', id, { text: nextName('note') })];
	return { drafts: drafts.map(withoutReason) };
}

function withoutReason(draft: CommandDraft): CommandDraft {
	return draft.type.includes('accept@') ? { ...draft, args: {} } : draft;
}

function onSite({ id, lines }: Order, lineId: string, chance: Seeded): CommandDraft[] {
	const line = lines.find((each) => each.id === lineId);
	const solved = { solution: nextName('solution'), result: 'solved' };
	const base = { solution: line?.solution, result: line?.result };
	const work = { ...order('recordWork', id, { lineId, set: solved }), base };
	const sign = signed(id);
	const complete = order('complete', id, { minutes: 1 + chance.below(90) });
	return chance.pick([
		[work],
		[work],
		[sign],
		[complete],
		[work, sign, complete],
		[order('suspend', id, { reason: 'part' })],
	]);
}

function anyFact(picked: Order, device: Device, chance: Seeded): Doing {
	const { id, lines } = picked;
	const line = chance.pick(lines);
	const drafts: CommandDraft[] = [
		order('note', id, { text: nextName('note') }),
		order('note', id, {
			text: chance.chance(0.25) ? `${poison} ${nextName('p')}` : nextName('note'),
		}),
		order('addTime', id, { minutes: 1 + chance.below(60) }),
		order('addTime', id, { minutes: 1 + chance.below(60) }),
		{
			...order('recordWork', id, { lineId: line.id, set: { cause: nextName('cause') } }),
			base: { cause: line.cause },
		},
		linkAsset(picked, line.id, chance),
		order('addLine', id, { symptom: nextName('line') }),
		order('reportDelay', id, { reason: 'traffic' }),
		order('escalate', id, { to: 'vendor', reason: 'hard' }),
		order('consult', id, { articleId: 'art-1', helped: chance.chance(0.5) }),
	];
	const withdrawal = withdraw(picked, device, chance);
	if (withdrawal) drafts.push(withdrawal, withdrawal);
	if (picked.state === 'on_site') drafts.push(signed(id), signed(id));
	const assetEdit = editAsset(device, chance);
	if (assetEdit) drafts.push(assetEdit, assetEdit);
	return { drafts: [chance.pick(drafts)] };
}

function linkAsset({ id }: Order, lineId: string, chance: Seeded): CommandDraft {
	const asset = chance.pick(assets);
	return order('linkAsset', id, { lineId, asset: { id: asset, tag: asset } });
}

const signed = (id: string): CommandDraft =>
	order('sign', id, { name: 'y', impossible: { reason: 'absent' } });

/** Something of his own, also what he has withdrawn before. */
function withdraw(picked: Order, { person }: Device, chance: Seeded): CommandDraft | undefined {
	const own = (['notes', 'photos', 'times', 'signatures'] as const).flatMap((list) =>
		picked[list].flatMap((fact) => (fact.by === person.id ? [{ list, factId: fact.id }] : [])),
	);
	if (own.length === 0) return undefined;
	return order('retract', picked.id, { ...chance.pick(own), reason: 'no' });
}

/** What anybody may add to an order at any time, whoever else does. */
export function crowded(id: string, { person }: Device, chance: Seeded): CommandDraft[] {
	const times = person.roles.includes('engineer')
		? [order('addTime', id, { minutes: 1 + chance.below(60) })]
		: [];
	return [order('note', id, { text: nextName('note') }), ...times];
}

/** One step of a whole visit, on to its end, with minutes and notes by the way. */
export function visitStep(picked: Order, device: Device, chance: Seeded): CommandDraft {
	const { id, state, lines } = picked;
	const facts = [
		order('note', id, { text: nextName('note') }),
		order('addTime', id, { minutes: 1 + chance.below(60) }),
		order('addTime', id, { minutes: 1 + chance.below(60) }),
	];
	const withdrawal = chance.chance(0.2) && withdraw(picked, device, chance);
	if (withdrawal) return withdrawal;
	if (chance.chance(0.4)) return chance.pick(facts);
	if (state === 'dispatched') return order('accept', id);
	if (state === 'accepted' || state === 'en_route') return order('arrive', id);
	if (state !== 'on_site') return chance.pick(facts);
	const line = lines.find(({ solution, result }) => !solution || result === 'open');
	if (line) {
		const set = { solution: nextName('solution'), result: 'solved' };
		const base = { solution: line.solution, result: line.result };
		return { ...order('recordWork', id, { lineId: line.id, set }), base };
	}
	const isSigned = picked.signatures.some(
		({ by, retracted }) => by === device.person.id && !retracted,
	);
	return chance.chance(isSigned ? 0.7 : 0.2)
		? order('complete', id, { minutes: 1 + chance.below(90) })
		: signed(id);
}

function editAsset(device: Device, chance: Seeded): CommandDraft | undefined {
	const found = device.seen('asset');
	if (found.length === 0) return undefined;
	const { id, room, hostName } = chance.pick(found);
	const set = chance.chance(0.5) ? { room: nextName('room') } : { hostName: nextName('host') };
	return {
		type: 'asset.edit@1',
		kind: 'asset',
		record: id,
		args: { set },
		base: { room, hostName },
	};
}

/** Begins as a JPEG does. */
export function photo(id: string): Doing {
	const bytes = new Uint8Array([0xff, 0xd8, 0xff, ...Buffer.from(nextName('photo'))]);
	const sha256 = createHash('sha256').update(bytes).digest('hex');
	const blob = { sha256, type: 'image/jpeg', bytes: bytes.length } as const;
	return {
		drafts: [order('addPhoto', id, { blob })],
		blobs: [{ sha256, type: 'image/jpeg', data: bytes.buffer, recordId: id }],
	};
}

function walkUp(device: Device, chance: Seeded): Doing {
	const id = nextName('walkup');
	const known = device.seen('site');
	const site = known.length > 0 && chance.chance(0.7) ? chance.pick(known) : undefined;
	const args: CommandDraft['args'] = async ({ nextOfflineNumber }) => ({
		...{ orderKind: 'request', channel: 'walk_up', requester: { name: 'z' } },
		customerId: site?.customerId ?? chance.pick(customers),
		...(site && { siteId: site.id }),
		...{ summary: id, symptom: secretOf('workOrder', id), impact: 'low', urgency: 'low' },
		offlineNumber: await nextOfflineNumber('D0201'),
	});
	return { drafts: [order('createOnSite', id, args)] };
}

function asRequester(device: Device, chance: Seeded): Doing {
	const { id: userId, account, customerId = 'c-1' } = device.person;
	const mine = device.seen('workOrder');
	const requester = { name: account, userId };
	if (mine.length < 2 || chance.chance(0.2))
		return create(chance, { requester, customerId, siteId: 's-1', lines: [] });
	const { id } = chance.pick(mine);
	const draft = chance.pick([
		order('note', id, { text: nextName('note') }),
		order('cancel', id, { reason: 'no' }),
		order('close', id, {}),
		order('rate', id, { stars: 5, solved: true }),
		order('reopen', id, { reason: 'again' }),
	]);
	return { drafts: [draft] };
}
