import * as v from 'valibot';
import { InstantSchema } from './time/instant.ts';

/**
 * What every record carries. Unknown fields are kept (looseObject everywhere), so that an older
 * client never erases what a newer one wrote.
 */
export const recordKinds = [
	'workOrder',
	'asset',
	'article',
	'customer',
	'site',
	'contact',
	'serviceItem',
	'user',
	'desk',
	'calendar',
	'servicePolicy',
	'organisation',
] as const;
export type RecordKind = (typeof recordKinds)[number];

export const idLengthMax = 64;
/** An opaque id; records made on a device use UUIDv7, imports a hash of their source key. */
export const IdSchema = v.pipe(
	v.string(),
	v.regex(/^[A-Za-z0-9][A-Za-z0-9_.:-]*$/),
	v.maxLength(idLengthMax),
);

const Scalar = v.union([v.string(), v.number(), v.boolean(), v.null()]);

/** One entry of the change history: who did what, when, on which device, and which fields moved. */
export const HistoryEntrySchema = v.looseObject({
	at: InstantSchema,
	by: v.string(),
	device: v.string(),
	command: v.string(),
	changes: v.array(v.looseObject({ field: v.string(), from: Scalar, to: Scalar })),
});
export type HistoryEntry = v.InferOutput<typeof HistoryEntrySchema>;

/** The entries shared by the schemas of all records; spread into each. */
export const recordEntries = {
	id: IdSchema,
	createdAt: InstantSchema,
	createdBy: v.string(),
	updatedAt: InstantSchema,
	updatedBy: v.string(),
	history: v.array(HistoryEntrySchema),
};

export interface RecordBase {
	id: string;
	kind: RecordKind;
	createdAt: v.InferOutput<typeof InstantSchema>;
	createdBy: string;
	updatedAt: v.InferOutput<typeof InstantSchema>;
	updatedBy: string;
	history: HistoryEntry[];
}
