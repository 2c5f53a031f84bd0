/** What was lent or is in repair and has to come back, the most overdue first. */
import type { Asset } from '#domain/asset/asset.ts';
import { awayOf, awayStates } from '#domain/asset/life-cycle.ts';
import type { Repair } from '#domain/repair/repair.ts';
import { dayNumberOf, type LocalDate } from '#domain/time/local-date.ts';
import { dateOf } from '#domain/time/zone.ts';
import type { AccountStore } from '#store/account-store.ts';

/** Due within so many days stands apart from what comes later. */
const soonDays = 7;

export interface DueRow {
	id: string;
	asset: Asset;
	with?: string;
	backBy?: LocalDate;
	/** The vendor repair that says when. */
	repairId?: string;
}
export type DueGroup = 'overdue' | 'soon' | 'later' | 'undated';

export async function readDue({ records }: AccountStore, zone: string): Promise<DueRow[]> {
	const assets = await records.inState('asset', awayStates);
	const repairs = await records.inState('repair', ['at_vendor']);
	return dueRows(assets, repairs, zone);
}

/** The date agreed for the machine itself comes before the one its repair is to keep. */
export function dueRows(
	assets: readonly Asset[],
	repairs: readonly Repair[],
	zone: string,
): DueRow[] {
	const byAsset = new Map(repairs.map((repair) => [repair.asset?.id, repair]));
	const rows = assets.map((asset): DueRow => {
		const { with: who, backBy: agreed } = awayOf(asset) ?? {};
		const repair = asset.state === 'in_repair' ? byAsset.get(asset.id) : undefined;
		const vendor = who ?? repair?.receipts.at(-1)?.vendor;
		const backBy = agreed ?? (repair?.due && dateOf(repair.due.backAt, zone));
		return {
			...{ id: asset.id, asset },
			...(vendor && { with: vendor }),
			...(backBy && { backBy }),
			...(repair && { repairId: repair.id }),
		};
	});
	return rows.sort((a, b) => ((a.backBy ?? '~') < (b.backBy ?? '~') ? -1 : 1));
}

export function groupOf({ backBy }: DueRow, today: LocalDate): DueGroup {
	if (!backBy) return 'undated';
	if (backBy < today) return 'overdue';
	return dayNumberOf(backBy) - dayNumberOf(today) <= soonDays ? 'soon' : 'later';
}

/** What somebody has to see to today: the number beside the entry in the navigation. */
export function countDue(rows: readonly DueRow[], today: LocalDate): number {
	return rows.filter(({ backBy }) => backBy !== undefined && backBy <= today).length;
}
