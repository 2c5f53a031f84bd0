import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keepReleasing, recoverEveryMs } from './keep-releasing.ts';

/** Releases whose tries are counted, and fail on demand. */
class Tried {
	count = 0;
	failed: (faultsInARow: number) => void = () => undefined;
	recover() {
		this.count++;
	}
	onFault(listener: (faultsInARow: number) => void) {
		this.failed = listener;
	}
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('looks every minute, and ends with the process', () => {
	const tried = new Tried();
	const end = keepReleasing(tried);
	vi.advanceTimersByTime(2 * recoverEveryMs);
	expect(tried.count).toBe(2);
	tried.failed(1);
	end();
	tried.failed(1);
	vi.advanceTimersByTime(2 * recoverEveryMs);
	expect(tried.count).toBe(2);
});

test('tries again soon after a fault, later after more of them', () => {
	const tried = new Tried();
	const end = keepReleasing(tried);
	for (const [faults, ms] of [
		[1, 1_000],
		[3, 4_000],
	] as const) {
		const before = tried.count;
		tried.failed(faults);
		vi.advanceTimersByTime(ms - 1);
		expect(tried.count).toBe(before);
		vi.advanceTimersByTime(1);
		expect(tried.count).toBe(before + 1);
	}
	end();
});
