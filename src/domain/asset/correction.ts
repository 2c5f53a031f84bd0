/**
 * Data correction 数据更正: what somebody in front of a machine found other than its record says.
 *
 * 1. It changes nothing by itself: the desk accepts it, or rejects it with a reason. Nobody decides
 *    about his own.
 * 2. It is decided once; deciding again changes nothing.
 * 3. Accepting is a merge against what its decider saw: a field changed since then opens a conflict.
 * 4. Comparing the same line again withdraws what was proposed before. Nothing is erased.
 */
import * as v from 'valibot';
import { IdSchema } from '../record.ts';
import { InstantSchema } from '../time/instant.ts';

/** What can be read off a machine, its screen and its place; what only papers tell is not asked. */
export const comparedFields = [
	...(['name', 'category', 'manufacturer', 'model', 'modelNumber', 'serial'] as const),
	...(['systemSerial', 'operatingSystem', 'hostName', 'ip', 'mac'] as const),
	...(['room', 'locationCode', 'responsible', 'user', 'department'] as const),
] as const;
export type ComparedField = (typeof comparedFields)[number];

/** open (undecided) -> accepted 已采纳, rejected 未采纳, or withdrawn 已撤回 by a second comparison. */
const correctionEnds = ['accepted', 'rejected', 'withdrawn'] as const;
export type CorrectionEnd = (typeof correctionEnds)[number];

export const CorrectionSchema = v.looseObject({
	id: IdSchema,
	at: InstantSchema,
	by: v.string(),
	/** On whose line the machine was compared. */
	orderId: IdSchema,
	lineId: IdSchema,
	/** On a round of inspection: then it stands in place of the order, its device in place of the line. */
	inspectionId: v.optional(IdSchema),
	fields: v.array(v.looseObject({ field: v.string(), from: v.unknown(), to: v.unknown() })),
	decided: v.optional(
		v.looseObject({
			as: v.picklist(correctionEnds),
			at: InstantSchema,
			by: v.string(),
			reason: v.optional(v.string()),
		}),
	),
});
export type Correction = v.InferOutput<typeof CorrectionSchema>;

/** Open ones of an asset; more of them is no work list any more. */
export const openCorrectionsMax = 20;
/** Decided ones kept in the record, the last ones; the command journal has them all. */
export const decidedCorrectionsMax = 50;

export function openCorrections(asset: { corrections?: Correction[] | undefined }): Correction[] {
	return asset.corrections?.filter(({ decided }) => !decided) ?? [];
}
