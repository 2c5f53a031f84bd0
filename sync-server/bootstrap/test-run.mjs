import { PlainError } from './plain-error.mjs';
import { endToEndSteps, generateSteps, staticSteps, unitSteps } from './test-steps.mjs';

/**
 * @typedef {import('./report-counts.mjs').Counts} Counts
 * @typedef {import('./test-steps.mjs').Step} Step
 */

/** @type {Record<string, Step[]>} */
const parts = {
	check: [...generateSteps, ...staticSteps],
	unit: [...generateSteps, ...unitSteps],
	e2e: [...generateSteps, ...endToEndSteps],
	all: [...generateSteps, ...staticSteps, ...unitSteps, ...endToEndSteps],
};

/**
 * Runs all tests or a part of them: `[check | unit | e2e [NAME…]]`. A failing step does not keep
 * the next from running. The last line printed is the sum.
 * @param {string[]} options
 * @returns {Promise<number>} 0 when something ran and nothing failed
 */
export async function runTests([part = 'all', ...filters]) {
	const steps = parts[part];
	if (!steps) {
		throw new PlainError(`Unknown part "${part}". Known: ${Object.keys(parts).join(', ')}.`);
	}
	const results = [];
	const minutes = [];
	for (const step of steps) {
		const startedMs = performance.now();
		results.push(await runStep(step, filters));
		minutes.push((performance.now() - startedMs) / 60_000);
	}
	return report(steps, results, minutes);
}

/**
 * @param {Step} step
 * @param {string[]} filters
 * @returns {Promise<Counts>}
 */
async function runStep(step, filters) {
	console.log(`\n── ${step.name}`);
	try {
		return await step.run(filters);
	} catch (error) {
		console.error(error instanceof PlainError ? error.message : error);
		return { passed: 0, failed: 1, skipped: 0 };
	}
}

/**
 * @param {Step[]} steps
 * @param {Counts[]} results
 * @param {number[]} minutes each step took
 */
function report(steps, results, minutes) {
	console.log('');
	steps.forEach((step, index) => {
		const { passed, failed, skipped } = results[index];
		const aside = skipped > 0 ? `, ${skipped} stepped aside` : '';
		console.log(
			`${failed > 0 ? '✗' : '✓'} ${step.name}: ${passed} passed, ${failed} failed${aside} (${minutes[index].toFixed(1)} min)`,
		);
	});
	const passed = results.reduce((sum, result) => sum + result.passed, 0);
	const failed = results.reduce((sum, result) => sum + result.failed, 0);
	console.log(`\n${passed} passed, ${failed} failed`);
	return failed > 0 || passed === 0 ? 1 : 0;
}
