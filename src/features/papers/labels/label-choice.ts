import * as v from 'valibot';
import type { AccountStore } from '#store/account-store.ts';
import { symbologies } from './label-code.ts';
import { labelFields } from './label-content.ts';
import {
	labelSizes,
	ownHeightMm,
	ownSize,
	ownSizeKey,
	ownWidthMm,
	type LabelSize,
} from './label-sizes.ts';

const draftKey = 'labels';

const lengthOf = ({ min, max }: { min: number; max: number }) =>
	v.pipe(v.number(), v.minValue(min), v.maxValue(max));

/** How somebody prints his labels: his own, on this device, until he chooses otherwise. */
const LabelChoiceSchema = v.object({
	sizeKey: v.string(),
	ownWidth: lengthOf(ownWidthMm),
	ownHeight: lengthOf(ownHeightMm),
	symbology: v.picklist(symbologies),
	fields: v.array(v.picklist(labelFields)),
});
export type LabelChoice = v.InferOutput<typeof LabelChoiceSchema>;

const firstChoice: LabelChoice = {
	...{ sizeKey: 'a4-3x8', ownWidth: 50, ownHeight: 30, symbology: 'qr' },
	fields: ['name', 'serial', 'warrantyUntil', 'contractNumber', 'supplier.phone'],
};

export async function keptLabelChoice({ drafts }: AccountStore): Promise<LabelChoice> {
	const kept = v.safeParse(LabelChoiceSchema, await drafts.get(draftKey));
	return kept.success ? kept.output : structuredClone(firstChoice);
}

export function keepLabelChoice({ drafts }: AccountStore, choice: LabelChoice): void {
	void drafts.set(draftKey, choice);
}

export function sizeOf({ sizeKey, ownWidth, ownHeight }: LabelChoice): LabelSize {
	const known = labelSizes.find(({ key }) => key === sizeKey);
	if (known) return known;
	return sizeKey === ownSizeKey ? ownSize(ownWidth, ownHeight) : labelSizes[0]!;
}
