import { describe, expect, it } from 'vitest';
import { RequestFailed } from './request-failed.ts';
import { ServerDoor } from './server-door.ts';

/** What a push ends in when the server answers so. */
async function failureOf(status: number, headers: Record<string, string>, body = '') {
	const door = new ServerDoor(async () => new Response(body, { status, headers }), '');
	const failed: unknown = await door.push('device-1', []).catch((error: unknown) => error);
	return failed instanceof RequestFailed ? failed.failure : failed;
}
const date = 'Sat, 21 Nov 2026 02:00:00 GMT';

describe('the time a server asks to be left alone', () => {
	it.each([
		['in seconds', 503, { 'retry-after': '30' }, 30_000],
		['of too many requests', 429, { 'retry-after': '7' }, 7_000],
		[
			'as a date, by the server’s clock',
			503,
			{ date, 'retry-after': 'Sat, 21 Nov 2026 02:01:00 GMT' },
			60_000,
		],
		['in the past', 503, { date, 'retry-after': 'Sat, 21 Nov 2026 01:00:00 GMT' }, 0],
	])('%s', async (_, status, headers, retryAfterMs) => {
		expect(await failureOf(status, headers)).toEqual({ kind: 'http', status, retryAfterMs });
	});

	it('stands in the body before the header', async () => {
		const body = JSON.stringify({ error: { kind: 'busy', retryAfterS: 3 } });
		const failure = await failureOf(503, { 'retry-after': '30' }, body);
		expect(failure).toMatchObject({ retryAfterMs: 3_000 });
	});

	it.each([
		['none', {}],
		['no time at all', { 'retry-after': 'soon' }],
	])('%s', async (_, headers) => {
		expect(await failureOf(503, headers)).toEqual({ kind: 'http', status: 503 });
	});
});

describe('a request', () => {
	it('carries a signal, so that it never hangs', async () => {
		const signals: unknown[] = [];
		const door = new ServerDoor(async (_, init) => {
			signals.push(init?.signal);
			throw new TypeError('no line');
		}, '');
		await expect(door.pull('device-1', undefined, 10)).rejects.toThrow(RequestFailed);
		expect(signals).toEqual([expect.any(AbortSignal)]);
	});
});
