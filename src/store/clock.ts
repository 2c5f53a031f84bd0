import type { Command } from '#domain/command.ts';
import { clockJumped, effectiveAt, type ClockReading } from '#domain/time/effective-at.ts';
import { instantOf, type Instant } from '#domain/time/instant.ts';

/** Both clocks of the device; a test brings its own. */
export interface Clock {
	wallMs: () => number;
	/** Never set back; comparable within one life of the page or worker. */
	monotonicMs: () => number;
}

export const deviceClock: Clock = {
	wallMs: () => Date.now(),
	monotonicMs: () => performance.now(),
};

/** What the last hello measured. */
export interface MeasuredOffset {
	/** Server minus device, ms. */
	offsetMs: number;
	/** Device time of the measurement, ms. */
	measuredAtMs: number;
}

/** Notices a wall clock set by hand between the last measurement (or the opening) and now. */
export class JumpWatch {
	readonly #clock: Clock;
	#base: ClockReading;
	#measuredAtMs = 0;

	constructor(clock: Clock) {
		this.#clock = clock;
		this.#base = readingOf(clock);
	}

	/** The time to put on a command; `cause` is the latest moment known to come before it. */
	stamp(offset: MeasuredOffset | undefined, cause: Instant | undefined): Command['at'] {
		const now = readingOf(this.#clock);
		if (offset && offset.measuredAtMs !== this.#measuredAtMs) {
			this.#measuredAtMs = offset.measuredAtMs;
			this.#base = now;
		}
		const offsetMs = offset?.offsetMs ?? 0;
		return {
			raw: instantOf(now.wallMs),
			offsetMs,
			effective: effectiveAt({ rawMs: now.wallMs, offsetMs, cause }),
			...(clockJumped(this.#base, now) && { jumped: true }),
		};
	}
}

function readingOf(clock: Clock): ClockReading {
	return { wallMs: clock.wallMs(), monotonicMs: clock.monotonicMs() };
}
