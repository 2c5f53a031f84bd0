import { expect, test } from 'vitest';
import { isStorageFull } from './store-result.ts';

test('a full disk is known by one of many writes that failed (simulator, seed 49)', () => {
	const full = new DOMException('disk full', 'QuotaExceededError');
	const bulk = Object.assign(new Error('3 of 3 operations failed'), { failures: [full] });
	expect(isStorageFull(bulk)).toBe(true);
	expect(isStorageFull(new Error('something else'))).toBe(false);
});
