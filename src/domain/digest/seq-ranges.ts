/** First and last of sequence numbers without a gap between them, both inclusive. */
type SeqRange = [from: number, to: number];

/** The fewest ranges that hold these numbers and no others; the numbers in rising order. */
export function rangesOf(seqs: readonly number[]): SeqRange[] {
	const ranges: SeqRange[] = [];
	for (const seq of seqs) {
		const last = ranges.at(-1);
		if (last && seq === last[1] + 1) last[1] = seq;
		else ranges.push([seq, seq]);
	}
	return ranges;
}

export function seqsOf(ranges: readonly SeqRange[]): number[] {
	return ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, n) => from + n));
}
