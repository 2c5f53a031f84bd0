/**
 * A service clock: response or resolution of an order, or one of the desk's own. A value inside the
 * record; every function returns a new one.
 *
 *              pause           stop
 *   running ──────────▶ paused ─────▶ stopped (met | breached)
 *      ▲ ◀────────────── │              │
 *      │     resume                     │ reopen: the closed time counts as a pause
 *      └────────────────────────────────┘
 *
 * Invariants:
 *  1. pauses are in order, apart, and only the last may be open; none is open once the clock stopped.
 *  2. `dueAt` is the first instant at which the running time reaches the target. While paused it is
 *     what it was before the pause; ending a pause and reopening compute it anew.
 *  3. A moment reported before the clock's last one counts as that last one; nothing runs backwards.
 *  4. A move that does not apply (pausing what is paused or stopped, resuming what runs, stopping
 *     twice) changes nothing, so that a replay is harmless.
 */
import * as v from 'valibot';
import { ServiceWindowSchema, type ServiceCalendar, type ServiceWindow } from './calendar.ts';
import { TargetMinutesSchema } from './level.ts';
import { addServiceMs, serviceMsBetween } from './service-time.ts';
import { InstantSchema, earlierOf, laterOf, type Instant } from '../time/instant.ts';

const minuteMs = 60_000;
/** A clock with this many pauses takes no further one. */
export const clockPausesMax = 1_000;
/** Reason of the pause that stands for the time between closing and reopening. */
const closedPauseReason = 'closed';
/** Shares of the target at which somebody is told: assignee, also dispatcher, also supervisor. */
export const clockMarkShares = { half: 0.5, soon: 0.8, over: 1 } as const;

const PauseSchema = v.looseObject({
	from: InstantSchema,
	to: v.optional(InstantSchema),
	reason: v.pipe(v.string(), v.maxLength(40)),
});

export const ClockSchema = v.looseObject({
	startedAt: InstantSchema,
	/** Service minutes. */
	targetMinutes: TargetMinutesSchema,
	window: ServiceWindowSchema,
	dueAt: InstantSchema,
	pauses: v.pipe(v.array(PauseSchema), v.maxLength(clockPausesMax)),
	stoppedAt: v.optional(InstantSchema),
});
export type Clock = v.InferOutput<typeof ClockSchema>;

export interface ClockStart {
	startedAt: Instant;
	/** Service minutes. */
	targetMinutes: number;
	window: ServiceWindow;
}

export function startClock(start: ClockStart, calendar: ServiceCalendar): Clock {
	const { startedAt, targetMinutes, window } = start;
	return withDue({ startedAt, targetMinutes, window, dueAt: startedAt, pauses: [] }, calendar);
}

export function pauseClock(clock: Clock, at: Instant, reason: string): Clock {
	if (clock.stoppedAt !== undefined || openPauseOf(clock)) return clock;
	if (clock.pauses.length >= clockPausesMax) return clock;
	return { ...clock, pauses: [...clock.pauses, { from: notBeforeLast(clock, at), reason }] };
}

/** The clock goes on with what was left: paused Thu 17:00 to Mon 10:00 with 1 h left, due Mon 11:00. */
export function resumeClock(clock: Clock, calendar: ServiceCalendar, at: Instant): Clock {
	const open = openPauseOf(clock);
	if (!open) return clock;
	const ended = { ...open, to: laterOf(open.from, at) };
	return withDue({ ...clock, pauses: [...clock.pauses.slice(0, -1), ended] }, calendar);
}

/** Stopping ends a pause too: what stood still until the help came did not run out. */
export function stopClock(clock: Clock, calendar: ServiceCalendar, at: Instant): Clock {
	if (clock.stoppedAt !== undefined) return clock;
	return { ...resumeClock(clock, calendar, at), stoppedAt: notBeforeLast(clock, at) };
}

/** Stopped at another moment than was said first; one that runs stays as it is. */
export function restopClock(clock: Clock, at: Instant): Clock {
	return clock.stoppedAt === undefined ? clock : { ...clock, stoppedAt: notBeforeLast(clock, at) };
}

/** The clock goes on without the time it was stopped. */
export function reopenClock(clock: Clock, calendar: ServiceCalendar, at: Instant): Clock {
	const { stoppedAt, ...going } = clock;
	if (stoppedAt === undefined || clock.pauses.length >= clockPausesMax) return clock;
	const closed = { from: stoppedAt, to: laterOf(stoppedAt, at), reason: closedPauseReason };
	return withDue({ ...going, pauses: [...clock.pauses, closed] }, calendar);
}

export interface ClockReading {
	/** A stopped clock is met when it stopped at or before its due time; one past it is breached, paused or not. */
	state: 'running' | 'paused' | 'met' | 'breached';
	/** Service minutes, with fractions. */
	usedMinutes: number;
	/** Negative when over. */
	remainingMinutes: number;
	/** Used part of the target, 0 and up. */
	share: number;
	mark: 'fresh' | 'half' | 'soon' | 'over';
}

export function readClock(clock: Clock, calendar: ServiceCalendar, now: Instant): ClockReading {
	const until = clock.stoppedAt ?? openPauseOf(clock)?.from ?? now;
	const usedMs = usedMsUntil(clock, calendar, until);
	const share = usedMs / (clock.targetMinutes * minuteMs);
	return {
		state: stateOf(clock, until),
		usedMinutes: usedMs / minuteMs,
		remainingMinutes: clock.targetMinutes - usedMs / minuteMs,
		share,
		mark: markOf(share),
	};
}

function stateOf(clock: Clock, until: Instant): ClockReading['state'] {
	if (until > clock.dueAt) return 'breached';
	if (clock.stoppedAt !== undefined) return 'met';
	return openPauseOf(clock) ? 'paused' : 'running';
}

function markOf(share: number): ClockReading['mark'] {
	if (share >= clockMarkShares.over) return 'over';
	if (share >= clockMarkShares.soon) return 'soon';
	return share >= clockMarkShares.half ? 'half' : 'fresh';
}

function withDue(clock: Clock, calendar: ServiceCalendar): Clock {
	let from = clock.startedAt;
	let leftMs = clock.targetMinutes * minuteMs;
	for (const pause of clock.pauses) {
		const usedMs = serviceMsBetween(calendar, clock.window, from, pause.from);
		if (usedMs >= leftMs || pause.to === undefined) break;
		leftMs -= usedMs;
		from = pause.to;
	}
	return { ...clock, dueAt: addServiceMs(calendar, clock.window, from, leftMs) };
}

function usedMsUntil(clock: Clock, calendar: ServiceCalendar, until: Instant): number {
	let from: Instant | undefined = clock.startedAt;
	let usedMs = 0;
	for (const pause of clock.pauses) {
		usedMs += serviceMsBetween(calendar, clock.window, from, earlierOf(pause.from, until));
		from = pause.to;
		if (from === undefined) return usedMs;
	}
	return usedMs + serviceMsBetween(calendar, clock.window, from, until);
}

function openPauseOf(clock: Clock): Clock['pauses'][number] | undefined {
	const last = clock.pauses.at(-1);
	return last?.to === undefined ? last : undefined;
}

function notBeforeLast(clock: Clock, at: Instant): Instant {
	const last = clock.pauses.at(-1);
	return laterOf(at, last?.to ?? last?.from ?? clock.startedAt);
}
