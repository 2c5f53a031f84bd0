import { openAccountStore, type AccountStore } from '#store/account-store.ts';
import type { Engine } from '#store/database.ts';
import { openSyncStore, type SyncStore } from '#store/sync-store.ts';
import { SyncRunner, type Connection } from '#sync/runner.ts';
import { isWorking } from '#sync/engine/step.ts';
import type { Device } from './device.ts';
import type { Hold } from './hold.ts';
import { Line } from './line.ts';

/** One open page of the app with its sync: lives until it is closed, killed or its device thrown away. */
export class Tab {
	readonly name: string;
	readonly device: Device;
	alive = true;
	store: AccountStore | undefined;
	runner: SyncRunner | undefined;
	/** One of its requests waits for something else to happen first. */
	hold: Hold | undefined;
	readonly #engine: Engine;
	readonly line: Line;
	#syncStore: SyncStore | undefined;
	#thawed: (() => void)[] | undefined;
	#phase: Connection['phase'] = 'offline';
	#timer: (() => void) | undefined;

	constructor(device: Device, name: string) {
		this.device = device;
		this.name = name;
		this.#engine = device.disk.engineFor(name);
		this.line = new Line(device.world, this);
	}

	get frozen(): boolean {
		return this.#thawed !== undefined;
	}

	get isWorking(): boolean {
		return this.alive && isWorking(this.#phase);
	}

	get isReady(): boolean {
		return this.alive && this.runner !== undefined;
	}

	get connection(): Connection | undefined {
		return this.runner?.connection;
	}

	async open(): Promise<void> {
		const { world, account, markers, clock } = this.device;
		const files = this.device.files.openFor(this, world.scheduler);
		const own = { engine: this.#engine, clock, files };
		const store = await openAccountStore(account, { ...own, markers });
		const syncStore = await openSyncStore(account.userId, own);
		if (!this.alive) return;
		this.store = store;
		this.#syncStore = syncStore;
		this.runner = new SyncRunner({
			store: syncStore,
			userId: account.userId,
			fetch: this.line.fetch,
			base: '',
			clock,
			timers: {
				set: (_ms, then) => {
					this.#timer = then;
				},
				clear: () => {
					this.#timer = undefined;
				},
			},
			random: () => world.chance.next(),
			openStream: () => () => undefined,
			changed: (connection) => this.#changed(connection),
			fault: (error) => world.bug(this.name, error),
		});
		this.device.opened(this);
	}

	#changed({ phase }: Connection): void {
		if (!this.alive) return;
		const before = this.#phase;
		this.#phase = phase;
		if (phase === before) return;
		if (phase === 'hello') this.device.roundBegan(this);
		if (phase === 'idle' && isWorking(before)) this.device.roundEnded(this);
	}

	/** What was set to be done later is due. */
	fireTimer(): void {
		const then = this.#timer;
		this.#timer = undefined;
		if (this.alive && !this.frozen) then?.();
	}

	freeze(): void {
		this.#thawed ??= [];
	}

	thaw(): void {
		const waiting = this.#thawed ?? [];
		this.#thawed = undefined;
		for (const resolve of waiting) resolve();
	}

	thawed(): Promise<void> {
		return new Promise((resolve) => this.#thawed?.push(resolve) ?? resolve());
	}

	/** Gone without a word: nothing of it goes on, and its open transactions never were. */
	die(): void {
		this.alive = false;
		this.device.disk.kill(this.name);
		this.device.gone(this);
	}

	/** Closed as a page is: what is under way may end. */
	close(): void {
		this.alive = false;
		this.runner?.stop();
		this.#syncStore?.close();
		this.store?.close();
		this.device.gone(this);
	}
}
