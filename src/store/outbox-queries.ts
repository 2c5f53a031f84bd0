/** What waits, what was answered, what went: the facts behind the status line and the ledger. */
import type { Command } from '#domain/command.ts';
import type { Instant } from '#domain/time/instant.ts';
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
	waitingBytes: number;
	/** Of `waitingBytes`, what the server already has. */
	sentBytes: number;
	rejected: number;
	conflicts: number;
	held: number;
	quarantined: number;
	refusedBlobs: number;
	/** Everything the user must look at: held ones wait for the desk, which has them. */
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
	/** rejected, conflict, quarantined: newest first. */
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

const refused = ['rejected', 'conflict', 'quarantined'] as const satisfies OutboxStatus[];

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
			waitingBytes: sum(waiting.map((blob) => blob.bytes)),
			sentBytes: sum(waiting.map((blob) => blob.sentBytes)),
			rejected,
			conflicts,
			held,
			quarantined,
			refusedBlobs,
			needsYou: rejected + conflicts + quarantined + refusedBlobs,
			...(await this.#times()),
		};
	}

	async ledger(): Promise<Ledger> {
		const { database } = this.#parts;
		const having = (statuses: readonly OutboxStatus[]) =>
			database.outbox.where('status').anyOf(statuses).sortBy('seq');
		const needsYou = await having(refused);
		const held = await having(['held']);
		return {
			needsYou: await this.#entries(needsYou.reverse()),
			held: await this.#entries(held.reverse()),
			waiting: await this.#entries(await having(['queued'])),
			waitingBlobs: await database.blobs.where('status').equals('waiting').toArray(),
			refusedBlobs: await database.blobs.where('status').equals('refused').toArray(),
			sent: await database.sent.reverse().limit(sentMax).toArray(),
		};
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
