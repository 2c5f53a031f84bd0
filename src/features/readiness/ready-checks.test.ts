import { describe, expect, it } from 'vitest';
import { addMinutes, msOf, type Instant } from '#domain/time/instant.ts';
import { freshMsMax, readyChecks, type Held } from './ready-checks.ts';

const syncedAt = '2026-11-20T02:00:00.000Z' as Instant;
const now = msOf(addMinutes(syncedAt, 5));
const all: Held = {
	assets: { named: 1, here: 1 },
	history: 3,
	articles: 120,
	checklist: 'here',
	appKept: true,
	updateWaiting: false,
	space: { usedBytes: 1, freeBytes: 2 ** 30 },
	persistence: 'persisted',
	syncedAt,
};
const missing = (held: Partial<Held>, at = now) =>
	readyChecks({ ...all, ...held }, at).flatMap(({ name, fix }) => (fix ? [[name, fix]] : []));

describe('the check before leaving coverage', () => {
	it('is all green when everything is here', () => {
		expect(missing({})).toEqual([]);
		expect(readyChecks(all, now).find(({ name }) => name === 'history')?.count).toBe(3);
	});

	it('says of each thing that is missing what brings it', () => {
		expect(missing({ assets: { named: 2, here: 1 } })).toEqual([['assets', 'fetch']]);
		expect(missing({ articles: 0 })).toEqual([['articles', 'fetch']]);
		expect(missing({ checklist: 'missing' })).toEqual([['checklist', 'fetch']]);
		expect(missing({ appKept: false })).toEqual([['papers', 'keep']]);
		expect(missing({ updateWaiting: true })).toEqual([['version', 'update']]);
		expect(missing({ persistence: 'refused' })).toEqual([['persistence', 'protect']]);
		expect(missing({ space: { usedBytes: 1, freeBytes: 1 } })).toEqual([['space', 'space']]);
	});

	it('does not trust what was fetched long ago, or never', () => {
		expect(missing({ syncedAt: undefined })).toEqual([['fetched', 'fetch']]);
		expect(missing({}, msOf(syncedAt) + freshMsMax - 1)).toEqual([]);
		expect(missing({}, msOf(syncedAt) + freshMsMax)).toEqual([['fetched', 'fetch']]);
	});

	it('leaves out what an order or a browser does not have', () => {
		const held: Partial<Held> = {
			assets: { named: 0, here: 0 },
			checklist: undefined,
			persistence: 'unsupported',
			space: undefined,
		};
		const names = readyChecks({ ...all, ...held }, now).map(({ name }) => name);
		expect(names).toEqual(['fetched', 'articles', 'papers', 'space', 'version']);
	});
});
