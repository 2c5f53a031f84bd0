import type { Violation } from './oracle/oracle.ts';
import type { SeedReport } from './run-seed.ts';

const traceLinesMax = 60;
const dotsPerLine = 50;

/** Says how far the run is, one dot a seed. */
export class Progress {
	readonly #began = Date.now();
	readonly #isJson: boolean;
	#told = 0;

	constructor(_count: number, isJson: boolean) {
		this.#isJson = isJson;
	}

	told({ seed, flavour, traceHash, violations }: SeedReport): void {
		if (this.#isJson)
			return console.log(
				JSON.stringify({ seed, flavour, traceHash, violations: violations.length }),
			);
		process.stdout.write(violations.length > 0 ? 'X' : '.');
		if (++this.#told % dotsPerLine === 0) process.stdout.write(` ${this.#told}\n`);
	}

	ended(reports: readonly SeedReport[]): void {
		const seconds = (Date.now() - this.#began) / 1_000;
		const failed = reports.filter(({ violations }) => violations.length > 0);
		const turns = reports.reduce((sum, report) => sum + report.turns, 0);
		const flavours = Object.entries(Object.groupBy(reports, ({ flavour }) => flavour));
		if (this.#isJson) return;
		console.log(`\n${reports.length} seeds, ${turns} turns, ${seconds.toFixed(0)} s`);
		for (const [flavour, own] of flavours) console.log(`  ${own.length} on ${flavour}`);
		console.log(
			failed.length === 0
				? 'Every statement held in every one.'
				: `VIOLATED in ${failed.length}: seeds ${failed.map(({ seed }) => seed).join(', ')}`,
		);
	}
}

/** Seed, statement and what led to it: the lines that speak of the same device or record. */
export function printFailure({ seed, flavour, traceHash, violations, trace }: SeedReport): void {
	console.log(`\n\nSeed ${seed} on ${flavour}, trace ${traceHash}:`);
	for (const violation of violations.slice(0, 10))
		console.log(`  statement ${violation.statement}, ${violation.check}:\n    ${violation.text}`);
	const [first] = violations;
	if (!first) return;
	console.log('  what led to the first of them:');
	for (const line of linesAbout(first, trace)) console.log(`    ${line}`);
	console.log(`  again: npm run sim -- --seeds 1 --start ${seed} --flavour ${flavour}`);
}

const names =
	/\bd\d+\b|\b(?:order|walkup|follow|repair|found|van|a|s|c|u|art|k)-\w+|\bwarehouse\.P\d|\bS\d+\b/g;

function linesAbout({ text, line }: Violation, trace: readonly string[]): string[] {
	const about = new Set(text.match(names) ?? []);
	const before = trace.slice(0, line + 1);
	const concerning = before.filter((each) =>
		(each.match(names) ?? []).some((name) => about.has(name)),
	);
	return (concerning.length > 0 ? concerning : before).slice(-traceLinesMax);
}
