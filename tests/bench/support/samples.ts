import { appendFileSync, mkdirSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os';
import { dirname } from 'node:path';

/** Middle and ends of some samples; the median of an even number is the mean of its two middle ones. */
export interface Spread {
	median: number;
	min: number;
	max: number;
}

export function spreadOf(values: readonly number[]): Spread {
	const sorted = values.toSorted((a, b) => a - b);
	const at = (n: number) => sorted[Math.floor(n)] ?? Number.NaN;
	const middle = (sorted.length - 1) / 2;
	return { median: (at(middle) + at(middle + 0.5)) / 2, min: at(0), max: at(sorted.length - 1) };
}

/** The value that this share of the samples does not exceed: 0.95 is the 95th percentile. */
export function shareOf(values: readonly number[], share: number): number {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** "912 (874–1034)" */
export function spreadText(values: readonly number[]): string {
	const { median, min, max } = spreadOf(values);
	return `${Math.round(median)} (${Math.round(min)}–${Math.round(max)})`;
}

/** Columns as wide as their widest cell; the first is aligned left, numbers right. */
export function tableText(rows: readonly (readonly string[])[]): string {
	const widths = (rows[0] ?? []).map((_, n) =>
		Math.max(...rows.map((row) => (row[n] ?? '').length)),
	);
	const line = (row: readonly string[]) =>
		row.map((cell, n) => (n === 0 ? cell.padEnd(widths[n] ?? 0) : cell.padStart(widths[n] ?? 0)));
	return rows.map((row) => `  ${line(row).join('   ')}`).join('\n');
}

/** One JSON object per line, so that runs of many days and machines lie in one file. */
export function appendSamples(file: string, samples: readonly object[]): void {
	mkdirSync(dirname(file), { recursive: true });
	appendFileSync(file, samples.map((sample) => `${JSON.stringify(sample)}\n`).join(''));
}

export function machineFacts() {
	return {
		node: process.version,
		os: `${process.platform} ${release()}`,
		cpu: cpus()[0]?.model ?? 'unknown',
		cores: availableParallelism(),
		/** Above the number of cores, others are at work here and the milliseconds are too high. */
		load: Number((loadavg()[0] ?? 0).toFixed(1)),
		memoryGiB: Math.round(totalmem() / 2 ** 30),
	};
}
