import type { ServiceCalendar } from '#domain/sla/calendar.ts';
import { clockMarkShares, readClock, type Clock } from '#domain/sla/clock.ts';
import { instantOf } from '#domain/time/instant.ts';
import { openInterruption, readInterruption } from '#domain/work-order/before-work.ts';
import { isOpen } from '#domain/work-order/states.ts';
import type { Interruption, WorkOrder } from '#domain/work-order/work-order.ts';
import { durationText } from '#i18n/format.ts';
import { m } from '#i18n/generated/messages.js';
import type { ClockState } from '#ui/clock-state.ts';

/** A service clock as a screen shows it. */
export interface ClockFace {
	which: 'response' | 'resolution' | 'interruption';
	state: ClockState;
	/** Used part of the target; 1 is due. */
	share: number;
	/** "剩 22 分", "超 18 分", "停钟", "达标". */
	text: string;
	dueAt: string;
	usedMinutes: number;
	targetMinutes: number;
	remainingMinutes: number;
}

/** The clock that counts now: the response until help has come, then the resolution. */
export function leadingClock(
	order: WorkOrder,
	calendar: ServiceCalendar | undefined,
	nowMs: number,
): ClockFace | undefined {
	if (!order.clocks || !calendar) return undefined;
	const which =
		order.clocks.response.stoppedAt === undefined && isOpen(order.state)
			? 'response'
			: 'resolution';
	return clockFace(which, order.clocks[which], calendar, nowMs);
}

/** An announced interruption's clock: wall time to the agreed recovery. */
export function interruptionFace(notice: Interruption, nowMs: number): ClockFace {
	const { state, share, remainingMinutes, agreedMinutes } = readInterruption(
		notice,
		instantOf(nowMs),
	);
	const over = state === 'breached';
	const mark =
		share >= clockMarkShares.soon ? 'soon' : share >= clockMarkShares.half ? 'half' : 'running';
	const time = durationText(remainingMinutes);
	return {
		which: 'interruption',
		state: over ? 'late' : state === 'met' ? 'met' : mark,
		share,
		text: over ? m.clock_over({ time }) : state === 'met' ? m.clock_met() : m.clock_left({ time }),
		dueAt: notice.recoverBy,
		usedMinutes: agreedMinutes - remainingMinutes,
		targetMinutes: agreedMinutes,
		remainingMinutes,
	};
}

/** The clock a list shows: that of an interruption too, while it has less time left. */
export function tightestClock(
	order: WorkOrder,
	calendar: ServiceCalendar | undefined,
	nowMs: number,
): ClockFace | undefined {
	const own = leadingClock(order, calendar, nowMs);
	const notice = isOpen(order.state) ? openInterruption(order) : undefined;
	if (!notice) return own;
	const face = interruptionFace(notice, nowMs);
	const stands = own === undefined || own.state === 'met' || own.state === 'paused';
	return stands || face.remainingMinutes < own.remainingMinutes ? face : own;
}

export const clockWords: Record<ClockFace['which'], () => string> = {
	response: m.clock_response,
	resolution: m.clock_resolution,
	interruption: m.clock_interruption,
};

export function clockFace(
	which: 'response' | 'resolution',
	clock: Clock,
	calendar: ServiceCalendar,
	nowMs: number,
): ClockFace {
	const reading = readClock(clock, calendar, instantOf(nowMs));
	const stopped = clock.stoppedAt !== undefined;
	return {
		which,
		state: stateOf(reading, stopped),
		share: reading.share,
		text: textOf(reading, stopped),
		dueAt: clock.dueAt,
		usedMinutes: reading.usedMinutes,
		targetMinutes: clock.targetMinutes,
		remainingMinutes: reading.remainingMinutes,
	};
}

type Reading = ReturnType<typeof readClock>;

function stateOf(reading: Reading, stopped: boolean): ClockState {
	if (reading.state === 'met') return 'met';
	if (reading.state === 'paused') return 'paused';
	if (stopped || reading.mark === 'over') return 'late';
	return reading.mark === 'fresh' ? 'running' : reading.mark;
}

function textOf(reading: Reading, stopped: boolean): string {
	if (reading.state === 'met') return m.clock_met();
	if (stopped) return m.clock_missed();
	if (reading.state === 'paused') return m.clock_paused();
	const time = durationText(reading.remainingMinutes);
	return reading.remainingMinutes < 0 ? m.clock_over({ time }) : m.clock_left({ time });
}
