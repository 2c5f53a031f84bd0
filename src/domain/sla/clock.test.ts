import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import type { ServiceCalendar } from './calendar.ts';
import {
	ClockSchema,
	clockPausesMax,
	pauseClock,
	readClock,
	reopenClock,
	resumeClock,
	startClock,
	stopClock,
	type Clock,
} from './clock.ts';
import { instantOf, msOf, type Instant } from '../time/instant.ts';
import { instantOfLocal } from '../time/zone.ts';

const calendar: ServiceCalendar = { zone: 'Asia/Shanghai', holidays: [], makeUpWorkdays: [] };

/** Days of one week: `Thu 17:00`, and `Mon2` for the Monday after. */
const days: Record<string, string> = {
	Mon: '2026-11-16',
	Tue: '2026-11-17',
	Wed: '2026-11-18',
	Thu: '2026-11-19',
	Fri: '2026-11-20',
	Sat: '2026-11-21',
	Mon2: '2026-11-23',
};
function wall(text: string): Instant {
	const [day = '', time = ''] = text.split(' ');
	const [hours = 0, minutes = 0] = time.split(':').map(Number);
	return instantOfLocal(days[day] ?? '', hours * 60 + minutes, calendar.zone);
}

const start = (at: string, targetMinutes: number) =>
	startClock({ startedAt: wall(at), targetMinutes, window: '5x8' }, calendar);
const resume = (clock: Clock, at: string) => resumeClock(clock, calendar, wall(at));
const stop = (clock: Clock, at: string) => stopClock(clock, calendar, wall(at));
const reopen = (clock: Clock, at: string) => reopenClock(clock, calendar, wall(at));
const read = (clock: Clock, at: string) => readClock(clock, calendar, wall(at));

test('a new clock knows when it is due', () => {
	const clock = start('Fri 17:59', 120);
	expect(clock.dueAt).toBe(wall('Mon2 10:59'));
	expect(v.parse(ClockSchema, clock)).toEqual(clock);
});

describe('pausing', () => {
	test('paused Thu 17:00 to Mon 10:00 with 1 h left -> due Mon 11:00', () => {
		const paused = pauseClock(start('Thu 14:00', 240), wall('Thu 17:00'), 'customer');
		expect(read(paused, 'Mon2 09:30')).toMatchObject({
			state: 'paused',
			usedMinutes: 180,
			remainingMinutes: 60,
		});
		const going = resume(paused, 'Mon2 10:00');
		expect(going.dueAt).toBe(wall('Mon2 11:00'));
		expect(read(going, 'Mon2 11:00').state).toBe('running');
		expect(read(going, 'Mon2 11:01')).toMatchObject({ state: 'breached', remainingMinutes: -1 });
	});

	test('two pauses add up', () => {
		let clock = pauseClock(start('Mon 09:00', 240), wall('Mon 10:00'), 'customer');
		clock = pauseClock(resume(clock, 'Mon 11:00'), wall('Mon 12:30'), 'access');
		clock = resume(clock, 'Tue 09:00');
		expect(clock.dueAt).toBe(wall('Tue 11:00'));
		expect(read(clock, 'Tue 10:00').usedMinutes).toBe(180);
	});

	test('a breach stays one, paused or resumed', () => {
		const late = pauseClock(start('Mon 09:00', 60), wall('Mon 10:30'), 'customer');
		expect(read(late, 'Tue 09:00').state).toBe('breached');
		expect(resume(late, 'Tue 09:00').dueAt).toBe(wall('Mon 10:00'));
	});

	test('help that comes during a pause is in time', () => {
		const paused = pauseClock(start('Thu 14:00', 240), wall('Thu 17:00'), 'access');
		const stopped = stop(paused, 'Mon2 10:00');
		expect(stopped).toMatchObject({ stoppedAt: wall('Mon2 10:00'), dueAt: wall('Mon2 11:00') });
		expect(read(stopped, 'Mon2 17:00')).toMatchObject({ state: 'met', usedMinutes: 180 });
	});

	test('a report from before the last moment counts as that moment', () => {
		const paused = pauseClock(start('Mon 10:00', 60), wall('Mon 09:00'), 'customer');
		expect(paused.pauses[0]?.from).toBe(wall('Mon 10:00'));
		expect(resume(paused, 'Mon 08:00').pauses[0]?.to).toBe(wall('Mon 10:00'));
	});
});

test('stopped at its due time it is met, a minute later not', () => {
	const clock = start('Mon 09:00', 120);
	expect(read(stop(clock, 'Mon 11:00'), 'Tue 09:00').state).toBe('met');
	expect(read(stop(clock, 'Mon 11:01'), 'Tue 09:00')).toMatchObject({
		state: 'breached',
		remainingMinutes: -1,
	});
});

test('closing time passed without help is a breach, though no service minute ran since', () => {
	const clock = start('Fri 16:00', 120);
	expect(read(clock, 'Fri 18:00').state).toBe('running');
	expect(read(clock, 'Sat 09:00')).toMatchObject({ state: 'breached', remainingMinutes: 0 });
});

test('reopened, it goes on without the closed time', () => {
	const closed = stop(start('Mon 09:00', 240), 'Mon 11:00');
	const again = reopen(closed, 'Thu 14:00');
	expect(again.stoppedAt).toBeUndefined();
	expect(again.dueAt).toBe(wall('Thu 16:00'));
	expect(read(again, 'Thu 15:00')).toMatchObject({ state: 'running', usedMinutes: 180 });
	expect(read(stop(again, 'Thu 15:30'), 'Fri 09:00').state).toBe('met');
	expect(v.is(ClockSchema, again)).toBe(true);
});

test('reopened after a breach, it is breached still', () => {
	const closed = stop(start('Mon 09:00', 60), 'Mon 11:00');
	expect(read(reopen(closed, 'Thu 14:00'), 'Thu 14:00')).toMatchObject({
		state: 'breached',
		remainingMinutes: -60,
	});
});

test('moves that do not apply change nothing', () => {
	const running = start('Mon 09:00', 60);
	const paused = pauseClock(running, wall('Mon 09:10'), 'customer');
	const stopped = stop(running, 'Mon 09:20');
	expect(resume(running, 'Mon 09:30')).toBe(running);
	expect(reopen(running, 'Mon 09:30')).toBe(running);
	expect(pauseClock(paused, wall('Mon 09:30'), 'access')).toBe(paused);
	expect(pauseClock(stopped, wall('Mon 09:30'), 'access')).toBe(stopped);
	expect(resume(stopped, 'Mon 09:30')).toBe(stopped);
	expect(stop(stopped, 'Mon 09:30')).toBe(stopped);
});

test('a clock full of pauses takes no further one', () => {
	const pause = { from: wall('Mon 09:00'), to: wall('Mon 09:00'), reason: 'customer' };
	const pauses = Array.from({ length: clockPausesMax }, () => pause);
	const full = { ...start('Mon 09:00', 60), pauses };
	expect(pauseClock(full, wall('Mon 09:10'), 'customer')).toBe(full);
});

test.each([
	['Mon 09:59', 'fresh'],
	['Mon 10:00', 'half'],
	['Mon 10:35', 'half'],
	['Mon 10:36', 'soon'],
	['Mon 10:59', 'soon'],
	['Mon 11:00', 'over'],
])('of two hours from 09:00, %s is %s', (at, mark) => {
	expect(read(start('Mon 09:00', 120), at).mark).toBe(mark);
});

test('a device whose clock is behind reads a clock that has not begun', () => {
	expect(read(start('Mon 10:00', 60), 'Mon 09:00')).toMatchObject({
		state: 'running',
		usedMinutes: 0,
		share: 0,
	});
});

const steps = fc.array(
	fc.record({
		move: fc.constantFrom('pause', 'resume', 'stop', 'reopen'),
		afterMs: fc.integer({ min: -3_600_000, max: 3 * 86_400_000 }),
	}),
	{ maxLength: 12 },
);

function play(moves: { move: string; afterMs: number }[], targetMinutes: number) {
	let clock = start('Mon 09:30', targetMinutes);
	let nowMs = msOf(clock.startedAt);
	for (const { move, afterMs } of moves) {
		nowMs += afterMs;
		const at = instantOf(nowMs);
		if (move === 'pause') clock = pauseClock(clock, at, 'customer');
		if (move === 'resume') clock = resumeClock(clock, calendar, at);
		if (move === 'stop') clock = stopClock(clock, calendar, at);
		if (move === 'reopen') clock = reopenClock(clock, calendar, at);
	}
	return { clock, nowMs };
}

test('whatever happens to it, a clock stays a valid one and its figures agree', () => {
	fc.assert(
		fc.property(steps, fc.integer({ min: 1, max: 3_000 }), (moves, target) => {
			const { clock, nowMs } = play(moves, target);
			expect(v.parse(ClockSchema, clock)).toEqual(clock);
			const edges = clock.pauses.flatMap(({ from, to }) =>
				to === undefined ? [from] : [from, to],
			);
			expect(edges.toSorted()).toEqual(edges);
			const reading = readClock(clock, calendar, instantOf(Math.max(nowMs, msOf(clock.dueAt))));
			expect(reading.usedMinutes + reading.remainingMinutes).toBeCloseTo(target, 6);
			if (reading.remainingMinutes < 0) expect(reading.state).toBe('breached');
			if (reading.state === 'met') expect(reading.remainingMinutes).toBeGreaterThanOrEqual(0);
		}),
		{ numRuns: 500 },
	);
});

test('a running clock has used its target exactly when it is due', () => {
	fc.assert(
		fc.property(steps, fc.integer({ min: 1, max: 3_000 }), (moves, target) => {
			const { clock } = play(moves, target);
			const running = clock.stoppedAt === undefined && clock.pauses.at(-1)?.to !== undefined;
			fc.pre(running);
			const last = clock.pauses.at(-1)?.to ?? clock.startedAt;
			fc.pre(clock.dueAt > last);
			expect(readClock(clock, calendar, clock.dueAt)).toMatchObject({
				state: 'running',
				usedMinutes: target,
				mark: 'over',
			});
		}),
		{ numRuns: 300 },
	);
});
