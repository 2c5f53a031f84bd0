import * as v from 'valibot';
import { BlobTypeSchema, type BlobType } from '#domain/protocol/blob.ts';
import { voiceSecondsMax } from '#domain/work-order/work-order.ts';
import type { AccountStore } from '#store/account-store.ts';
import { refusalText } from '#i18n/terms.ts';
import {
	levelOf,
	openMicrophone,
	recordedType,
	voiceBitsPerSecond,
	voiceFailureOf,
	type VoiceFailure,
} from './microphone.ts';
import { keepPiece, keepVoice, lockOf, piecesOf } from './voice-pieces.ts';

const pieceMs = 1_000;

/** One recording under way. */
interface Run {
	recorder: MediaRecorder;
	stream: MediaStream;
	level: { read: () => number; close: () => void };
	startedMs: number;
	/** Pieces on their way to the disk, in their order. */
	written: Promise<boolean>;
	count: number;
	interrupted: boolean;
}

/** Start, stop, and whatever comes between: what was recorded is kept in every case. */
export class VoiceRecorder {
	readonly #store: AccountStore;
	readonly #orderId: string;
	#run: Run | undefined;
	#state = $state<'idle' | 'asking' | 'recording' | 'keeping'>('idle');
	#failure = $state<VoiceFailure>();
	#refused = $state<string>();
	#ms = $state(0);
	#level = $state(0);
	#kept = $state<'whole' | 'interrupted'>();

	constructor(store: AccountStore, orderId: string) {
		this.#store = store;
		this.#orderId = orderId;
	}

	get state(): 'idle' | 'asking' | 'recording' | 'keeping' {
		return this.#state;
	}
	get failure(): VoiceFailure | undefined {
		return this.#failure;
	}
	/** Why what was recorded is no note yet; it lies on the disk. */
	get refused(): string | undefined {
		return this.#refused;
	}
	get seconds(): number {
		return Math.min(voiceSecondsMax, Math.floor(this.#ms / 1_000));
	}
	/** 0 to 1. */
	get level(): number {
		return this.#level;
	}
	/** How the last one ended, once it is a note. */
	get kept(): 'whole' | 'interrupted' | undefined {
		return this.#kept;
	}

	async start(): Promise<void> {
		if (this.#state !== 'idle') return;
		this.#failure = undefined;
		this.#kept = undefined;
		const type = recordedType();
		const known = v.safeParse(BlobTypeSchema, type?.split(';')[0]);
		if (!window.isSecureContext) this.#failure = 'insecure';
		else if (!type || !known.success) this.#failure = 'unsupported';
		if (this.#failure || !type || !known.success) return;
		this.#state = 'asking';
		try {
			await this.#record(await openMicrophone(), type, known.output);
		} catch (error) {
			this.#failure = voiceFailureOf(error);
		}
		this.#state = 'idle';
	}

	/** By the person; what was recorded becomes a note. */
	stop(): void {
		const run = this.#run;
		if (run?.recorder.state === 'recording') run.recorder.stop();
	}

	/** By a call, another app or the page going: as far as it came. */
	interrupt(): void {
		if (this.#run) this.#run.interrupted = true;
		this.stop();
	}

	/** Once more, where the note could not be kept. */
	async keepAgain(): Promise<void> {
		if (await this.#keep(false)) this.#kept = 'whole';
	}

	/** From the first second to the note; the lock says that these pieces are being recorded. */
	#record(stream: MediaStream, mimeType: string, type: BlobType): Promise<void> {
		return navigator.locks.request(lockOf(this.#orderId), async () => {
			// What is left of an earlier one goes first; this one would lie on top of it.
			if (!(await this.#keep(true))) return stopAll(stream);
			const run = this.#begin(stream, mimeType);
			const ended = new Promise<void>((done) => {
				run.recorder.addEventListener('stop', () => done());
			});
			this.#listen(run, type);
			run.recorder.start(pieceMs);
			this.#state = 'recording';
			this.#watch(run);
			await ended;
			await this.#end(run);
		});
	}

	#begin(stream: MediaStream, mimeType: string): Run {
		const options = { mimeType, audioBitsPerSecond: voiceBitsPerSecond };
		this.#run = {
			...{ recorder: new MediaRecorder(stream, options), stream, level: levelOf(stream) },
			...{ startedMs: performance.now(), count: 0, interrupted: false },
			written: Promise.resolve(true),
		};
		return this.#run;
	}

	#listen(run: Run, type: BlobType): void {
		run.recorder.addEventListener('dataavailable', ({ data }) => {
			if (data.size === 0) return;
			const n = run.count++;
			const ms = performance.now() - run.startedMs;
			run.written = run.written.then(async (kept) => {
				const piece = { data: await data.arrayBuffer(), ms, type };
				// A hole would spoil what comes after it.
				return kept && (await keepPiece(this.#store, this.#orderId, n, piece));
			});
		});
		for (const track of run.stream.getAudioTracks()) {
			track.addEventListener('ended', () => this.interrupt());
			track.addEventListener('mute', () => this.interrupt());
		}
	}

	#watch(run: Run): void {
		if (run.recorder.state !== 'recording') return;
		this.#ms = performance.now() - run.startedMs;
		this.#level = run.level.read();
		if (this.#ms >= voiceSecondsMax * 1_000) run.recorder.stop();
		requestAnimationFrame(() => this.#watch(run));
	}

	async #end(run: Run): Promise<void> {
		this.#run = undefined;
		this.#state = 'keeping';
		stopAll(run.stream);
		run.level.close();
		const whole = await run.written;
		const interrupted = run.interrupted || !whole;
		const kept = await this.#keep(interrupted);
		if (kept && run.count > 0) this.#kept = interrupted ? 'interrupted' : 'whole';
		this.#ms = 0;
		this.#level = 0;
	}

	/** False where the note was refused; the pieces stay. */
	async #keep(interrupted: boolean): Promise<boolean> {
		const pieces = await piecesOf(this.#store, this.#orderId);
		const refusal = await keepVoice(this.#store, this.#orderId, pieces, interrupted);
		this.#refused = refusal && refusalText(refusal.kind);
		return refusal === undefined;
	}
}

function stopAll(stream: MediaStream): void {
	for (const track of stream.getTracks()) track.stop();
}
