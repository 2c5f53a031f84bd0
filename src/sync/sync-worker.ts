/** The dedicated Worker in which an account syncs. It touches no page and outlives no tab. */
import * as v from 'valibot';
import { deviceClock } from '#store/clock.ts';
import { openPrivateFiles } from '#store/private-files.ts';
import { openSyncStore, type SyncStore } from '#store/sync-store.ts';
import { lineOf } from '#domain/protocol/photo-rule.ts';
import { openPokeStream } from './poke-stream.ts';
import { SyncRunner, type Connection, type Timers } from './runner.ts';
import { SyncLock } from './sync-lock.ts';
import { channelOf, lockOf, SyncMessage, WorkerOrder } from './sync-messages.ts';

type Start = Extract<WorkerOrder, { type: 'start' }>;

class AccountSync {
	readonly #channel: BroadcastChannel;
	readonly #store: SyncStore;
	readonly #lock: SyncLock;
	readonly #start: Start;
	#runner: SyncRunner | undefined;

	constructor(start: Start, store: SyncStore) {
		this.#start = start;
		this.#store = store;
		this.#channel = new BroadcastChannel(channelOf(start.userId));
		this.#channel.onmessage = ({ data }) => this.#heard(data);
		this.#lock = new SyncLock({
			locks: locksOf(navigator),
			name: lockOf(start.userId),
			lead: () => this.#lead(),
			lost: () => this.#rest(),
		});
		this.#lock.request();
		connection()?.addEventListener('change', this.#lineChanged);
	}

	readonly #lineChanged = () => this.#runner?.wake('online');

	takeOver(): void {
		this.#lock.takeOver();
	}

	stop(): void {
		this.#rest();
		this.#lock.release();
		connection()?.removeEventListener('change', this.#lineChanged);
		this.#channel.close();
		this.#store.close();
	}

	#lead(): void {
		const { userId, base } = this.#start;
		this.#runner = new SyncRunner({
			store: this.#store,
			userId,
			base,
			fetch: (input, init) => fetch(input, init),
			clock: deviceClock,
			timers: oneTimer(),
			random: () => Math.random(),
			openStream: (heard) =>
				openPokeStream({ url: `${base}/sync/v1/stream`, EventSource, later }, heard),
			changed: (connection) => this.#tell(connection),
			line: () => lineOf(navigator),
			fault: (error) => console.error(error),
		});
		this.#runner.start();
		void this.#store.reindex().catch((error: unknown) => console.error(error));
	}

	#rest(): void {
		this.#runner?.stop();
		this.#runner = undefined;
	}

	#heard(data: unknown): void {
		const message = v.safeParse(SyncMessage, data);
		if (!message.success || !this.#runner) return;
		const { output } = message;
		if (output.type === 'wake') this.#runner.wake(output.reason);
		if (output.type === 'offline') this.#runner.wentOffline();
		if (output.type === 'tell') this.#tell(this.#runner.connection);
	}

	#tell(connection: Connection): void {
		this.#channel.postMessage({ type: 'connection', connection } satisfies SyncMessage);
	}
}

/** Absent in most browsers. */
function connection(): EventTarget | undefined {
	return (navigator as Navigator & { connection?: EventTarget }).connection;
}

/** Absent in old browsers and on insecure origins. */
function locksOf({ locks }: { locks?: LockManager }): LockManager | undefined {
	return locks;
}

function oneTimer(): Timers {
	let cancel: (() => void) | undefined;
	return {
		set(ms, then) {
			cancel?.();
			cancel = later(ms, then);
		},
		clear: () => cancel?.(),
	};
}

function later(ms: number, then: () => void): () => void {
	const timer = setTimeout(then, ms);
	return () => clearTimeout(timer);
}

let sync: Promise<AccountSync> | undefined;

addEventListener('message', ({ data }: MessageEvent<unknown>) => {
	const order = v.safeParse(WorkerOrder, data);
	if (order.success) void obey(order.output);
});

async function obey(order: WorkerOrder): Promise<void> {
	if (order.type === 'start')
		sync ??= openSyncStore(order.userId, { files: openPrivateFiles }).then(
			(store) => new AccountSync(order, store),
		);
	const account = await sync;
	if (order.type === 'takeOver') account?.takeOver();
	if (order.type === 'stop') {
		account?.stop();
		close();
	}
}
