import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { openAccountStore, type AccountStore, type StoreOptions } from './account-store.ts';
import type { Account } from './accounts.ts';
import type { Clock } from './clock.ts';
import type { Engine } from './database.ts';
import type { CommandDraft } from './execute.ts';
import type { OpenFiles } from './private-files.ts';
import type { Markers } from './storage-health.ts';

/** Twins of the browser for tests: an own IndexedDB in memory and a clock moved by hand. */
export function memoryEngine(): Engine {
	return { indexedDB: new IDBFactory(), IDBKeyRange };
}

/** What a browser keeps beside its databases, and what it is. */
export function memoryMarkers(): { markers: Markers; kept: Map<string, string> } {
	const kept = new Map<string, string>();
	const markers = {
		getItem: (key: string) => kept.get(key) ?? null,
		setItem: (key: string, value: string) => void kept.set(key, value),
		removeItem: (key: string) => void kept.delete(key),
	};
	return { markers, kept };
}

export interface MemoryFiles {
	open: OpenFiles;
	kept: Map<string, Uint8Array<ArrayBuffer>>;
	/** Takes nothing more. */
	isFull: boolean;
}

/** An account's files, the same ones for every opening, as on one device. */
export function memoryFiles(): MemoryFiles {
	const kept = new Map<string, Uint8Array<ArrayBuffer>>();
	let existed = false;
	const files: MemoryFiles = { kept, isFull: false, open };
	async function open(): ReturnType<OpenFiles> {
		const isKnown = existed;
		existed = true;
		return {
			found: isKnown ? [...kept.keys()] : undefined,
			names: async () => [...kept.keys()],
			read: async (name) => (kept.get(name) ?? new Uint8Array()).slice().buffer,
			async write(name, content) {
				if (files.isFull) throw new DOMException('full', 'QuotaExceededError');
				kept.set(name, content);
			},
			remove: async (name) => void kept.delete(name),
		};
	}
	return files;
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

/** A request taken on the spot, numbered here. */
export const walkUp = (record: string): CommandDraft => ({
	type: 'workOrder.createOnSite@1',
	kind: 'workOrder',
	record,
	args: async ({ nextOfflineNumber }) => ({
		orderKind: 'fault',
		channel: 'walk_up',
		requester: { name: '护士长' },
		customerId: 'customer-1',
		summary: '打印机卡纸',
		impact: 'low',
		urgency: 'low',
		offlineNumber: await nextOfflineNumber('D0201'),
	}),
});
