/**
 * `POST /sync/v1/digest`: what is missing, stale or extra on a device, and which of its commands the
 * server lacks. Three questions through one door:
 *
 *   buckets   the device's fold           -> the buckets that differ
 *   rows      what lies in those buckets  -> records missing or stale, whole, and what to remove
 *   commands  own sequence numbers        -> those the server has no journal entry of
 *
 * A removal names only what the device itself named: whether such a record exists is not told.
 */
import * as v from 'valibot';
import { cursorLengthMax, PulledRecord } from '../protocol/wire.ts';
import { IdSchema, recordKinds } from '../record.ts';
import { bucketLength, digestBuckets } from './fold.ts';

/** Rows of one question, about 60 bytes each. */
export const digestRowsMax = 5_000;
/** Records of one answer; the buckets left over are asked again. */
export const digestRecordsMax = 1_000;
/** Sequence numbers of one question: each is looked up. */
export const digestSeqsMax = 1_000;

const Bucket = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(digestBuckets - 1));
const Buckets = v.pipe(v.array(Bucket), v.maxLength(digestBuckets));
const Seq = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const Rev = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

export const DigestRequest = v.variant('ask', [
	v.looseObject({
		ask: v.literal('buckets'),
		device: IdSchema,
		buckets: v.pipe(
			v.array(v.pipe(v.string(), v.length(bucketLength), v.hexadecimal())),
			v.length(digestBuckets),
		),
	}),
	v.looseObject({
		ask: v.literal('rows'),
		device: IdSchema,
		buckets: Buckets,
		/** All the device holds in those buckets. */
		rows: v.pipe(
			v.array(v.object({ kind: v.picklist(recordKinds), id: IdSchema, rev: Rev })),
			v.maxLength(digestRowsMax),
		),
		/** Of the last page: what left with a grant is the next pull's to take away, or to leave. */
		cursor: v.optional(v.pipe(v.string(), v.maxLength(cursorLengthMax))),
	}),
	v.looseObject({
		ask: v.literal('commands'),
		device: IdSchema,
		seqs: v.pipe(
			v.array(v.strictTuple([Seq, Seq])),
			v.maxLength(digestSeqsMax),
			v.check((ranges) => isWithin(ranges), 'too many sequence numbers'),
		),
	}),
]);
export type DigestRequest = v.InferOutput<typeof DigestRequest>;

function isWithin(ranges: readonly (readonly [number, number])[]): boolean {
	const count = ranges.reduce((sum, [from, to]) => sum + (to - from + 1), 0);
	return ranges.every(([from, to]) => from <= to) && count <= digestSeqsMax;
}

const epoch = v.string();

export const BucketsAnswer = v.looseObject({ epoch, differ: Buckets });
export const RowsAnswer = v.looseObject({
	epoch,
	records: v.array(PulledRecord),
	removals: v.array(v.looseObject({ kind: v.picklist(recordKinds), id: IdSchema })),
	/** Buckets with more than this answer could hold: ask about them again. */
	open: Buckets,
});
export type RowsAnswer = v.InferOutput<typeof RowsAnswer>;
export const CommandsAnswer = v.looseObject({ epoch, lacking: v.array(Seq) });
