import type { AssetWorkerAnswer, AssetWorkerRequest } from './asset-worker.ts';
import type { Found, Offers, Question } from './asset-index.ts';

/** The Worker and its memory are given back when no list has been open for so long. */
const idleMs = 60_000;

/** The page's side of the filter Worker, one per account. */
export class AssetSearch {
	readonly userId: string;
	readonly #worker: Worker;
	readonly #waiting = new Map<number, (found: Found) => void>();
	readonly #asking = new Map<number, (offers: Offers) => void>();
	readonly #listeners = new Set<() => void>();
	#lastId = 0;
	/** Everything on the device has been gone through once. */
	isComplete = false;
	failed = false;

	constructor(userId: string) {
		this.userId = userId;
		this.#worker = new Worker(new URL('./asset-worker.ts', import.meta.url), { type: 'module' });
		this.#worker.addEventListener('message', ({ data }: MessageEvent<AssetWorkerAnswer>) =>
			this.#heard(data),
		);
		this.#worker.addEventListener('error', () => this.#heard({ kind: 'failed', why: '' }));
		this.#send({ kind: 'open', userId });
	}

	find(question: Question): Promise<Found> {
		const id = ++this.#lastId;
		return new Promise((resolve) => {
			this.#waiting.set(id, resolve);
			this.#send({ kind: 'find', id, question });
		});
	}

	offers(): Promise<Offers> {
		const id = ++this.#lastId;
		return new Promise((resolve) => {
			this.#asking.set(id, resolve);
			this.#send({ kind: 'offers', id });
		});
	}

	/** Told whenever other answers are possible. Gives the way out. */
	watch(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	close(): void {
		this.#worker.terminate();
	}

	#heard(answer: AssetWorkerAnswer): void {
		if (answer.kind === 'found') {
			this.#waiting.get(answer.id)?.(answer.found);
			this.#waiting.delete(answer.id);
			return;
		}
		if (answer.kind === 'offers') {
			this.#asking.get(answer.id)?.(answer.offers);
			this.#asking.delete(answer.id);
			return;
		}
		if (answer.kind === 'changed') this.isComplete = true;
		else this.failed = true;
		for (const listener of this.#listeners) listener();
	}

	#send(request: AssetWorkerRequest): void {
		this.#worker.postMessage(request);
	}
}

let shared: { search: AssetSearch; users: number } | undefined;
let closing: ReturnType<typeof setTimeout> | undefined;

/** The account's, started by its first user; `release` when done with it. */
export function useAssetSearch(userId: string): { search: AssetSearch; release: () => void } {
	clearTimeout(closing);
	if (shared && shared.search.userId !== userId) close();
	const own = (shared ??= { search: new AssetSearch(userId), users: 0 });
	own.users++;
	return { search: own.search, release: () => release(own) };
}

function release(own: { users: number }): void {
	own.users--;
	if (own.users === 0 && own === shared) closing = setTimeout(close, idleMs);
}

function close(): void {
	shared?.search.close();
	shared = undefined;
}
