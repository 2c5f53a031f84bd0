import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import {
	playwrightCounts,
	readCounts,
	settleCounts,
	vitestCounts,
} from '../../sync-server/bootstrap/report-counts.mjs';

const dir = mkdtempSync(join(tmpdir(), 'outpost-counts-'));
afterAll(() => rmSync(dir, { recursive: true }));

const file = (status: string, ...tests: string[]) => ({
	status,
	assertionResults: tests.map((test) => ({ status: test })),
});

test('single tests count, and a file that broke outside its tests counts once', () => {
	const testResults = [
		file('passed', 'passed', 'passed', 'skipped'),
		file('failed', 'passed', 'failed'),
		file('failed'),
	];
	expect(vitestCounts({ testResults })).toEqual({ passed: 3, failed: 2, skipped: 1 });
});

test('a flaky test has failed, and so has an error outside the tests', () => {
	const stats = { expected: 4, unexpected: 1, flaky: 1, skipped: 2 };
	expect(playwrightCounts({ stats, errors: [{}] })).toEqual({ passed: 4, failed: 3, skipped: 2 });
});

test.each([
	['a runner without a report', undefined, 0, 1],
	['a crash its report does not mention', { passed: 3, failed: 0, skipped: 0 }, 1, 1],
	['a run that ran nothing', { passed: 0, failed: 0, skipped: 5 }, 0, 1],
	['failures the report names', { passed: 3, failed: 2, skipped: 0 }, 1, 2],
	['a clean run', { passed: 3, failed: 0, skipped: 0 }, 0, 0],
])('%s', (_name, reported, exitCode, failed) => {
	expect(settleCounts(reported, exitCode).failed).toBe(failed);
});

test('a report cut short, or none at all, is no report', () => {
	const cut = join(dir, 'cut.json');
	writeFileSync(cut, '{"testResults": [');
	expect(readCounts(cut, vitestCounts)).toBeUndefined();
	expect(readCounts(join(dir, 'none.json'), vitestCounts)).toBeUndefined();
});
