import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createRepeatFilter, repeatWindowMs } from './repeat-filter.ts';

it('reports a code once while it stays in view', () => {
	const filter = createRepeatFilter();
	const reports = [0, 400, 1400, 2800, 4200].map((atMs) => filter.admit('ZC-1', atMs));
	expect(reports).toEqual([true, false, false, false, false]);
});

it('reports it again after it was out of sight', () => {
	const filter = createRepeatFilter();
	expect(filter.admit('ZC-1', 0)).toBe(true);
	expect(filter.admit('ZC-1', repeatWindowMs)).toBe(true);
});

it('keeps apart two labels side by side', () => {
	const filter = createRepeatFilter();
	const reports = ['A', 'B', 'A', 'B'].map((text, place) => filter.admit(text, place * 100));
	expect(reports).toEqual([true, true, false, false]);
});

it('never reports the same code twice within the window', () => {
	const sightings = fc.array(fc.tuple(fc.constantFrom('A', 'B', 'C'), fc.nat(2000)));
	fc.assert(
		fc.property(sightings, (all) => {
			const filter = createRepeatFilter();
			const reportedMs = new Map<string, number>();
			let atMs = 0;
			for (const [text, gapMs] of all) {
				atMs += gapMs;
				if (!filter.admit(text, atMs)) continue;
				expect(atMs - (reportedMs.get(text) ?? -Infinity)).toBeGreaterThanOrEqual(repeatWindowMs);
				reportedMs.set(text, atMs);
			}
		}),
	);
});

it('knows nothing after a reset', () => {
	const filter = createRepeatFilter();
	filter.admit('A', 0);
	filter.reset();
	expect(filter.admit('A', 1)).toBe(true);
});
