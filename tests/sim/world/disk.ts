/**
 * The disk of one installation: IndexedDB in memory, with what happens to real ones. A tab that dies
 * takes its open transactions with it, or dies just as one is written; the disk fills up; the browser
 * throws everything away.
 */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import type { Engine } from '#store/database.ts';

/** Of fake-indexeddb, what faults need to reach. */
interface RawStore {
	name: string;
	rawDatabase: RawDatabase;
	records: { values(): Iterable<{ value: unknown }> };
	storeRecord: (...args: unknown[]) => unknown;
	deleteRecord: (...args: unknown[]) => unknown;
	clear: (...args: unknown[]) => unknown;
}
interface RawDatabase {
	name: string;
	transactions: RawTransaction[];
	rawObjectStores: Map<string, RawStore>;
}
interface RawTransaction {
	mode: string;
	db: object;
	_state: string;
	_requests: { request: Silenced }[];
	oncomplete: ((event: unknown) => void) | null;
	onabort: unknown;
	onerror: unknown;
	_abort(error: null): void;
}
interface Silenced {
	onsuccess: unknown;
	onerror: unknown;
	listeners: unknown[];
}
interface OpenRequest extends Silenced {
	result: { close(): void };
	addEventListener(type: string, then: () => void): void;
}

interface Factory {
	_databases: Map<string, RawDatabase>;
}

/** What was read of a table that has not changed since. */
const rowsRead = new WeakMap<RawStore, readonly unknown[]>();

function rowsOf(store: RawStore): readonly unknown[] {
	// Until the first store is seen nothing tells of changes.
	const known = storesPatched ? rowsRead.get(store) : undefined;
	if (known) return known;
	const rows = Array.from(store.records.values(), ({ value }) => value);
	rowsRead.set(store, rows);
	return rows;
}

/** Databases that take no more. */
const full = new WeakSet<RawDatabase>();
let storesPatched = false;

export class Disk {
	#factory = new IDBFactory();
	#full = false;
	readonly #connections = new Map<string, Set<object>>();
	readonly #dead = new Set<string>();

	/** IndexedDB as that tab sees it. */
	engineFor(tab: string): Engine {
		const connections = new Set<object>();
		this.#connections.set(tab, connections);
		const indexedDB = new Proxy(this.#factory, {
			get: (factory, name) => {
				if (name === 'open') return (...args: [string, number?]) => this.#open(tab, factory, args);
				const value: unknown = Reflect.get(factory, name, factory);
				return typeof value === 'function' ? (value.bind(factory) as unknown) : value;
			},
		});
		return { indexedDB, IDBKeyRange };
	}

	#open(tab: string, factory: IDBFactory, args: [string, number?]): unknown {
		const request = factory.open(...args) as unknown as OpenRequest;
		const opened = () => {
			this.#connections.get(tab)?.add(request.result);
			this.#watchStores();
			if (!this.#dead.has(tab)) return;
			request.onsuccess = null;
			request.result.close();
		};
		request.addEventListener('success', opened);
		request.addEventListener('upgradeneeded', () => {
			this.#connections.get(tab)?.add(request.result);
		});
		return request;
	}

	/** Whether the tab could die now: nobody dies in the first making of a database. */
	mayDie(tab: string): boolean {
		return this.#unfinished(tab).every(({ mode }) => mode !== 'versionchange');
	}

	/** The tab is gone: what it had not finished never happened, and nothing it waits for comes. */
	kill(tab: string): void {
		this.#dead.add(tab);
		for (const transaction of this.#unfinished(tab)) {
			for (const { request } of transaction._requests) silence(request);
			Object.assign(transaction, { onabort: null, onerror: null, oncomplete: null });
			transaction._abort(null);
		}
		for (const connection of this.#connections.get(tab) ?? [])
			(connection as { close(): void }).close();
	}

	/** The tab dies at the very moment the transaction under way is written. False where none is. */
	killAtCommit(tab: string, then: () => void): boolean {
		const writing = this.#unfinished(tab).find(({ mode }) => mode === 'readwrite');
		if (!writing) return false;
		writing.oncomplete = then;
		return true;
	}

	#unfinished(tab: string): RawTransaction[] {
		const own = this.#connections.get(tab) ?? new Set();
		return this.#databases().flatMap(({ transactions }) =>
			transactions.filter((each) => own.has(each.db) && each._state !== 'finished'),
		);
	}

	/** Whether nobody is writing: then what lies here is what would survive. */
	get isQuiet(): boolean {
		this.#forgetFinished();
		return this.#databases().every(({ transactions }) =>
			transactions.every(({ mode }) => mode === 'readonly'),
		);
	}

	/** The library would keep all of them, and all they read, as long as the database lives. */
	#forgetFinished(): void {
		for (const raw of this.#databases())
			raw.transactions = raw.transactions.filter(({ _state }) => _state !== 'finished');
	}

	/** Everything in one table, past all doors of the product: the same list until something changes. */
	rows<T>(database: string, table: string): readonly T[] {
		const { _databases } = this.#factory as unknown as Factory;
		const store = _databases.get(database)?.rawObjectStores.get(table);
		return (store ? rowsOf(store) : []) as readonly T[];
	}

	has(database: string): boolean {
		return this.#databases().some(({ name }) => name === database);
	}

	setFull(is: boolean): void {
		this.#full = is;
		for (const raw of this.#databases())
			if (is) full.add(raw);
			else full.delete(raw);
	}

	get isFull(): boolean {
		return this.#full;
	}

	/** The browser throws the site's data away; no tab was open. */
	evict(): void {
		this.#factory = new IDBFactory();
		this.#full = false;
	}

	#databases(): RawDatabase[] {
		const { _databases } = this.#factory as unknown as Factory;
		return [..._databases.values()];
	}

	#watchStores(): void {
		if (this.#full) this.setFull(true);
		if (storesPatched) return;
		const [store] = this.#databases().flatMap(({ rawObjectStores }) => [
			...rawObjectStores.values(),
		]);
		if (!store) return;
		storesPatched = true;
		const prototype = Object.getPrototypeOf(store) as RawStore;
		const { storeRecord, deleteRecord, clear } = prototype;
		prototype.deleteRecord = function (this: RawStore, ...args: unknown[]) {
			rowsRead.delete(this);
			return deleteRecord.apply(this, args);
		};
		prototype.clear = function (this: RawStore, ...args: unknown[]) {
			rowsRead.delete(this);
			return clear.apply(this, args);
		};
		prototype.storeRecord = function (this: RawStore, ...args: unknown[]) {
			rowsRead.delete(this);
			// Undoing what an aborted transaction had written needs no room.
			const isUndoing = args[2] === undefined;
			if (!isUndoing && full.has(this.rawDatabase))
				throw new DOMException('disk full', 'QuotaExceededError');
			return storeRecord.apply(this, args);
		};
	}
}

function silence(request: Silenced): void {
	request.onsuccess = null;
	request.onerror = null;
	request.listeners = [];
}
