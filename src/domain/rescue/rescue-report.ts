import * as v from 'valibot';
import { Sha256Schema } from '../protocol/blob.ts';
import { recordKinds, IdSchema } from '../record.ts';
import { InstantSchema } from '../time/instant.ts';

/** Refused commands told one by one; the rest is counted. */
export const rescueRefusalsShownMax = 200;

/** What became of a rescue file. Whatever was in it is journaled as a push of its device would be. */
export const RescueReportSchema = v.looseObject({
	device: v.string(),
	/** In whose name it ran. */
	author: v.looseObject({ id: IdSchema, name: v.string() }),
	madeAt: InstantSchema,
	applied: v.number(),
	/** Taken over before: by an earlier import, or because the device had sent it itself. */
	duplicate: v.number(),
	/** Waits for the desk's decision. */
	held: v.number(),
	refused: v.number(),
	refusals: v.pipe(
		v.array(
			v.looseObject({
				seq: v.number(),
				type: v.string(),
				kind: v.optional(v.picklist(recordKinds)),
				record: v.optional(IdSchema),
				/** For the table of words. */
				reason: v.string(),
			}),
		),
		v.maxLength(rescueRefusalsShownMax),
	),
	/** Orders and other records the file was about. */
	records: v.array(v.looseObject({ kind: v.picklist(recordKinds), id: IdSchema })),
	blobs: v.looseObject({
		stored: v.number(),
		/** The server had them already. */
		known: v.number(),
		refused: v.array(v.looseObject({ sha256: Sha256Schema, reason: v.string() })),
	}),
});
export type RescueReport = v.InferOutput<typeof RescueReportSchema>;
