/**
 * Carries out what the desk released, in its author's name.
 *
 * 1. The item says `releasing` before anything happens, and how it went afterwards. Between these two
 *    writes the command itself runs, journaled under a name made of the item and the try: however
 *    often it is begun again, on this server or another, it takes effect once.
 * 2. What a crash or a fault left `releasing` is finished later, on this server or another
 *    (`keep-releasing.ts`, `keep-up.ts`); one that cannot be finished does not stop the others.
 * 3. What the same device did before on the same record goes first, whoever released it and whenever.
 * 4. The desk lends sight of the record, nothing more: schema, roles and states are checked as ever.
 */
import { createHash } from 'node:crypto';
import { releasingChannel } from '#domain/access/channels.ts';
import type { Actor } from '#domain/command.ts';
import type { CommandResult } from '#domain/protocol/wire.ts';
import { carriedOut } from '#domain/quarantine/quarantine-steps.ts';
import type { Quarantine } from '#domain/quarantine/quarantine.ts';
import type { RecordKind } from '#domain/record.ts';
import type { Clock } from '#server/clock.ts';
import type { CommandDesk } from '#server/push/command-desk.ts';
import { recordWrite } from '#server/push/record-write.ts';
import { visitorOf } from '#server/scope/visited-places.ts';
import { itemsBefore } from './earlier-items.ts';
import type { CommitOutcome, RecordKey, Store } from '#server/store/port.ts';
import { bodyOf } from '#server/store/stored-body.ts';

interface ReleasesParts {
	store: Store;
	clock: Clock;
	desk: CommandDesk;
	written: (key: RecordKey, touched: readonly string[]) => void;
	/** Tells the author's devices to ask what became of his work. */
	poke: (userId: string) => void;
	fault: (error: unknown) => void;
}

/** Begins the names under which released commands are journaled; no device may be called so. */
const releaseDevicePrefix = 'release-';
const digestLength = 32;

export class Releases {
	readonly #parts: ReleasesParts;
	#running: Promise<void> = Promise.resolve();
	#faultsInARow = 0;
	#whenFaulted: (faultsInARow: number) => void = () => undefined;

	constructor(parts: ReleasesParts) {
		this.#parts = parts;
	}

	/** To be told of every write. */
	heard({ kind, id }: RecordKey): void {
		if (kind === 'quarantine') this.#then(() => this.#follow(id));
	}

	/** What was under way when the server stopped, or when something failed. */
	recover(): void {
		this.#then(async () => {
			const { store } = this.#parts;
			const limit = Number.MAX_SAFE_INTEGER;
			for (const { id } of await store.present({ channel: releasingChannel, limit }))
				this.#then(() => this.#follow(id));
		});
	}

	/** Who is to be told of a fault, so that it is tried again. */
	onFault(listener: (faultsInARow: number) => void): void {
		this.#whenFaulted = listener;
	}

	/** When everything heard so far is done. */
	async settled(): Promise<void> {
		for (let seen: Promise<void> | undefined; seen !== this.#running;) await (seen = this.#running);
	}

	/** One after the other: the desk releases in the order of its taps. */
	#then(work: () => Promise<void>): void {
		this.#running = this.#running.then(work).then(
			() => void (this.#faultsInARow = 0),
			(error: unknown) => {
				this.#parts.fault(error);
				this.#whenFaulted(++this.#faultsInARow);
			},
		);
	}

	async #follow(id: string): Promise<void> {
		const found = await this.#read(id);
		if (!found || found.item.state === 'open') return;
		const { item } = found;
		if (item.state === 'releasing') {
			for (const before of await this.#releasingBefore(item)) await this.#finish(before);
			await this.#finish(item);
		}
		this.#parts.poke(item.author.userId);
	}

	async #finish(item: Quarantine): Promise<void> {
		await this.#write(item.id, item.attempts, await this.#carryOut(item));
	}

	async #releasingBefore(item: Quarantine): Promise<Quarantine[]> {
		const { store } = this.#parts;
		const read = async (kind: RecordKind, id: string) => {
			const stored = await store.get(kind, id);
			return stored && bodyOf(stored);
		};
		const before = await itemsBefore(store, read, item);
		return before.filter(({ state }) => state === 'releasing');
	}

	async #carryOut(item: Quarantine): Promise<CommandResult> {
		const lent = { device: releaseDevice(item.id), seq: item.attempts };
		const actor = authorOf(item);
		const { store, clock } = this.#parts;
		const authority = { actor, lent, saw: visitorOf(store, actor.userId, clock()) };
		const [result] = await this.#parts.desk.run([item.command], async () => authority);
		if (!result) throw new Error('a released command had no result');
		return result;
	}

	/** Another server may have written it already: then the item is no longer at this try. */
	async #write(id: string, attempt: number, result: CommandResult): Promise<void> {
		const { store, clock, written } = this.#parts;
		let outcome: CommitOutcome | undefined;
		while (outcome?.status !== 'written') {
			const found = await this.#read(id);
			if (found?.item.state !== 'releasing' || found.item.attempts !== attempt) return;
			const after = carriedOut(found.item, result, clock());
			const write = await recordWrite(store, after, found.rev, clock());
			[outcome] = await store.commit([{ write }]);
		}
		written({ kind: 'quarantine', id }, outcome.touched);
	}

	async #read(id: string): Promise<{ item: Quarantine; rev: number } | undefined> {
		const stored = await this.#parts.store.get('quarantine', id);
		const item = stored && bodyOf(stored);
		return item?.kind === 'quarantine' ? { item, rev: stored?.rev ?? 0 } : undefined;
	}
}

function releaseDevice(id: string): string {
	const digest = createHash('sha256').update(id).digest('hex');
	return `${releaseDevicePrefix}${digest.slice(0, digestLength)}`;
}

function authorOf({ author }: Quarantine): Actor {
	const { userId, name, roles, deskIds, customerId } = author;
	return { userId, name, roles, deskIds, ...(customerId !== undefined && { customerId }) };
}
