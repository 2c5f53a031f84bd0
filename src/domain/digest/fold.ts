/**
 * What a place holds, folded so that two places can compare it without telling it.
 *
 * 1. A row is a record's kind, id and revision. The order in which rows are added does not matter.
 * 2. Rows fall into buckets by id, so a record lies in the same bucket at every revision.
 * 3. Equal rows fold to equal buckets; unequal ones to equal buckets once in 2^64. The fold finds
 *    accidents: who falsifies his own digest only misses repairs of his own device.
 * 4. Bodies are not looked at: a revision names one body, and what is kept passed its schema.
 */
import type { RecordKind } from '../record.ts';

/** 20,000 records make buckets of 80: one stale record costs a list of 80 short rows. */
export const digestBuckets = 256;
/** A bucket as text: two lanes of 32 bits in hexadecimal. */
export const bucketLength = 16;

export interface HeldRow {
	kind: RecordKind;
	id: string;
	rev: number;
}

export function bucketOf(id: string): number {
	return hash(id, bucketSeed) % digestBuckets;
}

export class Fold {
	readonly #high = new Uint32Array(digestBuckets);
	readonly #low = new Uint32Array(digestBuckets);

	add({ kind, id, rev }: HeldRow): void {
		const at = bucketOf(id);
		const text = `${kind}/${id}@${rev}`;
		this.#high[at] = (this.#high[at] ?? 0) ^ hash(text, highSeed);
		this.#low[at] = (this.#low[at] ?? 0) ^ hash(text, lowSeed);
	}

	buckets(): string[] {
		return Array.from(this.#high, (high, at) => hex(high) + hex(this.#low[at] ?? 0));
	}
}

const bucketSeed = 0x9e3779b9;
const highSeed = 0x243f6a88;
const lowSeed = 0x85a308d3;

/** 32 bits of a text, each character stirred in and the whole well mixed at the end (after MurmurHash3). */
function hash(text: string, seed: number): number {
	let mixed = seed;
	for (let at = 0; at < text.length; at++) {
		mixed = Math.imul(mixed ^ text.charCodeAt(at), 0xcc9e2d51);
		mixed = (mixed << 13) | (mixed >>> 19);
		mixed = (Math.imul(mixed, 5) + 0xe6546b64) | 0;
	}
	mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
	mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
	return (mixed ^ (mixed >>> 16)) >>> 0;
}

function hex(lane: number): string {
	return lane.toString(16).padStart(bucketLength / 2, '0');
}
