/** The page's side of sync: starts the Worker, passes on what wakes it and keeps the status. */
import * as v from 'valibot';
import type { AccountStore } from '#store/account-store.ts';
import { SyncStatus } from './status.svelte.ts';
import { channelOf, SyncMessage, type PageWake, type WorkerOrder } from './sync-messages.ts';

/** A Worker that syncs answers within this, unless its tab is frozen. */
const answerMsMax = 3_000;

export interface RunningSync {
	status: SyncStatus;
	wake(reason: PageWake): void;
	/** Ends it for this tab; what is unsent stays in the store. */
	stop(): void;
}

/** One per open account store. The Worker starts after the first paint. */
export function startSync(store: AccountStore): RunningSync {
	return new PageSync(store);
}

class PageSync implements RunningSync {
	readonly status: SyncStatus;
	readonly #userId: string;
	#worker: Worker | undefined;
	readonly #channel: BroadcastChannel;
	readonly #ends: (() => void)[] = [];
	#unanswered: ReturnType<typeof setTimeout> | undefined;

	constructor(store: AccountStore) {
		this.#userId = store.account.userId;
		this.status = new SyncStatus(store, (reason) => this.wake(reason));
		this.#channel = new BroadcastChannel(channelOf(this.#userId));
		this.#channel.onmessage = ({ data }) => this.#heard(data);
		this.#ends.push(store.onExecuted(() => this.wake('executed')));
		this.#listen(window, 'online', () => this.wake('online'));
		this.#listen(window, 'offline', () => this.#say({ type: 'offline' }));
		this.#listen(document, 'visibilitychange', () => this.#seen());
		// A frozen page comes back to life, here or from the history.
		this.#listen(document, 'resume', () => this.#seen());
		this.#listen(window, 'pageshow', () => this.#seen());
		this.#ends.push(afterPaint(() => this.#start()));
	}

	wake(reason: PageWake): void {
		this.#say({ type: 'wake', reason });
	}

	stop(): void {
		clearTimeout(this.#unanswered);
		for (const end of this.#ends) end();
		this.#channel.close();
		this.#order({ type: 'stop' });
	}

	#start(): void {
		this.#worker = new Worker(new URL('./sync-worker.ts', import.meta.url), { type: 'module' });
		this.#order({ type: 'start', userId: this.#userId, base: location.origin });
		this.#ask();
	}

	#seen(): void {
		if (document.visibilityState !== 'visible') return;
		this.wake('visible');
		this.#ask();
	}

	/** Nobody answers: the lock lies with a frozen tab, so our own Worker takes it. */
	#ask(): void {
		clearTimeout(this.#unanswered);
		this.#unanswered = setTimeout(() => this.#order({ type: 'takeOver' }), answerMsMax);
		this.#say({ type: 'tell' });
	}

	#heard(data: unknown): void {
		const message = v.safeParse(SyncMessage, data);
		if (!message.success || message.output.type !== 'connection') return;
		clearTimeout(this.#unanswered);
		this.status.heard(message.output.connection);
	}

	#say(message: SyncMessage): void {
		this.#channel.postMessage(message);
	}

	#order(order: WorkerOrder): void {
		this.#worker?.postMessage(order);
	}

	#listen(target: EventTarget, name: string, then: () => void): void {
		target.addEventListener(name, then);
		this.#ends.push(() => target.removeEventListener(name, then));
	}
}

/** A hidden tab paints nothing: then a moment later. */
const paintMsMax = 500;

function afterPaint(then: () => void): () => void {
	const cancel = () => {
		cancelAnimationFrame(frame);
		clearTimeout(timer);
	};
	const run = () => {
		cancel();
		then();
	};
	let timer = setTimeout(run, paintMsMax);
	const frame = requestAnimationFrame(() => {
		clearTimeout(timer);
		timer = setTimeout(run);
	});
	return cancel;
}
