import { sees } from '#server/scope/visibility.ts';
import type { UserScopes } from '#server/scope/user-scopes.ts';

/** Several writes within this time make one poke. */
const gatherMs = 60;
/** Open streams of one process. */
export const listenersMax = 5_000;
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
		for (const listener of this.#listeners)
			if (!listener.timer && this.#concerns(listener, channels)) this.#soon(listener);
	}

	/** Where a scope is not remembered it has just changed. */
	#concerns({ userId }: Listener, channels: readonly string[]): boolean {
		const scope = this.#scopes.remembered(userId);
		return !scope || sees(scope.grants, channels);
	}

	#soon(listener: Listener): void {
		listener.timer = setTimeout(() => {
			listener.timer = undefined;
			listener.poke();
		}, gatherMs);
	}
}
