import * as v from 'valibot';
import { recordKinds } from '../record.ts';
import { DecimalSignSchema } from './amounts.ts';
import { ImportSourceSchema } from './sources.ts';

/** Limits of one import; larger files are split by who sends them. */
export const importBytesMax = 32 * 1024 * 1024;
export const importRowsMax = 200_000;
export const importColumnsMax = 200;
/** Characters of one cell; more is no value of a register. */
export const importCellCharsMax = 8_000;
/** What a workbook may become when it is unpacked; a file that pretends to less is found out. */
export const importUnpackedBytesMax = 256 * 1024 * 1024;
/** Values of a column shown beside its title. */
export const importSamplesMax = 3;
/** Refused rows named one by one in a report; the counts are always whole. */
export const refusedRowsListedMax = 1_000;

export const importKinds = ['assets', 'incidents'] as const;
export const ImportKindSchema = v.picklist(importKinds);
export type ImportKind = v.InferOutput<typeof ImportKindSchema>;

/** Why a file could not be read at all. */
const fileProblemKinds = [
	...(['empty', 'header-only', 'too-large', 'too-many-rows', 'too-many-columns'] as const),
	...(['unpacks-too-large', 'encoding', 'mixed-encodings', 'quotes', 'columns-missing'] as const),
	...(['pdf', 'picture', 'web-page', 'other-document', 'old-workbook', 'encrypted'] as const),
	...(['damaged', 'ask-dates', 'ask-numbers'] as const),
] as const;
const FileProblemSchema = v.looseObject({
	kind: v.picklist(fileProblemKinds),
	line: v.optional(v.number()),
	columns: v.optional(v.array(v.string())),
	/** Values that could be read either way. */
	samples: v.optional(v.array(v.string())),
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

/** How an administrator wants a file of assets read. Columns in the order of the file. */
export const AssetImportOrderSchema = v.object({
	source: ImportSourceSchema,
	/** What each column is, by `asset-columns.ts`; empty for one that is left out. */
	columns: v.pipe(v.array(v.pipe(v.string(), v.maxLength(60))), v.maxLength(importColumnsMax)),
	dates: v.optional(v.picklist(['day-month', 'month-day'])),
	decimal: v.optional(DecimalSignSchema),
});
export type AssetImportOrder = v.InferOutput<typeof AssetImportOrderSchema>;

/** A file before anything is done with it. */
export const AssetLookSchema = v.variant('ok', [
	v.looseObject({ ok: v.literal(false), problem: FileProblemSchema }),
	v.looseObject({
		ok: v.literal(true),
		/** As `UTF-8` or `GB18030`; `XLSX` for a workbook. */
		encoding: v.string(),
		separator: v.optional(v.string()),
		rows: count,
		columns: v.array(v.looseObject({ title: v.string(), samples: v.array(v.string()) })),
		source: ImportSourceSchema,
		/** What each source's columns would be: as the last time, else by their titles. */
		guesses: v.record(v.string(), v.array(v.string())),
	}),
]);
export type AssetLook = v.InferOutput<typeof AssetLookSchema>;

const AssetCountsSchema = v.looseObject({
	new: count,
	changed: count,
	same: count,
	refused: count,
});

const AssetChangeSchema = v.looseObject({
	line: v.number(),
	tag: v.string(),
	fields: v.array(v.looseObject({ field: v.string(), from: v.string(), to: v.string() })),
});
export type AssetChange = v.InferOutput<typeof AssetChangeSchema>;
/** Changed assets shown with what changes. */
export const changesShownMax = 100;

/** What a file would do, and has not done. */
export const AssetCheckSchema = v.variant('ok', [
	v.looseObject({ ok: v.literal(false), problem: FileProblemSchema }),
	v.looseObject({
		ok: v.literal(true),
		rows: count,
		counts: AssetCountsSchema,
		/** Customers, sites and contacts that come with it. */
		also: v.array(v.looseObject({ kind: v.picklist(recordKinds), new: count })),
		dates: v.array(DateReadingSchema),
		decimal: v.optional(DecimalSignSchema),
		refused: v.pipe(v.array(RowProblemSchema), v.maxLength(refusedRowsListedMax)),
		/** Taken all the same, but somebody should look. */
		warned: v.pipe(v.array(RowProblemSchema), v.maxLength(refusedRowsListedMax)),
		warnedRows: count,
		changes: v.pipe(v.array(AssetChangeSchema), v.maxLength(changesShownMax)),
	}),
]);
export type AssetCheck = v.InferOutput<typeof AssetCheckSchema>;

/** The work has begun; what becomes of it stands in the record of that id. */
export const AssetBegunSchema = v.variant('ok', [
	v.looseObject({ ok: v.literal(false), problem: FileProblemSchema }),
	v.looseObject({ ok: v.literal(true), id: v.string() }),
]);
export type AssetBegun = v.InferOutput<typeof AssetBegunSchema>;
