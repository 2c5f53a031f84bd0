import type { ServiceCalendar } from '#domain/sla/calendar.ts';
import { readClock, type Clock } from '#domain/sla/clock.ts';
import { instantOf } from '#domain/time/instant.ts';
import { isOpen } from '#domain/work-order/states.ts';
import type { WorkOrder } from '#domain/work-order/work-order.ts';
import { durationText } from '#i18n/format.ts';
import { m } from '#i18n/generated/messages.js';
import type { ClockState } from '#ui/clock-state.ts';

/** A service clock as a screen shows it. */
export interface ClockFace {
	which: 'response' | 'resolution';
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

export function clockFace(
	which: ClockFace['which'],
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
