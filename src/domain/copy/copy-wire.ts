/** What the customer's page asks of the server, by the token of his sheet alone, and what it is told. */
import * as v from 'valibot';
import { Sha256Schema } from '../protocol/blob.ts';
import { InstantSchema } from '../time/instant.ts';
import { LocalDateSchema } from '../time/local-date.ts';
import { CopyLinkSchema } from './copy-link.ts';

/** Characters of what is still broken. */
export const brokenLengthMax = 1_000;

export const CopyRequest = CopyLinkSchema;
export const StillBrokenRequest = v.looseObject({
	...CopyLinkSchema.entries,
	text: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(brokenLengthMax)), ''),
});

const ChangeSchema = v.looseObject({
	field: v.string(),
	line: v.optional(v.number()),
	how: v.picklist(['changed', 'added']),
});

/** Whether the record still says what was signed; see `SealFinding`. */
const RecordFinding = v.variant('kind', [
	/** The work went on after this sheet: a later one counts. */
	v.looseObject({ kind: v.literal('superseded') }),
	v.looseObject({ kind: v.literal('unsealed') }),
	v.looseObject({ kind: v.literal('invalid') }),
	v.looseObject({
		kind: v.literal('signed'),
		signedAt: InstantSchema,
		receivedAt: v.optional(InstantSchema),
		changes: v.array(ChangeSchema),
	}),
]);

export const ReportedSchema = v.looseObject({ number: v.string(), at: InstantSchema });
export type Reported = v.InferOutput<typeof ReportedSchema>;

export const CopyResponse = v.looseObject({
	/** Of the sheet the token stands on. */
	number: v.string(),
	zone: v.string(),
	/** Every version of the sheet, by the hash of its bytes. */
	sheets: v.array(v.looseObject({ number: v.string(), sha256: Sha256Schema })),
	record: RecordFinding,
	/** Until then the order itself is taken up again. */
	repairUntil: v.optional(InstantSchema),
	/** Of the devices on the sheet, as it prints them. */
	warranties: v.array(v.looseObject({ tag: v.string(), until: LocalDateSchema })),
	nextVisitAt: v.optional(InstantSchema),
	/** Still broken, as it was said with this sheet. */
	reported: v.optional(ReportedSchema),
});
export type CopyResponse = v.InferOutput<typeof CopyResponse>;
/** As the server says it. */
export type ToldCopy = v.InferInput<typeof CopyResponse>;
