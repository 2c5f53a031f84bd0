/** The seeded simulator as part of every test run: a few stories, the found ones, and what keeps it honest. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import { changedSources } from './loader-hooks.ts';
import { mutants } from './mutants.ts';

// A quiet machine needs a few seconds for each.
vi.setConfig({ testTimeout: 180_000 });

const run = promisify(execFile);
const main = fileURLToPath(new URL('./main.ts', import.meta.url));

/** Rejects with what was printed when anything was violated. */
async function sim(...options: string[]): Promise<string> {
	const { stdout } = await run(process.execPath, ['--no-warnings', main, ...options]);
	return stdout;
}

it('every statement holds in the first seeds', async () => {
	await sim('--seeds', '8', '--flavour', 'sqlite-like');
});

it('the same seed tells the same story, with its pictures, whatever was told before', async () => {
	const still = ['--json', '--workers', '1'];
	const once = await sim('--seeds', '2', '--start', '11', ...still);
	const again = await sim('--seeds', '1', '--start', '11', ...still);
	const other = await sim('--seeds', '1', '--start', '12', ...still);
	expect(once).toContain('traceHash');
	expect(once).toContain('couch-cluster');
	expect(again + other).toBe(once);
});

/** Stories that found something once. */
const found = [
	{ seed: 49, flavour: 'sqlite-like', what: 'a disk full in mid-page was told as a fault of ours' },
	{ seed: 1122, flavour: 'couch-cluster', what: 'somebody was disabled and nobody was answered' },
	{
		seed: 4005,
		flavour: 'couch-cluster',
		what: 'a command that was done looked unfinished in lists',
	},
	{ seed: 3044, flavour: 'sqlite-like', what: 'twenty commands on one order were never answered' },
];

describe.each(found)('seed $seed on $flavour: $what', ({ seed, flavour }) => {
	it('holds', async () => {
		await sim('--seeds', '1', '--start', String(seed), '--flavour', flavour);
	});
});

it('a mutant is found by the check of its statement', async () => {
	const told = await sim('--mutant', 'a refusal is not shown', '--seeds', '20');
	expect(told).toContain('All 1 mutants are killed by their own statement.');
});

it.each(mutants)('the mutant “$name” fits today’s sources', ({ changes }) => {
	expect(changedSources(changes).size).toBeGreaterThan(0);
});

it('every statement has a mutant of its own', () => {
	const statements = new Set(mutants.map(({ statement }) => statement));
	expect([...statements].sort((a, b) => a - b)).toEqual(
		Array.from({ length: 15 }, (_, n) => n + 1),
	);
});
