/**
 * Facts a signed order could not take any more, held for the desk until it takes the work over: then
 * they are written where they would have been, with their own author and time. What they replace is
 * kept in `earlier`.
 */
import type { AssetRef } from '../asset/asset.ts';
import type { ServiceItem } from '../catalogue/service-item.ts';
import { stepsBegun, ticked, withCheck, withReading, withStep } from './checks.ts';
import { withConsent, type ConsentArgs } from './commands/before-work.ts';
import type { RetractableList } from './commands/facts.ts';
import { newLine } from './commands/intake.ts';
import { isElsewhere } from './follow-up.ts';
import { readingsReplaced } from './set-aside.ts';
import type { Part } from '../stock/part.ts';
import { vanOf } from '../stock/stock.ts';
import type { Held, Line, LineSwap, UsedPart, WorkOrder } from './work-order.ts';

interface Surroundings {
	/** The asset as the order keeps it. */
	marked: (ref: AssetRef) => AssetRef;
	item: ServiceItem | undefined;
	part: (id: string) => Part | undefined;
}

/** Lists of facts keep what they had themselves. */
const keptInFull: ReadonlySet<keyof Line> = new Set(['checklist', 'swaps', 'parts']);

type Args = Record<string, unknown>;
type LineChange = (line: Line, args: Args, held: Held, around: Surroundings) => Partial<Line>;

/** Arguments were parsed when they were held. */
const lineChanges: Record<string, LineChange> = {
	'workOrder.linkAsset@1': (_, { asset }, __, { marked }) => ({ asset: marked(asset as AssetRef) }),
	'workOrder.recordWork@1': (_, { set }) => set as Partial<Line>,
	'workOrder.checkSeal@1': (_, { lineId: __, ...seal }, { at, engineerId }) => ({
		seal: { ...seal, at, by: engineerId } as Line['seal'],
	}),
	'workOrder.compareAsset@1': ({ seal }, { same, differs, newNumber }, { at, engineerId }) => ({
		comparison: { same, differs, at, by: engineerId } as Line['comparison'],
		...(newNumber !== undefined && seal && { seal: { ...seal, newNumber: newNumber as string } }),
	}),
	'workOrder.recordSwap@1': ({ swaps = [] }, { lineId: _, ...swap }, { id, at, engineerId }) => ({
		swaps: [...swaps, { ...swap, id, at, by: engineerId, late: true } as LineSwap],
	}),
	'workOrder.usePart@1': ({ parts }, args, held, around) => ({
		parts: [...parts, ...usedPart(args, held, around)],
	}),
	'workOrder.returnPart@1': ({ parts }, { factId, reason }, { at, engineerId: by }) => ({
		parts: parts.map((used) =>
			used.id === factId && used.by === by && !used.retracted
				? { ...used, retracted: { at, by, reason: reason as string } }
				: used,
		),
	}),
	'workOrder.tick@1': (line, { key, done }, { at, engineerId: by }, { item: service }) => ({
		checklist: withCheck(withStep(line, service, key), key, (item) =>
			ticked(item, done === true, { at, by }),
		),
	}),
	'workOrder.recordReading@1': (
		line,
		{ key, value },
		{ at, engineerId: by },
		{ item: service },
	) => ({
		checklist: withCheck(withStep(line, service, key), key, (item) =>
			withReading(item, value as string, { at, by }),
		),
	}),
};

/** From the van of who used it; one nobody knows any more only its move tells of. */
function usedPart(args: Args, { id, at, engineerId }: Held, { part }: Surroundings): UsedPart[] {
	const { partId, quantity } = args as { partId: string; quantity: number };
	const known = part(partId);
	if (!known) return [];
	const { name, unit } = known;
	const by = { id, at, by: engineerId, late: true } as const;
	return [{ ...by, partId, name, unit, quantity, storeId: vanOf(engineerId) }];
}

/** The order with those held facts in it, in their order, and the ids of those it could take. */
export function withHeldFacts(
	order: WorkOrder,
	held: readonly Held[],
	around: Surroundings = { marked: (ref) => ref, item: undefined, part: () => undefined },
): { order: WorkOrder; taken: ReadonlySet<string> } {
	const taken = new Set<string>();
	let next = order;
	for (const one of [...held].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))) {
		const after = withOne(next, one, around);
		if (!after) continue;
		next = after;
		taken.add(one.id);
	}
	return { order: next, taken };
}

/** Undefined for what is no fact of that sort, or where the order has no place for it. */
function withOne(order: WorkOrder, held: Held, around: Surroundings): WorkOrder | undefined {
	const args = held.args ?? {};
	if (held.command === 'workOrder.addLine@1') return withLine(order, held, args, around);
	if (held.command === 'workOrder.retract@1') return withRetracted(order, held, args);
	if (held.command === 'workOrder.recordConsent@2') {
		const { id, at, engineerId } = held;
		const said = args as unknown as ConsentArgs;
		// An older app kept no signature with it: that is no consent.
		return said.strokes && withConsent(order, said, { id, at, by: engineerId });
	}
	const change = lineChanges[held.command];
	const line = order.lines.find(({ id }) => id === args['lineId']);
	if (!change || !line || isElsewhere(line)) return undefined;
	return replaced(order, line, change(line, args, held, around), held);
}

/** Under the id its device gave it: what he recorded on it finds it. */
function withLine(order: WorkOrder, held: Held, args: Args, around: Surroundings): WorkOrder {
	if (order.lines.some(({ id }) => id === held.id)) return order;
	const { asset, symptom } = args as { asset?: AssetRef; symptom?: string };
	const ref = asset && { asset: around.marked(asset) };
	const steps = stepsBegun(order, around.item);
	return { ...order, lines: [...order.lines, newLine({ symptom, ...ref }, held.id, steps)] };
}

function withRetracted(order: WorkOrder, held: Held, args: Args): WorkOrder | undefined {
	const list = args['list'] as RetractableList;
	const { factId, reason } = args as { factId: string; reason: string };
	const facts = order[list] ?? [];
	if (!facts.some(({ id, by }) => id === factId && by === held.engineerId)) return undefined;
	const retracted = { at: held.at, by: held.engineerId, reason };
	const left = facts.map((fact) =>
		fact.id === factId && !fact.retracted ? { ...fact, retracted } : fact,
	);
	return { ...order, [list]: left };
}

function replaced(order: WorkOrder, line: Line, change: Partial<Line>, { at }: Held): WorkOrder {
	const fields = Object.keys(change) as (keyof Line)[];
	const kept = fields
		.filter((field) => !keptInFull.has(field) && line[field] !== undefined)
		.filter((field) => line[field] !== change[field])
		.map((field) => ({ field: `lines.${line.id}.${field}`, until: at, value: line[field] }));
	const is = { ...line, ...change };
	const earlier = [...kept, ...readingsReplaced(line, is, at)];
	return {
		...order,
		lines: order.lines.map((entry) => (entry.id === line.id ? is : entry)),
		...(earlier.length > 0 && { earlier: [...(order.earlier ?? []), ...earlier] }),
	};
}
