import type { Asset } from '#domain/asset/asset.ts';
import { openCorrections } from '#domain/asset/correction.ts';
import type { CommandDraft } from '#store/execute.ts';

interface Comparison {
	asset: Asset;
	orderId: string;
	lineId: string;
	/** Who compares. */
	by: string;
	same: readonly string[];
	differs: readonly { field: string; from: string; to: string }[];
	/** What differs by the record's fields, and what stood there. */
	set: Record<string, unknown>;
	seen: Record<string, unknown>;
	/** Of the seal that was put on afterwards. */
	newNumber?: string;
}

/** What a comparison says on the order's line, and the correction it proposes or withdraws. */
export function comparisonCommands(comparison: Comparison): CommandDraft[] {
	const { asset, orderId, lineId, by, same, differs, set, seen, newNumber } = comparison;
	const onAsset = { kind: 'asset', record: asset.id, causedBy: 0 } as const;
	const isOwn = openCorrections(asset).some((one) => one.by === by && one.lineId === lineId);
	const said = { lineId, same, differs, ...(newNumber && { newNumber }) };
	return [
		{ type: 'workOrder.compareAsset@1', kind: 'workOrder', record: orderId, args: said },
		...(differs.length > 0 || isOwn
			? [
					{
						...{ type: 'asset.proposeCorrection@1', ...onAsset },
						args: { orderId, lineId, set, seen },
					},
				]
			: []),
	];
}
