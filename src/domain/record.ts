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
	'repair',
	'customer',
	'site',
	'contact',
	'serviceItem',
	'taxonomy',
	'assetCategories',
	'user',
	'desk',
	'calendar',
	'servicePolicy',
	'organisation',
	'quarantine',
	'part',
	'stock',
	'libraryItem',
	'auditCampaign',
	'auditRoom',
	'auditCount',
	'auditReview',
	'assetImport',
	'inspection',
] as const;
export type RecordKind = (typeof recordKinds)[number];

const idLengthMax = 64;
/** An opaque id; records made on a device use UUIDv7, imports a hash of their source key. */
export const IdSchema = v.pipe(
	v.string(),
	v.regex(/^[A-Za-z0-9][A-Za-z0-9_.:-]*$/),
	v.maxLength(idLengthMax),
);

const Scalar = v.union([v.string(), v.number(), v.boolean(), v.null()]);

/** One entry of the change history: who did what, when, on which device, and which fields moved. */
const HistoryEntrySchema = v.looseObject({
	at: InstantSchema,
	by: v.string(),
	device: v.string(),
	command: v.string(),
	changes: v.array(v.looseObject({ field: v.string(), from: Scalar, to: Scalar })),
	/** The import it came with, and its file. */
	importId: v.optional(IdSchema),
	importName: v.optional(v.string()),
});
export type HistoryEntry = v.InferOutput<typeof HistoryEntrySchema>;

/** Who decides a conflict takes one side. */
export const conflictTakes = ['mine', 'theirs'] as const;
export type ConflictTake = (typeof conflictTakes)[number];

/** A field two people changed to different values, parked until somebody decides (`conflict.ts`). */
const ConflictSchema = v.looseObject({
	id: IdSchema,
	/** Whose values were parked: when he set them, on which device, by which command. */
	by: v.string(),
	at: InstantSchema,
	device: v.string(),
	command: v.string(),
	/** The order's line it is about. */
	lineId: v.optional(IdSchema),
	fields: v.array(
		v.looseObject({
			field: v.string(),
			base: v.unknown(),
			mine: v.unknown(),
			theirs: v.unknown(),
			/** Where the history tells it. */
			theirsBy: v.optional(v.string()),
			theirsAt: v.optional(InstantSchema),
			theirsDevice: v.optional(v.string()),
		}),
	),
	settled: v.optional(
		v.looseObject({ at: InstantSchema, by: v.string(), take: v.picklist(conflictTakes) }),
	),
});
export type Conflict = v.InferOutput<typeof ConflictSchema>;

/** The entries shared by the schemas of all records; spread into each. */
export const recordEntries = {
	id: IdSchema,
	createdAt: InstantSchema,
	createdBy: v.string(),
	updatedAt: InstantSchema,
	updatedBy: v.string(),
	history: v.array(HistoryEntrySchema),
	/** Absent in records of an older version, and while there never was one. */
	conflicts: v.optional(v.array(ConflictSchema)),
};

export interface RecordBase {
	id: string;
	kind: RecordKind;
	createdAt: v.InferOutput<typeof InstantSchema>;
	createdBy: string;
	updatedAt: v.InferOutput<typeof InstantSchema>;
	updatedBy: string;
	history: HistoryEntry[];
	conflicts?: Conflict[] | undefined;
}
