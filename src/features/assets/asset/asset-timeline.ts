import type { Asset } from '#domain/asset/asset.ts';
import type { Swap } from '#domain/asset/swap.ts';
import type { HistoryEntry } from '#domain/record.ts';
import type { WorkOrder } from '#domain/work-order/work-order.ts';

/** One thing that happened to an asset. */
export type TimelineEntry = { id: string; at: string } & (
	| { kind: 'order'; order: WorkOrder }
	| { kind: 'move'; move: Asset['moves'][number] }
	| { kind: 'change'; entry: HistoryEntry; swap?: Swap | undefined }
);
export type TimelineKind = TimelineEntry['kind'];

/** Orders, moves and changes of an asset, the latest first. */
export function assetTimeline(asset: Asset, orders: readonly WorkOrder[]): TimelineEntry[] {
	const changes = asset.history.filter(({ command }) => !command.startsWith('asset.move'));
	const all: TimelineEntry[] = [
		...orders.map((order) => ({
			id: order.id,
			at: order.receivedAt,
			kind: 'order' as const,
			order,
		})),
		...asset.moves.map((move, n) => ({
			id: `move-${n}`,
			at: move.at,
			kind: 'move' as const,
			move,
		})),
		...changes.map((entry, n) => ({
			id: `change-${n}`,
			at: entry.at,
			kind: 'change' as const,
			entry,
			swap: swapAt(asset, entry),
		})),
	];
	return all.sort((a, b) => b.at.localeCompare(a.at));
}

/** What that entry of the history exchanged. */
function swapAt({ swaps }: Asset, { command, at, by }: HistoryEntry): Swap | undefined {
	if (!command.startsWith('asset.swap@')) return undefined;
	return swaps?.find((swap) => swap.at === at && swap.by === by);
}
