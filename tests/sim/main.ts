/**
 * `npm run sim -- --seeds N [--start S] [--flavour F]` tells the stories of N seeds. With `--mutants`,
 * `--statement N` or `--mutant NAME` it shows which check kills which mutant; `--json` for machines.
 * Exits with 1 when anything was violated, a mutant lived, or a statement killed none.
 */
import { availableParallelism } from 'node:os';
import { commandOptions } from '../fixtures/command-options.ts';
import { killMutants, playBaseline, type KillOptions } from './kill-mutants.ts';
import { failings, jsonRow, printMatrix, textRow } from './matrix.ts';
import { mutants } from './mutants.ts';
import type { Mutant } from './mutants/mutant.ts';
import { printFailure, Progress } from './report.ts';
import type { SeedReport } from './run-seed.ts';
import { SeedWorker } from './seed-worker.ts';

const seedsByDefault = 100;
/** A mutant that lives through so many seeds counts as one that lives. */
const mutantSeedsByDefault = 500;
const workersByDefault = availableParallelism();
/** Failures told in full; the others only by their seed. */
const failuresToldMax = 5;

const options = commandOptions({
	seeds: { type: 'string' },
	start: { type: 'string', default: '1' },
	flavour: { type: 'string', default: 'all' },
	workers: { type: 'string', default: String(workersByDefault) },
	without: { type: 'string', multiple: true, default: [] },
	mutants: { type: 'boolean', default: false },
	mutant: { type: 'string', multiple: true, default: [] },
	statement: { type: 'string', multiple: true, default: [] },
	json: { type: 'boolean', default: false },
});

const start = Number(options.start);
const flavours = options.flavour.split(',');
const workerCount = Number(options.workers);

const wanted = wantedMutants();
process.exitCode = wanted.length > 0 ? await playMatrix(wanted) : await tellSeeds();

async function tellSeeds(): Promise<number> {
	const count = Number(options.seeds ?? seedsByDefault);
	const progress = new Progress(count, options.json);
	const reports: SeedReport[] = [];
	let next = start;
	const work = async () => {
		const worker = new SeedWorker({ flavours, without: options.without, changes: [] });
		while (next < start + count) {
			const report = await worker.tell(next++);
			reports.push(report);
			progress.told(report);
		}
		await worker.end();
	};
	await Promise.all(Array.from({ length: workerCount }, work));
	const failed = reports.filter(({ violations }) => violations.length > 0);
	failed.sort((a, b) => a.seed - b.seed);
	for (const report of failed.slice(0, failuresToldMax)) printFailure(report);
	progress.ended(reports);
	return failed.length > 0 ? 1 : 0;
}

async function playMatrix(list: readonly Mutant[]): Promise<number> {
	const began = Date.now();
	const say = (text: string) => {
		if (!options.json) console.log(text);
	};
	const killing: KillOptions = {
		...{ start, workers: workerCount, flavours, without: options.without },
		seedsMax: Number(options.seeds ?? mutantSeedsByDefault),
		done: (row) => console.log(options.json ? jsonRow(row) : textRow(row)),
	};
	const rows = await killMutants(list, killing);
	const { stories, violated } = await playBaseline(rows, killing);
	if (!options.json) printMatrix(list, rows);
	for (const report of violated) printFailure(report);
	const failed = failings(list, rows);
	for (const text of failed) say(text);
	if (failed.length === 0) say(`All ${rows.length} mutants are killed by their own statement.`);
	const clean = violated.length === 0 ? 'all clean' : `${violated.length} VIOLATED`;
	say(`The ${stories} stories that killed, told by the tree as it is: ${clean}.`);
	say(`${((Date.now() - began) / 60_000).toFixed(1)} minutes`);
	return failed.length + violated.length > 0 ? 1 : 0;
}

function wantedMutants(): readonly Mutant[] {
	const unknown = options.mutant.filter((name) => mutants.every((each) => each.name !== name));
	if (unknown.length > 0) throw new Error(`no such mutant: ${unknown.join(', ')}`);
	const byName = mutants.filter(({ name }) => options.mutant.includes(name));
	const byStatement = mutants.filter(({ statement }) =>
		options.statement.includes(String(statement)),
	);
	return options.mutants ? mutants : [...byName, ...byStatement];
}
