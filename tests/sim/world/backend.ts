/**
 * What all servers of a story stand on: one store, backups of it where there are any, and a seam in
 * front of it for every server process.
 */
import type { Instant } from '#domain/time/instant.ts';
import { CouchStore } from '#server/store/couch-store.ts';
import { MemoryStore } from '#server/store/memory.ts';
import type { CouchRequest, CouchTransport } from '#server/store/couch-transport.ts';
import type { CommitEntry, CommitOutcome, RecordKey, Store } from '#server/store/port.ts';
import { Seeded } from '../../fixtures/seeded.ts';
import { FolderBackups } from './folder-backups.ts';
import { calmCluster, nasty, openCouchModel } from '../couch-model.ts';
import type { Scheduler } from './scheduler.ts';

/** `sqlite-like`: one process, every write certain. `couch-cluster`: three nodes, copies that lag. */
export type Flavour = 'sqlite-like' | 'couch-cluster';
export const flavours: readonly Flavour[] = ['sqlite-like', 'couch-cluster'];

/** Share of writes a copy hears of late: so many that two writers of one revision may both find one. */
const lateInStories = 0.5;

/** Requests a copy may lag behind where it is to be behind: more than there are in a minute. */
const lagsLong = 50_000;

/** Who stands before the store: dead, it asks nothing and hears nothing any more. */
export interface Process {
	alive: boolean;
	/** Its request to a cluster goes out when this resolves. */
	asking?: ((request: CouchRequest) => Promise<void>) | undefined;
	/** Told of what a cluster has carried out for it, before it hears so itself. */
	carriedOut?: ((request: CouchRequest) => void) | undefined;
}

/** What a flavour can do besides the port. */
export interface OpenedStore {
	/** The store as one more server process opens it. */
	connect(process: Process): Promise<Store>;
	/** The store for who sets up and looks after it: past all faults. */
	calm(): Promise<Store>;
	/** From here on the cluster has faults of its own. */
	disturb(): void;
	/** Ends them: all copies learn all. */
	heal(): void;
	/** Whether requests to the cluster get lost on their way. */
	loseRequests?(doLose: boolean): void;
	/** Copies learn from one another much later than else, and nothing gets lost. */
	lag?(): void;
	/** One node more or less is out of reach. */
	shakeNode?(): void;
	/** A backup of now, put back whenever it is asked for. A cluster is at rest meanwhile. */
	backUp(now: Instant): Promise<Backup>;
	/** Nothing of it is needed any more. */
	end(): void;
}

export type Backup = (now: Instant) => Promise<OpenedStore>;

/** Opens an empty store of that flavour. */
export async function openStore(
	flavour: Flavour,
	seed: number,
	scheduler: Scheduler,
): Promise<OpenedStore> {
	if (flavour === 'couch-cluster') return openCluster(seed, scheduler);
	return openMemory(new MemoryStore());
}

function openMemory(store: MemoryStore): OpenedStore {
	const one = async () => store;
	return {
		...{ connect: one, calm: one },
		...{ disturb: () => undefined, heal: () => undefined, end: () => undefined },
		backUp: async () => {
			const kept = store.copy();
			return async (now) => {
				const restored = kept.copy();
				restored.markRestored(now);
				return openMemory(restored);
			};
		},
	};
}

interface OpenedCluster extends OpenedStore {
	calm(): Promise<CouchStore>;
}

function openCluster(seed: number, scheduler: Scheduler): OpenedCluster {
	const model = openCouchModel(seed, calmCluster);
	const backups = new FolderBackups();
	const chance = new Seeded(seed * 13 + 5);
	let down: number | undefined;
	const nowMs = () => scheduler.nowMs;
	const open = (transport: CouchTransport) =>
		CouchStore.open({ transport, prefix: 'story', account: 'outpost', nowMs });
	async function calmly<T>(work: () => Promise<T>): Promise<T> {
		const { faults } = model;
		model.faults = { ...calmCluster };
		try {
			return await work();
		} finally {
			model.faults = faults;
		}
	}
	const calm = () => calmly(() => open(model.client().transport));
	return {
		connect: (process) =>
			calmly(() => open(ofProcess(model.client().transport, process, scheduler))),
		calm,
		backUp: async (now) => {
			const kept = await calmly(async () => backups.take(await calm(), now));
			return async (restoredAt) => {
				const opened = openCluster(seed + 1, scheduler);
				await backups.putBack(kept, await opened.calm(), restoredAt);
				return opened;
			};
		},
		end: () => backups.remove(),
		disturb: () => {
			model.faults = { ...nasty, late: lateInStories };
		},
		shakeNode: () => {
			const node = down ?? chance.below(calmCluster.nodes);
			if (down === undefined) model.kill(node);
			else model.revive(node);
			down = down === undefined ? node : undefined;
		},
		loseRequests: (doLose) => {
			model.faults = { ...model.faults, lost: doLose ? nasty.lost : 0 };
		},
		lag: () => {
			model.faults = { ...nasty, lost: 0, lagRequestsMax: lagsLong };
		},
		heal: () => model.heal(),
	};
}

/** Others go before each request and before its answer, and a process may die there. */
function ofProcess(
	transport: CouchTransport,
	process: Process,
	scheduler: Scheduler,
): CouchTransport {
	const others = async () => {
		await scheduler.turn();
		if (!process.alive) await new Promise(() => undefined);
	};
	return async (request) => {
		await process.asking?.(request);
		await others();
		const answer = await transport(request);
		process.carriedOut?.(request);
		await others();
		return answer;
	};
}

/** Who is told what the store has taken. */
interface Told {
	/** Something is about to be written; gives whom to tell that it has been answered for. */
	committing: () => () => void;
	committed: (entries: readonly CommitEntry[], outcomes: readonly CommitOutcome[]) => void;
	blobTaken: (sha256: string) => void;
	/** From here on the store may have it, whether it answers or not. */
	blobUnsure: (sha256: string) => void;
}

type Methods = Record<string, (...args: unknown[]) => Promise<unknown>>;

export class Backend {
	readonly #scheduler: Scheduler;
	readonly #told: Told;
	#opened: OpenedStore;
	#calm: Store | undefined;
	#backup: Backup | undefined;
	/** Those that were lost; their backups may still be put back. */
	readonly #former: OpenedStore[] = [];
	/** Records whose stored body nobody can read for now. */
	readonly unreadable = new Set<string>();

	constructor(opened: OpenedStore, scheduler: Scheduler, told: Told) {
		this.#opened = opened;
		this.#scheduler = scheduler;
		this.#told = told;
	}

	/** The store as one server process sees it, until that process dies. */
	async connect(process: Process): Promise<Store> {
		const store = await this.#opened.connect(process);
		return new Proxy(store, {
			get: (target, name) => {
				const value: unknown = Reflect.get(target, name, target);
				if (typeof value !== 'function') return value;
				return (...args: unknown[]) => this.#call(target, String(name), args, process);
			},
		});
	}

	async #call(store: Store, method: string, args: unknown[], process: Process) {
		await this.#seam(process);
		this.#refuseUnreadable(method, args);
		if (method === 'putBlob') this.#told.blobUnsure((args[0] as { sha256: string }).sha256);
		const result = await this.#carryOut(store, method, args);
		await this.#seam(process);
		return result;
	}

	async #carryOut(store: Store, method: string, args: unknown[]): Promise<unknown> {
		const ended = method === 'commit' ? this.#told.committing() : undefined;
		try {
			const result = await (store as unknown as Methods)[method]?.apply(store, args);
			this.#tell(method, args, result);
			return result;
		} finally {
			ended?.();
		}
	}

	#tell(method: string, args: unknown[], result: unknown): void {
		const { committed, blobTaken } = this.#told;
		if (method === 'commit') committed(args[0] as CommitEntry[], result as CommitOutcome[]);
		if (method === 'putBlob') blobTaken((args[0] as { sha256: string }).sha256);
	}

	/** Everybody else may go first; a dead process hears nothing any more. */
	async #seam(process: Process): Promise<void> {
		await this.#scheduler.turn();
		if (!process.alive) await new Promise(() => undefined);
	}

	#refuseUnreadable(method: string, args: unknown[]): void {
		if (method !== 'get' || !this.unreadable.has(String(args[1]))) return;
		throw new Error(`record ${String(args[1])} cannot be read`);
	}

	async takeBackup(now: Instant): Promise<void> {
		this.#backup = await this.#opened.backUp(now);
	}

	get hasBackup(): boolean {
		return this.#backup !== undefined;
	}

	/** The latest backup takes the place of the store; servers have to be started on it. */
	async restore(now: Instant): Promise<void> {
		if (!this.#backup) throw new Error('there is no backup');
		const former = this.#opened;
		this.#opened = await this.#backup(now);
		this.#former.push(former);
		this.#calm = undefined;
	}

	/** Nothing of it is needed any more. */
	end(): void {
		for (const opened of [...this.#former, this.#opened]) opened.end();
	}

	disturb(): void {
		this.#opened.disturb();
	}

	loseRequests(doLose: boolean): void {
		this.#opened.loseRequests?.(doLose);
	}

	/** Copies of a cluster are behind one another for long from here on. */
	lag(): void {
		this.#opened.lag?.();
	}

	/** A node of a cluster goes away, or comes back. */
	shakeNode(): void {
		this.#opened.shakeNode?.();
	}

	heal(): void {
		this.unreadable.clear();
		this.#opened.heal();
	}

	/** What the store says now, past all seams. */
	async get({ kind, id }: RecordKey) {
		return (await this.raw()).get(kind, id);
	}

	/** The store itself, for what is set up outside the story. */
	async raw(): Promise<Store> {
		this.#calm ??= await this.#opened.calm();
		return this.#calm;
	}
}
