/**
 * `npm run sim -- --seeds N [--start S] [--flavour F] [--mutants]`: tells the stories of N seeds, or
 * shows which check kills which mutant. Exits with 1 when anything was violated, or a mutant lived.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { changedSources } from './loader-hooks.ts';
import { printMatrix, type MatrixRow } from './matrix.ts';
import { mutants, type Mutant } from './mutants.ts';
import { printFailure, Progress } from './report.ts';
import type { SeedReport } from './run-seed.ts';
import { SeedWorker } from './seed-worker.ts';

const seedsByDefault = 100;
/** A mutant that lives through so many seeds counts as one that lives. */
const mutantSeedsByDefault = 150;
const workersByDefault = 2;
/** Failures told in full; the others only by their seed. */
const failuresToldMax = 5;

const options = parseArgs({
	options: {
		seeds: { type: 'string' },
		start: { type: 'string', default: '1' },
		flavour: { type: 'string', default: 'all' },
		workers: { type: 'string', default: String(workersByDefault) },
		without: { type: 'string', multiple: true, default: [] },
		mutants: { type: 'boolean', default: false },
		mutant: { type: 'string', multiple: true, default: [] },
		json: { type: 'boolean', default: false },
	},
}).values;

const start = Number(options.start);
const flavours = options.flavour.split(',');
const workerCount = Number(options.workers);
const dataDir = mkdtempSync(join(tmpdir(), 'outpost-sim-'));
const workerData = { dataDir, flavours, without: options.without };

try {
	const wanted = mutants.filter(({ name }) => options.mutant.includes(name));
	const isMatrix = options.mutants || wanted.length > 0;
	process.exitCode = isMatrix
		? await killMutants(wanted.length > 0 ? wanted : mutants)
		: await tellSeeds();
} finally {
	rmSync(dataDir, { recursive: true, force: true });
}

async function tellSeeds(): Promise<number> {
	const count = Number(options.seeds ?? seedsByDefault);
	const progress = new Progress(count, options.json);
	const reports: SeedReport[] = [];
	let next = start;
	const work = async () => {
		const worker = new SeedWorker({ ...workerData, changes: [] });
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

async function killMutants(list: readonly Mutant[]): Promise<number> {
	for (const { changes } of list) changedSources(changes);
	const seedsMax = Number(options.seeds ?? mutantSeedsByDefault);
	const rows: MatrixRow[] = [];
	const queue = [...list];
	const work = async () => {
		for (let mutant = queue.shift(); mutant; mutant = queue.shift()) {
			const row = await killMutant(mutant, seedsMax);
			rows.push(row);
			const killed = row.kills.get(mutant.statement);
			console.log(
				`${mutant.name}: ${killed ? `after ${killed.seeds} seeds, by ${killed.check}` : 'LIVES'}`,
			);
		}
	};
	await Promise.all(Array.from({ length: workerCount }, work));
	return printMatrix(list, rows) ? 0 : 1;
}

/** Seeds until the check of its own statement has killed it; the others are noted by the way. */
async function killMutant(mutant: Mutant, seedsMax: number): Promise<MatrixRow> {
	const worker = new SeedWorker({ ...workerData, changes: mutant.changes });
	const kills: MatrixRow['kills'] = new Map();
	let seeds = 0;
	while (seeds < seedsMax && !kills.has(mutant.statement)) {
		const report = await worker.tell(start + seeds);
		seeds++;
		for (const { statement, check } of report.violations)
			if (!kills.has(statement)) kills.set(statement, { seeds, check });
	}
	await worker.end();
	return { mutant, kills, seeds };
}
