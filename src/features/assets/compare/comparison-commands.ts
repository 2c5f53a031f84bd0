import type { Asset } from '#domain/asset/asset.ts';
import { openCorrections } from '#domain/asset/correction.ts';
import type { CommandDraft } from '#store/execute.ts';
import type { Compared } from './compare-form.ts';
import type { CompareSubject } from './compare-subject.ts';

interface Comparison extends Pick<Compared, 'same' | 'differs'> {
	asset: Asset;
	/** Who compares. */
	by: string;
	/** What differs by the record's fields, and what stood there. */
	set: Record<string, unknown>;
	seen: Record<string, unknown>;
	/** Of the seal that was put on afterwards. */
	newNumber?: string;
}

/** What a comparison says where it was made, and the correction it proposes or withdraws. */
export function comparisonCommands(
	{ place, told }: Pick<CompareSubject, 'place' | 'told'>,
	{ asset, by, same, differs, set, seen, newNumber }: Comparison,
): CommandDraft[] {
	const onAsset = { kind: 'asset', record: asset.id, causedBy: 0 } as const;
	const isOwn = openCorrections(asset).some((one) => one.by === by && one.lineId === place.lineId);
	const proposed = { ...place, set, seen };
	return [
		told({ same, differs, ...(newNumber && { newNumber }) }),
		...(differs.length > 0 || isOwn
			? [{ type: 'asset.proposeCorrection@1', ...onAsset, args: proposed }]
			: []),
	];
}
