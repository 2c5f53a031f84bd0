import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { openAccountStore, type AccountStore, type StoreOptions } from './account-store.ts';
import type { Account } from './accounts.ts';
import type { Clock } from './clock.ts';
import type { Engine } from './database.ts';

/** Twins of the browser for tests: an own IndexedDB in memory and a clock moved by hand. */
export function memoryEngine(): Engine {
	return { indexedDB: new IDBFactory(), IDBKeyRange };
}

export interface HandClock extends Clock {
	advance: (ms: number) => void;
	/** Sets the wall clock alone, as a person does. */
	setWall: (ms: number) => void;
}

export function handClock(startMs = Date.UTC(2026, 10, 21, 2, 0)): HandClock {
	let wallMs = startMs;
	let monotonicMs = 0;
	return {
		wallMs: () => wallMs,
		monotonicMs: () => monotonicMs,
		advance(ms) {
			wallMs += ms;
			monotonicMs += ms;
		},
		setWall(ms) {
			wallMs = ms;
		},
	};
}

export const engineer: Account = {
	userId: 'engineer-08',
	account: 'e08',
	name: '工程师 08',
	roles: ['engineer', 'dispatcher'],
	deskIds: ['desk-1'],
};

export interface TestStore {
	store: AccountStore;
	engine: Engine;
	clock: HandClock;
	/** Closes and opens again, as a killed tab does. */
	reopen: () => Promise<AccountStore>;
}

export async function openTestStore(options: StoreOptions = {}): Promise<TestStore> {
	const engine = options.engine ?? memoryEngine();
	const clock = handClock();
	const open = () => openAccountStore(engineer, { clock, ...options, engine });
	let store = await open();
	return {
		store,
		engine,
		clock,
		async reopen() {
			store.close();
			store = await open();
			return store;
		},
	};
}
