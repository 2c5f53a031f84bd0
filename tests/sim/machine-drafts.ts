/** What is done to machines and told on more than one record: exchanges, splits, repairs, corrections, finds. */
import { openCorrections } from '#domain/asset/correction.ts';
import type { RecordOf } from '#domain/record-schemas.ts';
import { repairMovesFor } from '#domain/repair/repair-command.ts';
import type { RepairMove } from '#domain/repair/states.ts';
import { linesHere, openLines } from '#domain/work-order/follow-up.ts';
import type { CommandDraft } from '#store/execute.ts';
import { packStrokes } from '#domain/signature/strokes.ts';
import type { Seeded } from '../fixtures/seeded.ts';
import { nextName, order, type Doing } from './draft.ts';
import { secretOf } from './people.ts';
import { together } from './stock-drafts.ts';
import type { Device } from './world/device.ts';

type Order = RecordOf<'workOrder'>;
type Line = Order['lines'][number];

const strokes = packStrokes(
	[Array.from({ length: 6 }, (_, n) => ({ x: 20 + 9 * n, y: 60, time: 10 * n, pressure: 0.5 }))],
	{ width: 300, height: 200 },
);

/** In the field, on somebody's own order. */
export function withMachines(picked: Order, device: Device, chance: Seeded): Doing | undefined {
	const line = chance.pick(picked.lines);
	if (maySplit(picked) && chance.chance(0.5)) return split(picked, chance);
	return chance.pick([
		() => swapPart(picked, line),
		() => swapDevice(picked, line, device, chance),
		() => ({ drafts: [order('addLine', picked.id, { symptom: nextName('line') })] }),
		() => requestRepair(picked, line),
		() => moveRepair(device, chance),
		() => compare(picked, line, device),
		() => find(picked, line),
	])();
}

/** At the desk: repairs, and what waits for its word. */
export function aboutMachines(device: Device, chance: Seeded): Doing | undefined {
	const word = decideAsset(device, chance);
	return word && chance.chance(0.5) ? word : moveRepair(device, chance);
}

const onAsset = (type: string, record: string, args: CommandDraft['args']): CommandDraft => ({
	...{ type: `asset.${type}@1`, kind: 'asset', record, args },
});

function swapPart({ id: orderId }: Order, { id: lineId, asset }: Line): Doing {
	const swap = {
		...{ swapId: nextName('swap'), what: 'part', sort: 'memory' },
		...{ out: { serial: '1' }, in: { serial: '2' }, goes: 'store' },
	};
	const told = order('recordSwap', orderId, { lineId, ...swap });
	return asset?.id
		? together(told, onAsset('swap', asset.id, { orderId, ...swap }))
		: together(told);
}

/** Another machine takes the place of the line's, where both are known. */
function swapDevice(
	{ id: orderId }: Order,
	{ id: lineId, asset }: Line,
	device: Device,
	chance: Seeded,
) {
	const known = device.seen('asset');
	const left = known.find(({ id }) => id === asset?.id);
	const others = known.filter((each) => each !== left);
	if (!left || others.length === 0) return undefined;
	const came = chance.pick(others);
	const swap = {
		...{ swapId: nextName('swap'), what: 'device', sort: 'computer', goes: 'store' },
		...{ out: { assetId: left.id, tag: left.tag }, in: { assetId: came.id, tag: came.tag } },
	};
	return together(
		order('recordSwap', orderId, { lineId, ...swap }),
		...[left, came].map(({ id }) => onAsset('swap', id, { orderId, ...swap })),
	);
}

function maySplit(picked: Order): boolean {
	if (picked.state !== 'on_site') return false;
	return linesHere(picked).length > 1 && openLines(picked).length > 0;
}

/** Open lines go on in an order of their own. */
function split(picked: Order, chance: Seeded): Doing {
	const { id } = picked;
	const open = openLines(picked);
	const going = open.slice(0, Math.max(1, chance.below(linesHere(picked).length)));
	const followUp = nextName('follow');
	let number = '';
	const mark = order('splitOff', id, async ({ nextOfflineNumber }) => {
		number = await nextOfflineNumber('D0201');
		return { lineIds: going.map((line) => line.id), followUp, number };
	});
	const args = () => ({ from: id, offlineNumber: number, reason: 'part' });
	return together(mark, order('createFollowUp', followUp, args));
}

function requestRepair({ id: orderId }: Order, { id: lineId }: Line): Doing {
	const record = nextName('repair');
	const asked = { orderId, lineId, type: 'warranty', vendor: 'maker', urgency: 'low' };
	return together(order('linkRepair', orderId, { repairId: record }), {
		...{ type: 'repair.request@1', kind: 'repair', record },
		args: { ...asked, fault: secretOf('repair', record) },
	});
}

const saidWith: Record<RepairMove, object> = {
	...{ approve: {}, askChange: { reason: 'why' }, refuseVendor: { reason: 'why' } },
	...{ resubmit: { set: { requirement: 'more' } }, addQuote: { vendor: 'v', price: '1' } },
	...{ chooseQuote: { quoteId: 'none', name: 'x' }, handOver: { name: 'x', strokes } },
	...{ report: { text: 'soon' }, takeBack: { handling: 'mended' }, sign: { name: 'y', strokes } },
	...{ pass: { strokes }, fail: { reason: 'no', strokes }, cancel: { reason: 'no' } },
	...{ lend: { device: { tag: 'spare' } }, takeLoanBack: {} },
};

/** A step of some repair; the machine goes with it. */
function moveRepair(device: Device, chance: Seeded): Doing | undefined {
	const repairs = device.seen('repair');
	if (repairs.length === 0) return undefined;
	const repair = chance.pick(repairs);
	const { id, asset } = repair;
	const { userId, name: called, roles, deskIds } = device.account;
	const moves = repairMovesFor(repair, { userId, name: called, roles, deskIds });
	if (moves.length === 0) return undefined;
	const name = chance.pick(moves);
	const step: CommandDraft = {
		...{ type: `repair.${name}@1`, kind: 'repair', record: id, args: { ...saidWith[name] } },
	};
	const machine = device.seen('asset').find((each) => each.id === asset?.id);
	if (name === 'handOver' && machine?.state === 'in_use')
		return together(step, onAsset('move', machine.id, { to: 'in_repair' }));
	if (name === 'takeBack' && machine?.state === 'in_repair')
		return together(step, onAsset('move', machine.id, { to: 'in_use' }));
	return together(step);
}

/** The machine is other than its record says. */
function compare({ id: orderId }: Order, { id: lineId, asset }: Line, device: Device) {
	const machine = device.seen('asset').find(({ id }) => id === asset?.id);
	if (!machine) return undefined;
	const room = nextName('room');
	const differs = [{ field: 'room', from: machine.room ?? '', to: room }];
	const seen = { room: machine.room ?? null };
	return together(
		order('compareAsset', orderId, { lineId, same: ['name'], differs }),
		onAsset('proposeCorrection', machine.id, { orderId, lineId, set: { room }, seen }),
	);
}

/** A machine nobody knew, registered and told on the order. */
function find({ id: orderId, siteId, customerId }: Order, line: Line): Doing {
	const record = nextName('found');
	const asset = { id: record, tag: record };
	const set = { tag: record, name: record, siteId, customerId, notes: secretOf('asset', record) };
	return together(
		onAsset('registerFound', record, { orderId, set }),
		order('addFound', orderId, { asset }),
		...(line.asset ? [] : [order('linkAsset', orderId, { lineId: line.id, asset })]),
	);
}

/** What the desk says to a correction, or to a machine found. */
function decideAsset(device: Device, chance: Seeded): Doing | undefined {
	const waiting = device
		.seen('asset')
		.filter((asset) => openCorrections(asset).length > 0 || (asset.found && !asset.found.decided));
	if (waiting.length === 0) return undefined;
	const asset = chance.pick(waiting);
	const isYes = chance.chance(0.6);
	const reason = isYes ? {} : { reason: 'no' };
	const [correction] = openCorrections(asset);
	const draft = correction
		? onAsset('decideCorrection', asset.id, {
				...{ correctionId: correction.id, as: isYes ? 'accepted' : 'rejected', ...reason },
			})
		: onAsset('decideFound', asset.id, { as: isYes ? 'confirmed' : 'rejected', ...reason });
	return { drafts: [draft] };
}
