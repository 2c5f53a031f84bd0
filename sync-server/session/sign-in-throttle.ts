import { msOf, type Instant } from '#domain/time/instant.ts';

/** Wrong passwords for one account from one address before it has to wait. */
export const wrongPasswordsMax = 5;
/** The first wait; every further wrong password doubles it. */
export const lockSecondsMin = 30;
const lockSecondsMax = 15 * 60;
/** A count without news for so long is forgotten. */
const forgetAfterMs = 60 * 60_000;
const rememberedMax = 10_000;

interface Failures {
	count: number;
	lastMs: number;
	lockedUntilMs: number;
}

/** Slows down guessing. Kept in memory: a restart forgives. */
export class SignInThrottle {
	readonly #failures = new Map<string, Failures>();

	/** Seconds to wait before the next try, 0 for none. */
	waitS(account: string, address: string, now: Instant): number {
		const failures = this.#failures.get(keyOf(account, address));
		return failures ? Math.max(0, Math.ceil((failures.lockedUntilMs - msOf(now)) / 1_000)) : 0;
	}

	/** Notes a try, wrong until `succeeded`, and gives the seconds to wait from now on. */
	failed(account: string, address: string, now: Instant): number {
		const nowMs = msOf(now);
		this.#forget(nowMs);
		const count = (this.#failures.get(keyOf(account, address))?.count ?? 0) + 1;
		const lockS = lockSeconds(count);
		this.#failures.set(keyOf(account, address), {
			count,
			lastMs: nowMs,
			lockedUntilMs: nowMs + lockS * 1_000,
		});
		return lockS;
	}

	succeeded(account: string, address: string): void {
		this.#failures.delete(keyOf(account, address));
	}

	#forget(nowMs: number): void {
		for (const [key, { lastMs }] of this.#failures) {
			if (nowMs - lastMs < forgetAfterMs && this.#failures.size < rememberedMax) break;
			this.#failures.delete(key);
		}
	}
}

function lockSeconds(count: number): number {
	if (count < wrongPasswordsMax) return 0;
	return Math.min(lockSecondsMin * 2 ** (count - wrongPasswordsMax), lockSecondsMax);
}

function keyOf(account: string, address: string): string {
	return `${account.normalize('NFKC').toLowerCase()} ${address}`;
}
