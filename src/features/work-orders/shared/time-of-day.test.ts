import { expect, test } from 'vitest';
import type { Instant } from '#domain/time/instant.ts';
import { timeOfDay } from './time-of-day.ts';

const zone = 'Asia/Shanghai';
/** 14:00 in Shanghai. */
const now = '2026-11-20T06:00:00.000Z' as Instant;

test.each([
	['14:30', '2026-11-20T06:30:00.000Z'],
	['13:30', '2026-11-20T05:30:00.000Z'],
	['09:00', '2026-11-21T01:00:00.000Z'],
	['', undefined],
	['noon', undefined],
])('at 14:00 "%s" means %s', (text, expected) => {
	expect(timeOfDay(text, now, zone)).toBe(expected);
});
