import type { Account } from '#store/accounts.ts';
import { openAccountStore, type AccountStore } from '#store/account-store.ts';
import type { Clock } from '#store/clock.ts';
import { Database, type Engine } from '#store/database.ts';
import type { RecordRow } from '#store/rows.ts';
import { openSyncStore } from '#store/sync-store.ts';
import { SyncRunner, type Connection } from '#sync/runner.ts';
import type { Fetch } from '#sync/server-door.ts';
import type { Seeded } from '../fixtures/seeded.ts';
import type { SimPerson } from './sim-server.ts';

export interface Faults {
	/** The request never arrives. */
	drop: number;
	/** It takes effect, the answer is lost. */
	loseReply: number;
	/** The network delivers it twice. */
	duplicate: number;
}
export const noFaults: Faults = { drop: 0, loseReply: 0, duplicate: 0 };

interface SimDeviceParts {
	person: SimPerson;
	engine: Engine;
	clock: Clock;
	fetch: Fetch;
	chance: Seeded;
	base?: string;
}

/** One installation with its store and its sync; every page life is one `open`. */
export class SimDevice {
	readonly person: SimPerson;
	faults: Faults = noFaults;
	store!: AccountStore;
	/** Names of all commands this device called saved. */
	readonly saved: string[] = [];
	readonly bugs: unknown[] = [];
	readonly #parts: SimDeviceParts;
	#runner!: SyncRunner;
	#database!: Database;
	#closeSync!: () => void;

	constructor(parts: SimDeviceParts) {
		this.#parts = parts;
		this.person = parts.person;
	}

	get connection(): Connection {
		return this.#runner.connection;
	}

	async open(): Promise<void> {
		const { engine, clock, chance, base = '' } = this.#parts;
		this.store = await openAccountStore(accountOf(this.person), { engine, clock });
		this.#database = new Database(this.person.id, 'strict', engine);
		const syncStore = await openSyncStore(this.person.id, { engine, clock });
		this.#closeSync = () => syncStore.close();
		this.#runner = new SyncRunner({
			store: syncStore,
			userId: this.person.id,
			fetch: this.#faultyFetch,
			base,
			clock,
			timers: { set: () => undefined, clear: () => undefined },
			random: () => chance.next(),
			openStream: () => () => undefined,
			changed: () => undefined,
			fault: (error) => this.bugs.push(error),
		});
	}

	/** The tab is killed, at rest or in the middle of a round, and opened again. */
	async kill(): Promise<void> {
		this.close();
		await this.open();
	}

	close(): void {
		this.#runner.stop();
		this.#closeSync();
		this.#database.close();
		this.store.close();
	}

	async sync(reason: 'person' | 'photosNow' = 'person'): Promise<void> {
		this.#runner.wake(reason);
		await this.#runner.settled();
	}

	/** When no request is under way any more. */
	settled(): Promise<void> {
		return this.#runner.settled();
	}

	/** Starts a round and does not wait for it. */
	startSync(): void {
		this.#runner.wake('person');
	}

	rows(): Promise<RecordRow[]> {
		return this.#database.records.toArray();
	}

	/** Changes rows behind the app's back, as a fault would. */
	async damage(work: (database: Database) => Promise<unknown>): Promise<void> {
		await work(this.#database);
	}

	outboxStatuses(): Promise<string[]> {
		return this.#database.outbox.toArray().then((rows) => rows.map((row) => row.status));
	}

	readonly #faultyFetch: Fetch = async (input, init) => {
		const { chance, fetch } = this.#parts;
		if (chance.chance(this.faults.drop)) throw new TypeError('no line');
		const response = await fetch(input, init);
		if (chance.chance(this.faults.loseReply)) throw new TypeError('line lost');
		return chance.chance(this.faults.duplicate) ? fetch(input, init) : response;
	};
}

function accountOf({ id, account, roles }: SimPerson): Account {
	return { userId: id, account, name: account, roles, deskIds: [] };
}
