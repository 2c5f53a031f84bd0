/**
 * The camera while the scan screen is open.
 *
 *   idle --start--> starting --picture--> searching --code--> locked
 *                      |                      ^                 |
 *                      v                      +-----------------+  single: resume()
 *                   failed --start--> …                            continuous: by itself
 *
 * Invariants: a stopped camera holds no track (its light is off); at most one frame is being decoded;
 * what was begun under an earlier `#run` changes nothing any more.
 */
import type { Attachment } from 'svelte/attachments';
import { on } from 'svelte/events';
import { cameraFailureOf } from './camera-failure.ts';
import type { CameraFailure } from './camera-failure.ts';
import { browserCameraPorts, hasTorch, switchTorch } from './camera-ports.ts';
import type { CameraPorts } from './camera-ports.ts';
import type { Decoder } from './decoder.ts';
import type { Reading } from './reading.ts';
import { createRepeatFilter } from './repeat-filter.ts';

export type ScanMode = 'single' | 'continuous';

export type CameraState =
	| { kind: 'idle' }
	| { kind: 'starting' }
	| { kind: 'searching' }
	| { kind: 'locked'; reading: Reading; width: number; height: number }
	| { kind: 'failed'; why: CameraFailure };

export type TorchState = 'absent' | 'off' | 'on';

/** Ten looks a second find a code as soon as a hand holds still, and spare the battery. */
const frameIntervalMsMin = 100;
/** How long the frame stays around a code that is gone, in continuous mode. */
const lockedShownMs = 700;

export interface CameraOptions {
	/** Asked at every reading: `single` freezes the picture, `continuous` reports and goes on. */
	mode(): ScanMode;
	onread(reading: Reading): void;
}

export class ScanCamera {
	#state = $state.raw<CameraState>({ kind: 'idle' });
	#torch = $state<TorchState>('absent');
	#video: HTMLVideoElement | undefined;
	#stream: MediaStream | undefined;
	#decoder: Decoder | undefined;
	#run = 0;
	#lockedAtMs = 0;
	readonly #repeats = createRepeatFilter();
	readonly #options: CameraOptions;
	readonly #ports: CameraPorts;

	constructor(options: CameraOptions, ports: CameraPorts = browserCameraPorts) {
		this.#options = options;
		this.#ports = ports;
	}

	get state(): CameraState {
		return this.#state;
	}

	get torch(): TorchState {
		return this.#torch;
	}

	/** Give to the video element: the camera runs while it is mounted and the page is in sight. */
	readonly attach: Attachment<HTMLVideoElement> = (video) => {
		this.#video = video;
		const unlisten = on(document, 'visibilitychange', () => this.#followVisibility());
		void this.start();
		return () => {
			unlisten();
			this.#stop();
			this.#decoder?.close();
			this.#decoder = undefined;
			this.#video = undefined;
		};
	};

	/** Opens the camera, anew where it is open already; also the "try again" after a failure. */
	async start(): Promise<void> {
		this.#stop();
		const run = this.#run;
		this.#state = { kind: 'starting' };
		try {
			this.#decoder ??= this.#ports.openDecoder();
			const stream = await this.#ports.openStream();
			if (run !== this.#run) return stopTracks(stream);
			this.#take(stream);
			await this.#search(run);
		} catch (error) {
			if (run === this.#run) this.#fail(cameraFailureOf(error));
		}
	}

	/** Goes on looking after a single reading. */
	async resume(): Promise<void> {
		if (this.#state.kind !== 'locked') return;
		this.#repeats.reset();
		if (this.#stream === undefined) return this.start();
		this.#run += 1;
		const run = this.#run;
		try {
			await this.#search(run);
		} catch (error) {
			if (run === this.#run) this.#fail(cameraFailureOf(error));
		}
	}

	async toggleTorch(): Promise<void> {
		const track = this.#stream?.getVideoTracks()[0];
		if (track === undefined || this.#torch === 'absent') return;
		const wanted = this.#torch === 'off';
		try {
			await switchTorch(track, wanted);
			this.#torch = wanted ? 'on' : 'off';
		} catch {
			this.#torch = 'absent';
		}
	}

	#take(stream: MediaStream): void {
		this.#stream = stream;
		const track = stream.getVideoTracks()[0];
		this.#torch = track !== undefined && hasTorch(track) ? 'off' : 'absent';
		// Another app took the camera, or it was unplugged.
		track?.addEventListener('ended', () => {
			if (this.#stream === stream) this.#fail('busy');
		});
	}

	async #search(run: number): Promise<void> {
		const video = this.#video;
		if (video === undefined || this.#stream === undefined) return;
		if (video.srcObject !== this.#stream) video.srcObject = this.#stream;
		await video.play();
		if (run !== this.#run) return;
		this.#state = { kind: 'searching' };
		await this.#look(run, video);
	}

	async #look(run: number, video: HTMLVideoElement): Promise<void> {
		let lookedAtMs = -Infinity;
		while (run === this.#run && !this.#isDone()) {
			const atMs = await this.#ports.nextFrame(video);
			if (run !== this.#run) return;
			if (atMs - lookedAtMs < frameIntervalMsMin) continue;
			lookedAtMs = atMs;
			const picture = await this.#ports.grab(video);
			const { width, height } = picture;
			const reading = await this.#decoder?.decode(picture);
			if (run !== this.#run) return;
			if (reading === undefined) this.#sawNothing(atMs);
			else this.#saw(reading, width, height, atMs);
		}
	}

	#isDone(): boolean {
		return this.#state.kind === 'locked' && this.#options.mode() === 'single';
	}

	#saw(reading: Reading, width: number, height: number, atMs: number): void {
		this.#state = { kind: 'locked', reading, width, height };
		this.#lockedAtMs = atMs;
		if (this.#options.mode() === 'single') this.#video?.pause();
		if (this.#repeats.admit(reading.text, atMs)) this.#options.onread(reading);
	}

	#sawNothing(atMs: number): void {
		if (this.#state.kind !== 'locked' || atMs - this.#lockedAtMs < lockedShownMs) return;
		this.#state = { kind: 'searching' };
	}

	#followVisibility(): void {
		if (document.visibilityState === 'hidden') {
			this.#stop();
			// A frozen reading stays on screen; resume() opens the camera again.
			if (this.#state.kind !== 'failed' && !this.#isDone()) this.#state = { kind: 'idle' };
		} else if (this.#state.kind === 'idle') void this.start();
	}

	#fail(why: CameraFailure): void {
		this.#stop();
		this.#state = { kind: 'failed', why };
		if (why !== 'reader') return;
		this.#decoder?.close();
		this.#decoder = undefined;
	}

	#stop(): void {
		this.#run += 1;
		this.#torch = 'absent';
		if (this.#stream !== undefined) stopTracks(this.#stream);
		this.#stream = undefined;
	}
}

function stopTracks(stream: MediaStream): void {
	for (const track of stream.getTracks()) track.stop();
}
