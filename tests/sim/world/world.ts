import { createHash } from 'node:crypto';
import type { RecordOf } from '#domain/record-schemas.ts';
import { instantOf, type Instant } from '#domain/time/instant.ts';
import type { CouchRequest } from '#server/store/couch-transport.ts';
import { PlainError } from '#server/plain-error.ts';
import { StoreUnavailable, type Store } from '#server/store/port.ts';
import { sessionCookie } from '#server/http/session-cookie.ts';
import { Oracle } from '../oracle/oracle.ts';
import { everybody, type Person } from '../people.ts';
import { Seeded } from '../../fixtures/seeded.ts';
import { setting } from '../setting.ts';
import { Backend, openStore, type Flavour } from './backend.ts';
import { Device } from './device.ts';
import { enterWorld } from './fixed-chance.ts';
import { Scheduler } from './scheduler.ts';
import { ServerProcess } from './server-process.ts';

const startMs = Date.UTC(2026, 10, 21, 2, 0);
/** How long it takes to put a backup back. */
const restoreMs = 20 * 60_000;
/** Happenings a late message may wait for. */
const latenessMax = 14;

export interface WorldParts {
	seed: number;
	flavour: Flavour;
	servers: number;
	dataDir: string;
	/** The story is over as soon as this statement is violated. */
	until?: number;
}

/** Everything of one story: devices, lines, servers, their store, and the oracle that watches. */
export class World {
	readonly chance: Seeded;
	readonly scheduler: Scheduler;
	readonly oracle: Oracle;
	readonly devices: Device[] = [];
	readonly servers: ServerProcess[] = [];
	readonly trace: string[] = [];
	readonly flavour: Flavour;
	backend!: Backend;
	/** A backup was put back: devices hand in what the server lacks, and wait for one another. */
	wasRestored = false;
	/** A server's request to its cluster goes out when this resolves. */
	asking: (server: ServerProcess, request: CouchRequest) => Promise<void> = async () => undefined;
	/** Told of what a cluster has carried out for a server, before that server hears so: faults strike here. */
	carriedOut: (server: ServerProcess, request: CouchRequest) => void = () => undefined;
	/** What counts as one happening: late messages wait for some of them. */
	happenings = 0;
	readonly #parts: WorldParts;
	readonly #hash = createHash('sha256');
	#waiting: { due: number; then: () => void }[] = [];
	#serversMade = 0;
	#retired: ServerProcess[] = [];

	constructor(parts: WorldParts) {
		this.#parts = parts;
		this.flavour = parts.flavour;
		this.chance = new Seeded(parts.seed * 2 + 1);
		const order = new Seeded(parts.seed * 31 + 7);
		this.scheduler = new Scheduler(order, startMs, (error) => this.bug('a turn', error));
		this.oracle = new Oracle(
			everybody.map(({ id }) => id),
			this.trace,
			(text) => this.note(text),
			() => this.scheduler.nowMs,
			parts.flavour === 'couch-cluster',
		);
	}

	async begin(): Promise<void> {
		const { seed, flavour, servers } = this.#parts;
		enterWorld({
			chance: new Seeded(seed * 17 + 3),
			nowMs: () => this.scheduler.nowMs,
			immediate: this.scheduler.immediate,
		});
		const opened = await this.scheduler.outside(() => openStore(flavour, seed, this.scheduler));
		this.backend = new Backend(opened, this.scheduler, {
			committing: this.oracle.committing,
			committed: this.oracle.committed,
			blobTaken: (sha256) => this.oracle.serverBlobs.add(sha256),
			blobUnsure: (sha256) => this.oracle.unsureBlobs.add(sha256),
		});
		this.oracle.epochs.push((await this.backend.raw()).epoch);
		this.oracle.unreadable = this.backend.unreadable;
		await this.startServer();
		await this.scheduler.outside(() => this.#furnish());
		for (let n = 1; n < servers; n++) await this.startServer();
		this.backend.disturb();
	}

	async #furnish(): Promise<void> {
		const [server] = this.servers;
		const results = await server?.parts.administration.executeAll(setting());
		const refused = results?.find(({ outcome }) => outcome !== 'applied');
		if (refused) throw new Error(`the setting was refused: ${JSON.stringify(refused)}`);
		const store = await this.backend.raw();
		for (const { id } of everybody) await this.#signIn(store, id);
	}

	/** A session of its own making: hashing passwords is real work. */
	async #signIn(store: Store, userId: string): Promise<void> {
		const tokenHash = createHash('sha256').update(tokenOf(userId)).digest('hex');
		const createdAt = instantOf(startMs);
		const expiresAt = instantOf(startMs + 29 * 24 * 3_600_000);
		await store.putSession({ tokenHash, userId, createdAt, expiresAt });
	}

	async end(): Promise<void> {
		for (const device of this.devices) for (const tab of [...device.tabs]) tab.die();
		enterWorld(undefined);
		for (const server of [...this.servers, ...this.#retired]) await server.dispose();
		this.backend.end();
	}

	/** Whether what was looked for has been found. */
	get isOver(): boolean {
		return this.oracle.violations.some(({ statement }) => statement === this.#parts.until);
	}

	get traceHash(): string {
		return this.#hash.copy().digest('hex').slice(0, 16);
	}

	note(text: string): void {
		const line = `${this.scheduler.turns} ${text}`;
		this.trace.push(line);
		this.#hash.update(`${line}\n`);
	}

	/** An error nobody expected: a fault of the product, or of this simulator. */
	bug(where: string, error: unknown): void {
		// A cluster may be out of reach; what follows from that is seen elsewhere.
		if (error instanceof StoreUnavailable) return this.note(`${where}: out of reach`);
		const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
		this.note(`BUG ${where}: ${text.split('\n')[0] ?? ''}`);
		this.oracle.fail(0, 'nothing fails by itself', `${where}: ${text}`);
	}

	/** After some more happenings. */
	later(then: () => void): void {
		this.#waiting.push({ due: this.happenings + 1 + this.chance.below(latenessMax), then });
	}

	muchLater(): Promise<void> {
		return new Promise((resolve) => this.later(resolve));
	}

	/** One thing has happened: what waited for it arrives. */
	happened(): void {
		this.happenings++;
		const due = this.#waiting.filter((each) => each.due <= this.happenings);
		this.#waiting = this.#waiting.filter((each) => each.due > this.happenings);
		for (const { then } of due) this.scheduler.put('late', then);
	}

	/** Everything that was on its way arrives. */
	bringAll(): void {
		for (const { then } of this.#waiting.splice(0)) this.scheduler.put('late', then);
	}

	anyServer(): ServerProcess | undefined {
		const running = this.servers.filter(({ alive }) => alive);
		return running.length === 0 ? undefined : this.chance.pick(running);
	}

	async startServer(): Promise<void> {
		const name = `S${++this.#serversMade}`;
		const { dataDir } = this.#parts;
		const fault = (error: unknown) => {
			if (!String(error).includes('cannot be read')) this.bug(name, error);
		};
		const { backend, scheduler } = this;
		const server = await ServerProcess.start({ name, backend, scheduler, dataDir, fault });
		server.asking = (request) => this.asking(server, request);
		server.carriedOut = (request) => this.carriedOut(server, request);
		this.servers.push(server);
		this.note(`${name} runs`);
	}

	killServer(server: ServerProcess): void {
		this.note(`${server.name} dies`);
		this.servers.splice(this.servers.indexOf(server), 1);
		this.#retired.push(server);
		server.kill();
	}

	/** Refused where a server died in the middle of something that nobody has ended since. */
	async backUp(): Promise<void> {
		const taken = this.scheduler.outside(() => this.backend.takeBackup(this.#now()));
		const why = await taken.then(() => undefined, passRefusal);
		this.note(why ?? 'a backup is taken');
	}

	/** The server's disk is lost; the last backup takes its place, where there is one. */
	async restore(): Promise<void> {
		if (!this.backend.hasBackup) return;
		for (const server of [...this.servers]) this.killServer(server);
		this.scheduler.nowMs += restoreMs;
		await this.scheduler.outside(async () => {
			await this.backend.restore(this.#now());
			const store = await this.backend.raw();
			// What comes by way of another store brings no sessions along.
			if (this.isCluster) for (const { id } of everybody) await this.#signIn(store, id);
			await this.oracle.restored(store);
		});
		if (this.isCluster) this.backend.disturb();
		this.wasRestored = true;
		this.note('the last backup is put back');
		await this.startServer();
	}

	#now(): Instant {
		return instantOf(this.scheduler.nowMs);
	}

	get isCluster(): boolean {
		return this.flavour !== 'sqlite-like';
	}

	addDevice(name: string, person: Person): Device {
		const device = new Device(this, name, person);
		this.devices.push(device);
		this.note(`${name} is ${person.account}'s`);
		return device;
	}

	/** Every order the servers hold. */
	orders(): RecordOf<'workOrder'>[] {
		return this.oracle.mirror.ofKind('workOrder');
	}

	/** How often servers have to keep up until the copies of a healed cluster agree. */
	get agreementsMin(): number {
		return this.isCluster ? 3 : 0;
	}

	cookieOf(userId: string): string {
		return `${sessionCookie}=${tokenOf(userId)}`;
	}

	/** Whether the servers let that user in now. */
	maySync(userId: string): boolean {
		const user = this.oracle.mirror.get('user', userId);
		return user !== undefined && user.disabled !== true;
	}
}

function passRefusal(error: unknown): string {
	if (error instanceof PlainError) return 'no backup can be taken';
	throw error;
}

function tokenOf(userId: string): string {
	return `token-of-${userId}`;
}
