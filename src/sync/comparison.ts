/**
 * Anti-entropy: finds and mends what pulling and pushing missed, on either side.
 *
 * 1. Own commands the server lacks are queued again and go with the next round.
 * 2. Records that are missing, stale or extra here come or go by the same way as with a pull.
 * 3. It works in small steps, so that pushes go in between; what is found is mended at once.
 */
import {
	BucketsAnswer,
	CommandsAnswer,
	digestRowsMax,
	digestSeqsMax,
	RowsAnswer,
} from '#domain/digest/digest-wire.ts';
import { rangesOf } from '#domain/digest/seq-ranges.ts';
import type { Clock } from '#store/clock.ts';
import type { SyncStore } from '#store/sync-store.ts';
import type { CompareFacts } from './engine/compare-due.ts';
import { RequestFailed } from './request-failed.ts';
import type { ServerDoor } from './server-door.ts';

/** Steps of one comparison: records this version cannot read would be asked for without end. */
const stepsMax = 200;

interface ComparisonParts {
	store: SyncStore;
	door: ServerDoor;
	clock: Clock;
	/** Commands wait again: another round is wanted. */
	queued: () => void;
}

export class Comparison {
	readonly #parts: ComparisonParts;
	readonly #startedMs: number;
	#refusedMs: number | undefined;
	/** Buckets still to be mended; undefined before the server was asked which differ. */
	#differing: number[] | undefined;
	#steps = 0;

	constructor(parts: ComparisonParts) {
		this.#parts = parts;
		this.#startedMs = parts.clock.monotonicMs();
	}

	facts(comparedAtMs: number | undefined): CompareFacts {
		const { clock } = this.#parts;
		const sinceMs = (ms: number) => clock.monotonicMs() - ms;
		return {
			nowMs: clock.wallMs(),
			runningMs: sinceMs(this.#startedMs),
			comparedAtMs,
			sinceRefusedMs: this.#refusedMs === undefined ? undefined : sinceMs(this.#refusedMs),
		};
	}

	/** After a restore of the server, before anything is pulled from it. */
	async resend(epoch: string): Promise<void> {
		await this.#queueLacking(epoch);
		await this.#parts.store.finishResending();
	}

	/** One step; true while more is left. */
	async step(epoch: string): Promise<boolean> {
		try {
			if (this.#differing === undefined) await this.#begin(epoch);
			else await this.#mend(epoch, this.#differing);
		} catch (error) {
			if (error instanceof RequestFailed && error.failure.kind === 'http')
				this.#refusedMs = this.#parts.clock.monotonicMs();
			this.#differing = undefined;
			throw error;
		}
		const isDone = this.#differing?.length === 0 || this.#steps > stepsMax;
		if (isDone) await this.#finish();
		return !isDone;
	}

	async #begin(epoch: string): Promise<void> {
		const { store, door } = this.#parts;
		this.#steps = 0;
		if ((await this.#queueLacking(epoch)) > 0) this.#parts.queued();
		const device = await store.device();
		const buckets = await store.foldHeld();
		const answer = await door.digest({ ask: 'buckets', device, buckets }, BucketsAnswer);
		checkEpoch(epoch, answer);
		this.#differing = answer.differ;
	}

	async #mend(epoch: string, differing: readonly number[]): Promise<void> {
		const { store, door } = this.#parts;
		this.#steps++;
		const asked = await store.heldIn(differing, digestRowsMax);
		const device = await store.device();
		const answer = await door.digest({ ask: 'rows', device, ...asked }, RowsAnswer);
		checkEpoch(epoch, answer);
		await store.takeComparison(asked, answer);
		const rest = differing.filter((bucket) => !asked.buckets.includes(bucket));
		this.#differing = [...rest, ...answer.open];
	}

	async #finish(): Promise<void> {
		this.#differing = undefined;
		await this.#parts.store.finishComparison();
	}

	/** Gives how many of this device's commands the server lacks. */
	async #queueLacking(epoch: string): Promise<number> {
		const { store, door } = this.#parts;
		let queued = 0;
		for (const { device, seqs } of await store.keptNames()) {
			for (let at = 0; at < seqs.length; at += digestSeqsMax) {
				const ranges = rangesOf(seqs.slice(at, at + digestSeqsMax));
				const question = { ask: 'commands', device, seqs: ranges } as const;
				const answer = await door.digest(question, CommandsAnswer);
				checkEpoch(epoch, answer);
				if (answer.lacking.length > 0) queued += await store.queueAgain(device, answer.lacking);
			}
		}
		return queued;
	}
}

/** A server replaced in the middle of a round is greeted first. */
function checkEpoch(epoch: string, answer: { epoch: string }): void {
	if (answer.epoch !== epoch) throw new RequestFailed({ kind: 'network' });
}
