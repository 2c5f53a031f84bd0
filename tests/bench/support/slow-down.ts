import type { Browser } from '@playwright/test';
import { browserPid } from '../../fixtures/browser-pid.ts';

/** Of each round this much runs; short against a frame. */
const runMs = 4;

/**
 * Lets a whole browser run one part in `times` of the time, by stopping and continuing its process
 * group: page, Workers and the process that keeps IndexedDB alike. The slow-down of the developer
 * tools reaches a page's main thread only, and would flatter whoever works in a Worker. Gives the way
 * back to full speed. A browser of Playwright leads a group of its own where there are such groups.
 */
export async function slowDown(browser: Browser, times: number): Promise<() => Promise<void>> {
	if (times <= 1) return async () => {};
	const group = -(await browserPid(browser));
	const end = Promise.withResolvers<undefined>();
	let goesOn = true;
	const pace = async () => {
		while (goesOn) {
			process.kill(group, 'SIGSTOP');
			await pause(runMs * (times - 1));
			process.kill(group, 'SIGCONT');
			await pause(runMs);
		}
		end.resolve(undefined);
	};
	void pace().catch(end.reject);
	return async () => {
		goesOn = false;
		await end.promise;
	};
}

function pause(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms));
}
