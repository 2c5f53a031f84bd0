/**
 * The truth for the status line: what waits comes from the outbox itself, what the line does from
 * the Worker. It never says delivered before the server answered for everything.
 */
import type { Instant } from '#domain/time/instant.ts';
import type { AccountStore } from '#store/account-store.ts';
import type { Live } from '#store/live.svelte.ts';
import type { OutboxSummary } from '#store/outbox-queries.ts';
import type { Connection } from './runner.ts';
import { phaseOf, type StatusPhase } from './status-phase.ts';

/** What a person asks of the Worker. */
type Retry = (reason: 'person' | 'photosNow') => void;

export class SyncStatus {
	readonly #summary: Live<OutboxSummary>;
	#connection = $state.raw<Connection>();
	readonly #retry: Retry;
	/** What was counted before the newest change here; until it is counted anew, one more waits. */
	#outdated = $state.raw<OutboxSummary>();

	constructor(store: AccountStore, retry: Retry = () => undefined) {
		this.#summary = store.live(() => store.outbox.summary());
		this.#retry = retry;
		store.onExecuted(() => (this.#outdated = this.#summary.current));
	}

	get phase(): StatusPhase {
		const counts = this.#summary.current;
		return phaseOf(
			counts && { ...counts, waitingCommands: this.waitingCommands },
			this.#connection,
		);
	}

	get waitingCommands(): number {
		const counts = this.#summary.current;
		const behind = counts !== undefined && counts === this.#outdated;
		return (counts?.waitingCommands ?? 0) + (behind ? 1 : 0);
	}

	get waitingBlobs(): number {
		return this.#summary.current?.waitingBlobs ?? 0;
	}

	/** Commands and blobs together: the N of "N waiting". */
	get waiting(): number {
		return this.waitingCommands + this.waitingBlobs;
	}

	get waitingBytes(): number {
		return this.#summary.current?.waitingBytes ?? 0;
	}

	get sentBytes(): number {
		return this.#summary.current?.sentBytes ?? 0;
	}

	/** Everything the user must look at: refused or conflicting. */
	get refusedCount(): number {
		return this.#summary.current?.needsYou ?? 0;
	}

	/** Nothing of that was refused: two people changed the same, and both values are kept. */
	get onlyConflicts(): boolean {
		const counts = this.#summary.current;
		return counts !== undefined && counts.conflicts > 0 && counts.conflicts === counts.needsYou;
	}

	/** Photos that stay here until there is Wi-Fi, or until the person sends them. */
	get photosHeld(): { count: number; until: 'wifi' | 'asked' } | undefined {
		const until = this.#connection?.photosHeld;
		const count = this.#summary.current?.waitingPhotos ?? 0;
		return until && count > 0 ? { count, until } : undefined;
	}

	/** When a whole round last ended well: "all sent at". */
	get lastDeliveredAt(): Instant | undefined {
		return this.#summary.current?.lastSyncedAt;
	}

	/** Whether the server answers. */
	get online(): boolean {
		return isOnline(this.#connection);
	}

	/** Of the blobs under way, 0 to 1; undefined where none waits. */
	get progress(): number | undefined {
		return this.waitingBytes > 0 ? this.sentBytes / this.waitingBytes : undefined;
	}

	/** Records received so far in the round under way: for the first fetch. */
	get received(): number {
		return this.#connection?.received ?? 0;
	}

	/** Nothing was ever fetched on this device yet, and will be. */
	get isFirstFetch(): boolean {
		const isShutOut = this.phase === 'disabled';
		return this.#summary.ready && this.lastDeliveredAt === undefined && !isShutOut;
	}

	/** The server no longer takes changes of this version: a new one must be loaded. */
	get tooOld(): boolean {
		return this.#connection?.tooOld ?? false;
	}

	get problem(): Connection['problem'] {
		return this.#connection?.problem;
	}

	/** Records the server sent that this version cannot read. */
	get unreadable(): number {
		return this.#summary.current?.unreadable ?? 0;
	}

	/** "Try now" of the ledger. */
	retry(): void {
		this.#retry('person');
	}

	/** Sends the photos by the line there is. */
	sendPhotosNow(): void {
		this.#retry('photosNow');
	}

	/** What the Worker said last. */
	heard(connection: Connection): void {
		this.#connection = connection;
	}
}

function isOnline(connection: Connection | undefined): boolean {
	if (!connection) return false;
	return connection.phase !== 'offline' && connection.problem !== 'network';
}
