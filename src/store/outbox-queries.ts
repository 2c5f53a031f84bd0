/** What waits, what was answered, what went: the facts behind the status line and the ledger. */
import type { Command } from '#domain/command.ts';
import type { Instant } from '#domain/time/instant.ts';
import type { Title } from '#domain/record-title.ts';
import { mayUndo } from './may-undo.ts';
import { readMeta } from './meta.ts';
import type { BlobRow, OutboxRow, OutboxStatus, SentRow } from './rows.ts';
import { openCommand, type StoreParts } from './store-parts.ts';

/** Acknowledged commands kept for the ledger. */
export const sentMax = 200;

export interface OutboxSummary {
	/** Commands the server has not answered yet. */
	waitingCommands: number;
	waitingBlobs: number;
	/** Of `waitingBlobs`, those a person may keep back for a better line. */
	waitingPhotos: number;
	waitingBytes: number;
	/** Of `waitingBytes`, what the server already has. */
	sentBytes: number;
	rejected: number;
	conflicts: number;
	held: number;
	quarantined: number;
	refusedBlobs: number;
	/** Everything the user must look at: held and quarantined ones wait for the desk, which has them. */
	needsYou: number;
	/** When the server last took a command. */
	lastSentAt?: Instant;
	/** When a whole round last ended well. */
	lastSyncedAt?: Instant;
	/** Records the server sent that this version of the app cannot read. */
	unreadable: number;
}

export interface OutboxEntry extends Omit<OutboxRow, 'command'> {
	command: Command;
	mayUndo: boolean;
}

export interface Ledger {
	/** rejected, conflict: newest first. */
	needsYou: OutboxEntry[];
	/** The server keeps them for the desk to decide: newest first. */
	held: OutboxEntry[];
	/** In the order they will go. */
	waiting: OutboxEntry[];
	waitingBlobs: BlobRow[];
	refusedBlobs: BlobRow[];
	/** Newest first, at most `sentMax`. */
	sent: SentRow[];
}

/** Own work on a record that had been given to somebody else meanwhile. */
export interface LateRecord {
	record: string;
	title: Title;
	/** Moves the desk has still to decide about. */
	held: number;
	/** Moves it did not count. */
	discarded: number;
}

const refused = ['rejected', 'conflict'] as const satisfies OutboxStatus[];

export class OutboxQueries {
	readonly #parts: StoreParts;
	constructor(parts: StoreParts) {
		this.#parts = parts;
	}

	async summary(): Promise<OutboxSummary> {
		const { database } = this.#parts;
		const count = (status: OutboxStatus) => database.outbox.where('status').equals(status).count();
		const [queued, rejected, conflicts, held, quarantined] = await Promise.all([
			count('queued'),
			count('rejected'),
			count('conflict'),
			count('held'),
			count('quarantined'),
		]);
		const waiting = await database.blobs.where('status').equals('waiting').toArray();
		const refusedBlobs = await database.blobs.where('status').equals('refused').count();
		return {
			waitingCommands: queued,
			waitingBlobs: waiting.length,
			waitingPhotos: waiting.filter(({ role }) => role === 'photo').length,
			waitingBytes: sum(waiting.map((blob) => blob.bytes)),
			sentBytes: sum(waiting.map((blob) => blob.sentBytes)),
			rejected,
			conflicts,
			held,
			quarantined,
			refusedBlobs,
			needsYou: rejected + conflicts + refusedBlobs,
			...(await this.#times()),
		};
	}

	async ledger(): Promise<Ledger> {
		const { database } = this.#parts;
		const having = (statuses: readonly OutboxStatus[]) =>
			database.outbox.where('status').anyOf(statuses).sortBy('seq');
		const needsYou = await having(refused);
		const held = await having(['held', 'quarantined']);
		return {
			needsYou: await this.#entries(needsYou.reverse()),
			held: await this.#entries(held.reverse()),
			waiting: await this.#entries(await having(['queued'])),
			waitingBlobs: await database.blobs.where('status').equals('waiting').toArray(),
			refusedBlobs: await database.blobs.where('status').equals('refused').toArray(),
			sent: await database.sent.reverse().limit(sentMax).toArray(),
		};
	}

	/** Orders of which something waits for the desk, or was not counted by it and not read yet. */
	async lateWork(): Promise<LateRecord[]> {
		const { outbox } = this.#parts.database;
		const rows = await outbox.where('status').anyOf(['held', 'rejected']).sortBy('seq');
		const late = new Map<string, LateRecord>();
		for (const { record, title, status, reason } of rows) {
			const isHeld = status === 'held';
			if (!isHeld && reason?.kind !== 'discarded') continue;
			const known = late.get(record) ?? { record, title, held: 0, discarded: 0 };
			late.set(record, {
				...known,
				...(isHeld ? { held: known.held + 1 } : { discarded: known.discarded + 1 }),
			});
		}
		return [...late.values()];
	}

	/** Commands of one record the server has not taken: "3 waiting", refused ones included. */
	async pendingOf(recordId: string): Promise<OutboxEntry[]> {
		const rows = await this.#parts.database.outbox.where('record').equals(recordId).sortBy('seq');
		return this.#entries(rows.filter((row) => row.status !== 'acknowledged'));
	}

	async #entries(rows: OutboxRow[]): Promise<OutboxEntry[]> {
		const triedSeq = (await readMeta(this.#parts.database, 'triedSeq')) ?? 0;
		const nowMs = this.#parts.clock.wallMs();
		return rows.map((row) => ({
			...row,
			command: openCommand(this.#parts, row),
			mayUndo: mayUndo(row, triedSeq, nowMs),
		}));
	}

	async #times(): Promise<Pick<OutboxSummary, 'lastSentAt' | 'lastSyncedAt' | 'unreadable'>> {
		const { database } = this.#parts;
		const lastSentAt = await readMeta(database, 'lastSentAt');
		const lastSyncedAt = await readMeta(database, 'lastSyncedAt');
		const unreadable = (await readMeta(database, 'unreadable')) ?? {};
		return {
			...(lastSentAt && { lastSentAt }),
			...(lastSyncedAt && { lastSyncedAt }),
			unreadable: Object.keys(unreadable).length,
		};
	}
}

function sum(numbers: number[]): number {
	return numbers.reduce((total, n) => total + n, 0);
}
