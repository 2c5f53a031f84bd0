/** What commands and their companions leave in records, and the sums they add up to. */
import type { AnyRecord } from '#domain/record-schemas.ts';

export interface Fact {
	id?: unknown;
	retracted?: unknown;
}

/** Parts and exchanges on lines, moves of a stock, entries of machines and repairs. */
export function companionFacts(record: AnyRecord | undefined): Fact[] {
	switch (record?.kind) {
		case 'workOrder': {
			const { lines, repairs = [], followUps = [], found = [] } = record;
			const onLines = lines.flatMap(({ parts, swaps = [] }) => [...parts, ...named(swaps)]);
			return [...onLines, ...repairs, ...followUps, ...found];
		}
		case 'stock':
			return record.moves;
		case 'asset':
			return [...named(record.swaps ?? []), ...(record.corrections ?? [])];
		case 'repair':
			return [...record.decisions, ...record.quotes, ...record.receipts, ...record.loans];
		default:
			return [];
	}
}

/** An exchange is told on more than one record, under one name everywhere. */
function named(swaps: readonly { swapId: string }[]): Fact[] {
	return swaps.map(({ swapId }) => ({ id: swapId }));
}

/** Minutes of an order, pieces of a stock; of other records nothing adds up. */
export function sumOf(record: AnyRecord): number {
	if (record.kind === 'workOrder')
		return record.times.reduce((sum, { minutes }) => sum + minutes, 0);
	if (record.kind !== 'stock') return 0;
	return record.moves.reduce((sum, { quantity }) => sum + quantity, record.carried?.quantity ?? 0);
}
