import { openQuarantinesChannel, userChannel } from '#domain/access/channels.ts';
import { sees } from '#server/scope/visibility.ts';
import type { UserScopes } from '#server/scope/user-scopes.ts';

/** Several writes within this time make one poke. */
const gatherMs = 60;
/** What concerns many waits longer, so that more writes share one poke; it is seen within a second all the same. */
const gatherMsMax = 500;
/** Processor time of the requests one poke leads to. */
const roundMs = 5;
/** Open streams of one process. */
const listenersMax = 5_000;
/** Open streams of one user: one per device and a few on their way out. */
export const listenersPerUserMax = 20;

interface Listener {
	userId: string;
	poke(): void;
	timer: NodeJS.Timeout | undefined;
}

/** Tells devices that something of theirs changed, and never what. A lost poke is harmless. */
export class Pokes {
	readonly #scopes: UserScopes;
	readonly #listeners = new Set<Listener>();

	constructor(scopes: UserScopes) {
		this.#scopes = scopes;
	}

	/** Whether there is no room for one more of that user. */
	isFull(userId: string): boolean {
		if (this.#listeners.size >= listenersMax) return true;
		const own = [...this.#listeners].filter((listener) => listener.userId === userId);
		return own.length >= listenersPerUserMax;
	}

	/** Calls `poke` after writes the user may see, or that may have changed what he sees. Gives the way out. */
	listen(userId: string, poke: () => void): () => void {
		const listener: Listener = { userId, poke, timer: undefined };
		this.#listeners.add(listener);
		return () => {
			clearTimeout(listener.timer);
			this.#listeners.delete(listener);
		};
	}

	touched(channels: readonly string[]): void {
		const concerned = [...this.#listeners].filter((one) => this.#concerns(one, channels));
		const waitMs = Math.min(gatherMsMax, Math.max(gatherMs, concerned.length * roundMs));
		for (const [n, listener] of concerned.entries()) {
			const isOwn = channels.includes(userChannel(listener.userId));
			if (!listener.timer)
				this.#soon(listener, isOwn ? gatherMs : waitMs * spread(n, concerned.length));
		}
	}

	/** Something of his changed that no channel tells. */
	user(userId: string): void {
		for (const listener of this.#listeners)
			if (!listener.timer && listener.userId === userId) this.#soon(listener, gatherMs);
	}

	/** Where a scope is not remembered it has just changed. */
	#concerns({ userId }: Listener, channels: readonly string[]): boolean {
		// Work of his that waits for the desk; nobody is granted that channel.
		if (channels.includes(openQuarantinesChannel(userId))) return true;
		const scope = this.#scopes.remembered(userId);
		return !scope || sees(scope.grants, channels);
	}

	#soon(listener: Listener, ms: number): void {
		listener.timer = setTimeout(() => {
			listener.timer = undefined;
			listener.poke();
		}, ms);
	}
}

/** From a half to the whole: not all of them ask in the same moment. */
function spread(n: number, count: number): number {
	return count > 1 ? 0.5 + n / (2 * (count - 1)) : 1;
}
