import { existsSync, readFileSync } from 'node:fs';

/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped neither, said so and not part of the sum
 */

/**
 * @typedef {object} VitestReport
 * @property {{ status: string, assertionResults: { status: string }[] }[]} testResults
 */

/**
 * @typedef {object} PlaywrightReport
 * @property {{ expected: number, unexpected: number, flaky: number, skipped: number }} stats
 * @property {unknown[]} errors
 */

/**
 * What a test run comes to. A runner that crashed, left no report, found nothing to run or ended
 * with a failure its report does not mention counts as one failure: silence is never a pass.
 * @param {Counts | undefined} reported
 * @param {number} exitCode the runner's
 * @returns {Counts}
 */
export function settleCounts(reported, exitCode) {
	if (!reported) return { passed: 0, failed: 1, skipped: 0 };
	const { passed, failed } = reported;
	const unexplained = failed === 0 && (exitCode !== 0 || passed === 0);
	return unexplained ? { ...reported, failed: 1 } : reported;
}

/**
 * @template Report
 * @param {string} file
 * @param {(report: Report) => Counts} count throws where the report is not of that form
 * @returns {Counts | undefined} undefined when there is no whole report
 */
export function readCounts(file, count) {
	if (!existsSync(file)) return undefined;
	try {
		return count(JSON.parse(readFileSync(file, 'utf8')));
	} catch {
		// A report cut short by a crash.
		return undefined;
	}
}

/**
 * Vitest's report: single tests, and each file that broke before or outside its tests.
 * @param {VitestReport} report
 * @returns {Counts}
 */
export function vitestCounts(report) {
	const files = report.testResults;
	const statuses = files.flatMap((file) => file.assertionResults.map((test) => test.status));
	const brokenFiles = files.filter(
		(file) =>
			file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
	);
	const passed = statuses.filter((status) => status === 'passed').length;
	const failed = statuses.filter((status) => status === 'failed').length;
	return {
		passed,
		failed: failed + brokenFiles.length,
		skipped: statuses.length - passed - failed,
	};
}

/**
 * Playwright's report: single tests (a flaky one has failed), and errors outside of tests.
 * @param {PlaywrightReport} report
 * @returns {Counts}
 */
export function playwrightCounts({ stats, errors }) {
	return {
		passed: stats.expected,
		failed: stats.unexpected + stats.flaky + errors.length,
		skipped: stats.skipped,
	};
}
