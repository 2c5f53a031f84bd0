import * as v from 'valibot';
import { recordKinds } from '../record.ts';

/** Limits of one import; larger files are split by who sends them. */
export const importBytesMax = 32 * 1024 * 1024;
export const importRowsMax = 200_000;
/** Refused rows named one by one in a report; the counts are always whole. */
export const refusedRowsListedMax = 1_000;

export const importKinds = ['assets', 'incidents'] as const;
export const ImportKindSchema = v.picklist(importKinds);
export type ImportKind = v.InferOutput<typeof ImportKindSchema>;

/** Why a file could not be read at all. */
const FileProblemSchema = v.looseObject({
	kind: v.picklist([
		'empty',
		'too-large',
		'too-many-rows',
		'encoding',
		'quotes',
		'columns-missing',
	]),
	line: v.optional(v.number()),
	columns: v.optional(v.array(v.string())),
	/** Bytes or rows allowed. */
	max: v.optional(v.number()),
});
export type FileProblem = v.InferOutput<typeof FileProblemSchema>;

/** Why one row could not be taken: a reason of its own or the refusal of a command. */
const RowProblemSchema = v.looseObject({
	line: v.number(),
	column: v.optional(v.string()),
	reason: v.string(),
	fields: v.optional(v.array(v.string())),
	detail: v.optional(v.record(v.string(), v.union([v.string(), v.number()]))),
});
export type RowProblem = v.InferOutput<typeof RowProblemSchema>;

/** How the dates of a file were understood. */
const DateReadingSchema = v.looseObject({
	columns: v.array(v.string()),
	order: v.picklist(['day-month', 'month-day']),
	/** By the values, or assumed where every value could be either. */
	decidedBy: v.picklist(['values', 'assumption']),
});
export type DateReading = v.InferOutput<typeof DateReadingSchema>;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const KindCountsSchema = v.looseObject({
	kind: v.picklist(recordKinds),
	created: count,
	changed: count,
	unchanged: count,
	refused: count,
});
export type KindCounts = v.InferOutput<typeof KindCountsSchema>;

/** What became of a file. A row that could not be taken never stops the others. */
export const ImportReportSchema = v.variant('ok', [
	v.looseObject({ ok: v.literal(false), problem: FileProblemSchema }),
	v.looseObject({
		ok: v.literal(true),
		kind: ImportKindSchema,
		encoding: v.string(),
		/** Rows of the file without its head. */
		rows: count,
		/** Rows that say nothing new, such as repeated updates of a log. */
		rowsWithoutEffect: count,
		records: v.array(KindCountsSchema),
		dates: v.array(DateReadingSchema),
		refusedRows: count,
		refused: v.pipe(v.array(RowProblemSchema), v.maxLength(refusedRowsListedMax)),
	}),
]);
export type ImportReport = v.InferOutput<typeof ImportReportSchema>;
