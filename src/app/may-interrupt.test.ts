import { expect, it } from 'vitest';
import { freshDraftMs, mayInterrupt, type AtHand } from './may-interrupt.ts';

const nowMs = Date.UTC(2026, 10, 21, 2, 0);
const idle: AtHand = { visits: 0, draftMs: undefined, route: '/today' };

it.each<[string, Partial<AtHand>, boolean]>([
	['nothing is at hand', {}, true],
	['he is on his way or on site', { visits: 1 }, false],
	['something is being typed', { draftMs: nowMs - 1_000 }, false],
	['a draft was left alone', { draftMs: nowMs - freshDraftMs }, true],
	['the signing page is open', { route: '/work-orders/[id]/sign' }, false],
	['a record is being edited', { route: '/assets/[id]/edit' }, false],
	['a call is being taken', { route: '/intake' }, false],
	['a record is only looked at', { route: '/work-orders/[id]' }, true],
	['his own page is open', { route: '/me' }, true],
])('when %s: %j', (_, more, may) => {
	expect(mayInterrupt({ ...idle, ...more }, nowMs)).toBe(may);
});
