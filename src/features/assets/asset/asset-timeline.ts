/** Everything that happened to an asset, as far as this device holds it, the latest first. */
import type { Asset } from '#domain/asset/asset.ts';
import type { Correction } from '#domain/asset/correction.ts';
import type { Move } from '#domain/asset/life-cycle.ts';
import type { Relation } from '#domain/asset/relations.ts';
import type { Retirement } from '#domain/asset/retirement.ts';
import type { Swap } from '#domain/asset/swap.ts';
import type { HistoryEntry } from '#domain/record.ts';
import type { Repair } from '#domain/repair/repair.ts';
import type { WorkOrder } from '#domain/work-order/work-order.ts';

export const timelineKinds = [
	...(['order', 'repair', 'move', 'audit', 'correction', 'swap', 'change'] as const),
] as const;
export type TimelineKind = (typeof timelineKinds)[number];
type Changes = HistoryEntry['changes'];

/** One thing that happened to an asset. */
export type TimelineEntry = { id: string; at: string; kind: TimelineKind } & (
	| { of: 'order'; order: WorkOrder }
	| { of: 'repair'; repair: Repair }
	| { of: 'move'; move: Move; changes: Changes }
	| { of: 'request'; request: Retirement; isDecided: boolean }
	| { of: 'relation'; relation: Relation; isEnded: boolean }
	| {
			of: 'entry';
			entry: HistoryEntry;
			swap?: Swap | undefined;
			correction?: Correction | undefined;
	  }
);

/** Told by entries of their own; their line in the history adds the fields that moved along. */
const toldApart = [
	...['move', 'receive', 'handOut', 'takeIn', 'sendOut', 'postpone', 'takeBack', 'askRetire'],
	...['decideRetire', 'relate', 'unrelate'],
];
const kinds: Record<string, TimelineKind> = {
	adjust: 'audit',
	proposeCorrection: 'correction',
	decideCorrection: 'correction',
	registerFound: 'correction',
	decideFound: 'correction',
	swap: 'swap',
};

export function assetTimeline(
	asset: Asset,
	orders: readonly WorkOrder[],
	repairs: readonly Repair[] = [],
): TimelineEntry[] {
	const all: TimelineEntry[] = [
		...orders.map((order) => ({
			...{
				id: order.id,
				at: order.receivedAt,
				kind: 'order' as const,
				of: 'order' as const,
				order,
			},
		})),
		...repairs.map((repair) => ({
			...{ id: repair.id, at: repair.createdAt, kind: 'repair' as const },
			...{ of: 'repair' as const, repair },
		})),
		...moveEntries(asset),
		...requestEntries(asset),
		...relationEntries(asset),
		...historyEntries(asset),
	];
	return all.sort((a, b) => b.at.localeCompare(a.at));
}

function moveEntries({ moves, history }: Asset): TimelineEntry[] {
	return moves.map((move, n) => {
		const own = history.find((entry) => isOf(entry, move));
		const changes = own?.changes.filter(({ field }) => field !== 'state') ?? [];
		const kind = own && nameOf(own) === 'adjust' ? 'audit' : 'move';
		return { id: `move-${n}`, at: move.at, kind, of: 'move', move, changes };
	});
}

function requestEntries({ retirements = [] }: Asset): TimelineEntry[] {
	return retirements.flatMap((request): TimelineEntry[] => {
		const told = { kind: 'move', of: 'request', request } as const;
		const asked = { ...told, id: `ask-${request.id}`, at: request.at, isDecided: false };
		const { decided } = request;
		// Approved, it is the entry of the life cycle.
		if (!decided || decided.as === 'approved') return [asked];
		return [asked, { ...told, id: `end-${request.id}`, at: decided.at, isDecided: true }];
	});
}

function relationEntries({ relations = [] }: Asset): TimelineEntry[] {
	return relations.flatMap((relation, n): TimelineEntry[] => {
		const told = { kind: 'change', of: 'relation', relation } as const;
		const made = { ...told, id: `relation-${n}`, at: relation.at, isEnded: false };
		const { ended } = relation;
		return ended ? [made, { ...told, id: `apart-${n}`, at: ended.at, isEnded: true }] : [made];
	});
}

function historyEntries(asset: Asset): TimelineEntry[] {
	const { history, moves } = asset;
	return history.flatMap((entry, n): TimelineEntry[] => {
		const name = nameOf(entry);
		if (toldApart.includes(name)) return [];
		if (name === 'adjust' && moves.some((move) => isOf(entry, move))) return [];
		const told = { id: `change-${n}`, at: entry.at, kind: kinds[name] ?? 'change' };
		const [swap, correction] = [swapAt(asset, entry), correctionAt(asset, entry)];
		return [{ ...told, of: 'entry', entry, swap, correction }];
	});
}

function nameOf({ command }: HistoryEntry): string {
	return command.slice(command.indexOf('.') + 1, command.lastIndexOf('@'));
}

function isOf(entry: HistoryEntry, { at, by, approvedBy }: Move): boolean {
	return entry.at === at && entry.by === (approvedBy ?? by);
}

/** What that entry of the history exchanged. */
function swapAt({ swaps }: Asset, { command, at, by }: HistoryEntry): Swap | undefined {
	if (!command.startsWith('asset.swap@')) return undefined;
	return swaps?.find((swap) => swap.at === at && swap.by === by);
}

/** What it proposed, or decided about. */
function correctionAt(
	{ corrections }: Asset,
	{ command, at }: HistoryEntry,
): Correction | undefined {
	if (command.startsWith('asset.proposeCorrection@'))
		return corrections?.find((one) => one.at === at);
	if (!command.startsWith('asset.decideCorrection@')) return undefined;
	return corrections?.find(({ decided }) => decided?.at === at);
}
