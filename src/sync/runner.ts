/** Carries out what the engine decides: network, store and timers come in, outcomes go back as events. */
import { msOf } from '#domain/time/instant.ts';
import { protocolVersion, pullRecordsDefault, pushBytesMax } from '#domain/protocol/wire.ts';
import type { Clock } from '#store/clock.ts';
import { Comparison } from './comparison.ts';
import { newId } from '#store/new-id.ts';
import { isStorageFull } from '#store/store-result.ts';
import type { SyncStore } from '#store/sync-store.ts';
import type { Effect, EngineEvent, EngineState, Failure, WakeReason } from './engine/state.ts';
import { initialState } from './engine/state.ts';
import { photosHeld, type Line } from '#domain/protocol/photo-rule.ts';
import { step } from './engine/step.ts';
import { isDeviceOfAnother, RequestFailed } from './request-failed.ts';
import { ServerDoor, type Fetch } from './server-door.ts';
import type { StreamReason } from './poke-stream.ts';
import { uploadBlob } from './uploads.ts';

/** Room for the envelope of a push, its cursor above all. */
const pushCommandBytesMax = pushBytesMax - 128 * 1024;
/** On a slow line a page is halved after each failure, down to this. */
const pullRecordsMin = 100;

/** What the page is told about the line; counts come from the outbox itself. */
export interface Connection {
	phase: EngineState['phase'];
	problem?: EngineState['problem'];
	tooOld: boolean;
	/** Records received in this round so far. */
	received: number;
	/** Photos stay here: until there is Wi-Fi, or until the person sends them. */
	photosHeld?: 'wifi' | 'asked' | undefined;
}

export interface Timers {
	/** Replaces the one set before. */
	set(ms: number, then: () => void): void;
	clear(): void;
}

export interface RunnerParts {
	store: SyncStore;
	userId: string;
	fetch: Fetch;
	/** The server's origin. */
	base: string;
	clock: Clock;
	timers: Timers;
	random(): number;
	/** What the browser knows of the line at this moment. */
	line?(): Line;
	/** Opens the line of pokes; returns how to close it. */
	openStream(heard: (reason: StreamReason) => void): () => void;
	changed(connection: Connection): void;
	/** Told of bugs. */
	fault(error: unknown): void;
}

export class SyncRunner {
	readonly #parts: RunnerParts;
	readonly #door: ServerDoor;
	readonly #comparison: Comparison;
	#state: EngineState = initialState;
	#closeStream: (() => void) | undefined;
	#epoch = '';
	#pullRecords = pullRecordsDefault;
	#received = 0;
	/** Commands acknowledged before this round's first page was asked for. */
	#acknowledged: number[] | undefined;
	#stopped = false;
	/** Lists of effects being carried out. */
	#busy = 0;
	#whenSettled: (() => void)[] = [];

	constructor(parts: RunnerParts) {
		this.#parts = parts;
		this.#door = new ServerDoor(parts.fetch, parts.base);
		this.#comparison = new Comparison({
			...parts,
			door: this.#door,
			queued: () => this.wake('executed'),
		});
	}

	start(): void {
		this.#take({ type: 'started' });
	}

	wake(reason: WakeReason): void {
		this.#take({ type: 'woken', reason });
	}

	wentOffline(): void {
		this.#take({ type: 'wentOffline' });
	}

	get connection(): Connection {
		const { phase, problem, tooOld, photos, photosNow } = this.#state;
		const held = photosNow ? undefined : photosHeld(photos);
		return {
			phase,
			tooOld,
			received: this.#received,
			...(problem && { problem }),
			...(held && { photosHeld: held }),
		};
	}

	/** When nothing is under way any more: for tests and for closing. */
	settled(): Promise<void> {
		if (this.#busy === 0) return Promise.resolve();
		return new Promise((resolve) => this.#whenSettled.push(resolve));
	}

	/** Lets the request under way end unheard; a later start elsewhere repeats it without harm. */
	stop(): void {
		this.#stopped = true;
		this.#parts.timers.clear();
		this.#closeStream?.();
	}

	#take(event: EngineEvent): void {
		if (this.#stopped) return;
		const { state, effects } = step(this.#state, event);
		this.#state = state;
		this.#parts.changed(this.connection);
		void this.#carryOutAll(effects);
	}

	async #carryOutAll(effects: Effect[]): Promise<void> {
		this.#busy++;
		for (const effect of effects) {
			const outcome = await this.#carryOutSafely(effect);
			if (outcome) this.#take(outcome);
		}
		this.#busy--;
		if (this.#busy === 0) for (const resolve of this.#whenSettled.splice(0)) resolve();
	}

	async #carryOutSafely(effect: Effect): Promise<EngineEvent | undefined> {
		try {
			return await this.#carryOut(effect);
		} catch (error) {
			this.#pullRecords = Math.max(pullRecordsMin, Math.floor(this.#pullRecords / 2));
			return { type: 'failed', failure: this.#failureOf(error), random: this.#parts.random() };
		}
	}

	#failureOf(error: unknown): Failure {
		if (error instanceof RequestFailed) return error.failure;
		if (isStorageFull(error)) return { kind: 'storage' };
		// A stopped one works on a closed database: nobody waits for what comes of it.
		if (!this.#stopped) this.#parts.fault(error);
		return { kind: 'fault' };
	}

	/** What a request brought; other effects bring nothing. */
	async #carryOut(effect: Effect): Promise<EngineEvent | undefined> {
		const { store, timers } = this.#parts;
		switch (effect.type) {
			case 'sendHello':
				return this.#hello();
			case 'sendPush':
				return this.#push(effect.commandsMax);
			case 'sendPull':
				return this.#pull();
			case 'uploadBlob':
				return this.#upload(effect.photos);
			case 'compare':
				return { type: 'compared', more: await this.#comparison.step(this.#epoch) };
			case 'setAsideFirst':
				return this.#setAsideFirst(effect.status);
			case 'forgetCursor':
				return void (await store.forgetCursor());
			case 'purge':
				return void (await store.purge());
			case 'finishRound':
				return void (await store.finishRound());
			case 'schedule':
				return timers.set(effect.ms, () => this.wake('timer')) as undefined;
			case 'openStream':
				this.#closeStream?.();
				this.#closeStream = this.#parts.openStream((reason) => this.wake(reason));
				return undefined;
			case 'closeStream':
				this.#closeStream?.();
				this.#closeStream = undefined;
				return undefined;
		}
	}

	async #hello(): Promise<EngineEvent> {
		const { store, clock, userId } = this.#parts;
		this.#acknowledged = undefined;
		this.#received = 0;
		const before = clock.wallMs();
		const answer = await this.#greet();
		const after = clock.wallMs();
		if (answer.user.id !== userId) throw new RequestFailed({ kind: 'otherUser' });
		const middle = before + (after - before) / 2;
		this.#epoch = answer.epoch;
		const noted = await store.noteHello({
			clock: { offsetMs: msOf(answer.serverTime) - middle, measuredAtMs: after },
			deviceCode: answer.deviceCode,
			epoch: answer.epoch,
			lastSeq: answer.lastSeq,
			user: answer.user,
			keys: answer.keys,
		});
		if (noted.isResending) await this.#resend(answer);
		if (answer.decided?.length) await store.takeDecided(answer.decided);
		const photos = { choice: noted.photoChoice, line: this.#parts.line?.() ?? 'unknown' };
		return {
			type: 'greeted',
			photos,
			tooOld: answer.oldestProtocol > protocolVersion,
			disabled: answer.disabled ?? false,
			compare: this.#comparison.facts(noted.comparedAtMs),
		};
	}

	/**
	 * A server restored from before it knew this device may know its name as another user's. Only a
	 * hello under a fresh name tells whether that is so, or another user is signed in here.
	 */
	async #greet() {
		const { store, clock, userId } = this.#parts;
		const device = await store.device();
		const key = await store.publicKey();
		const undecided = await store.undecided();
		try {
			return await this.#door.hello(device, key, { undecided });
		} catch (error) {
			if (!isDeviceOfAnother(error)) throw error;
			const fresh = newId(clock.wallMs());
			const answer = await this.#door.hello(fresh);
			if (answer.user.id === userId) await store.leaveName(device, fresh);
			return answer;
		}
	}

	/** An older server tells a disabled user nothing: what was kept stays until he is asked again. */
	async #resend({ epoch, disabled }: { epoch: string; disabled?: boolean | undefined }) {
		try {
			await this.#comparison.resend(epoch);
		} catch (error) {
			const isTurnedAway = error instanceof RequestFailed && error.failure.kind === 'userDisabled';
			if (!disabled || !isTurnedAway) throw error;
		}
	}

	async #push(commandsMax: number): Promise<EngineEvent> {
		const { store } = this.#parts;
		const commands = await store.takeBatch(commandsMax, pushCommandBytesMax);
		if (commands.length === 0)
			return (await store.renewIfDue()) ? { type: 'renewed' } : { type: 'pushed', sent: 0 };
		const proof = await store.proofOf(commands);
		const resent = await store.resentOf(commands);
		const device = commands[0]?.device ?? (await store.device());
		const { results } = await this.#door.push(device, commands, proof, resent, this.#epoch);
		const answered = await store.applyResults(results);
		// An answer about none of them would be asked for again at once, for ever; unless another tab
		// without a lock had them answered meanwhile.
		const isStuck = answered === 0 && (await store.isQueued(commands[0]?.seq ?? 0));
		if (isStuck) throw new RequestFailed({ kind: 'http', status: 502 });
		return { type: 'pushed', sent: commands.length };
	}

	async #setAsideFirst(status: number): Promise<undefined> {
		const { store } = this.#parts;
		const [first] = await store.takeBatch(1, pushCommandBytesMax);
		const kind = status === 413 ? 'command-too-large' : 'bad-input';
		if (first) await store.setAside(first.seq, { kind });
	}

	async #pull(): Promise<EngineEvent> {
		const { store } = this.#parts;
		this.#acknowledged ??= await store.acknowledged();
		const cursor = await store.beginPull();
		const page = await this.#door.pull(await store.device(), cursor, this.#pullRecords);
		if (page.epoch !== this.#epoch) throw new RequestFailed({ kind: 'network' });
		const applied = await store.applyPage(page, { acknowledged: this.#acknowledged, cursor });
		if (!applied) return { type: 'pulled', more: true };
		this.#received += applied.records;
		this.#pullRecords = Math.min(pullRecordsDefault, this.#pullRecords * 2);
		return { type: 'pulled', more: page.more };
	}

	async #upload(photos: boolean): Promise<EngineEvent> {
		const { store, fetch, base } = this.#parts;
		const row = await store.nextBlob({ photos });
		if (!row) return { type: 'uploaded', more: false };
		await uploadBlob({ store, fetch, base }, row);
		return { type: 'uploaded', more: true };
	}
}
