/**
 * When a thing happened, from a device whose clock may be wrong. Device time is corrected and flagged,
 * never a reason to refuse: these functions answer for any finite number.
 */
import { instantMsMax, instantMsMin, instantOf, laterOf, type Instant } from './instant.ts';

/** A difference this small between wall and monotonic clock is ordinary correction, not a jump. */
export const clockJumpMsMin = 5_000;

export interface DeviceTime {
	/** What the device's wall clock said, ms since 1970; kept beside the result. */
	rawMs: number;
	/** Server time minus device time as measured by the last hello, ms; 0 before the first one. */
	offsetMs: number;
	/** The latest moment already known to come before this one: assignment before acceptance. */
	cause?: Instant | undefined;
}

/** Device time + measured offset, never before its known cause. */
export function effectiveAt({ rawMs, offsetMs, cause }: DeviceTime): Instant {
	const corrected = instantOf(withinCalendar(Math.round(rawMs + offsetMs)));
	return cause === undefined ? corrected : laterOf(corrected, cause);
}

/** Both clocks of one device read together, ms. */
export interface ClockReading {
	wallMs: number;
	/** Only comparable within one life of the page or worker that read it. */
	monotonicMs: number;
}

/**
 * Which way the wall clock was moved between two readings of one page life, if it was. `back` is
 * certain. `forward` may also be a sleep, for some systems halt the monotonic clock while asleep: flag
 * it, and measure the offset again before trusting either.
 */
export function clockJumped(
	earlier: ClockReading,
	later: ClockReading,
): 'back' | 'forward' | undefined {
	const wallWentMs = later.wallMs - earlier.wallMs;
	const jumpMs = wallWentMs - (later.monotonicMs - earlier.monotonicMs);
	if (Math.abs(jumpMs) < clockJumpMsMin) return undefined;
	return jumpMs < 0 ? 'back' : 'forward';
}

function withinCalendar(ms: number): number {
	return Math.min(Math.max(ms, instantMsMin), instantMsMax);
}
