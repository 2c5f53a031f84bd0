/**
 * The label 资产标签 on a machine, as facts: found damaged, printed anew, found to be fine after all.
 *
 * 1. A fact is never changed. What came last by the clocks of those who told them holds, whatever the
 *    order in which the facts arrive.
 * 2. An audit reports a machine's label once, however often it is scanned.
 */
import * as v from 'valibot';
import { IdSchema } from '../record.ts';
import { InstantSchema } from '../time/instant.ts';

/** Kept with the machine; the command journal has them all. */
export const labelFactsMax = 50;

export const labelSays = ['damaged', 'printed', 'fine'] as const;

export const LabelFactSchema = v.looseObject({
	id: IdSchema,
	at: InstantSchema,
	by: v.string(),
	says: v.picklist(labelSays),
	/** The audit in which it was seen. */
	campaignId: v.optional(IdSchema),
});
export type LabelFact = v.InferOutput<typeof LabelFactSchema>;

/** Since when, and by whose word, it needs a new label; undefined where it does not. */
export function labelDue(asset: {
	state: string;
	labels?: readonly LabelFact[] | undefined;
}): LabelFact | undefined {
	if (asset.state === 'retired') return undefined;
	const last = inOrder(asset.labels ?? []).at(-1);
	return last?.says === 'damaged' ? last : undefined;
}

/** By time, then by id: the same for everybody. */
export function inOrder(facts: readonly LabelFact[]): LabelFact[] {
	const keyOf = ({ at, id }: LabelFact) => `${at} ${id}`;
	return facts.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}
