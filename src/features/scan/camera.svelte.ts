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
import { browserCameraPorts, hasTorch, switchTorch, zoomRangeOf, zoomTo } from './camera-ports.ts';
import type { CameraPorts, Lens, ZoomRange } from './camera-ports.ts';
import type { Decoder } from './decoder.ts';
import type { Reading } from './reading.ts';
import { keptLens } from './kept-lens.ts';
import { createRepeatFilter } from './repeat-filter.ts';

export type ScanMode = 'single' | 'continuous';

export type CameraState =
	| { kind: 'idle' }
	| { kind: 'starting' }
	| { kind: 'searching' }
	| { kind: 'locked'; readings: readonly Reading[]; width: number; height: number }
	| { kind: 'failed'; why: CameraFailure };

export type TorchState = 'absent' | 'off' | 'on';

/** Ten looks a second find a code as soon as a hand holds still, and spare the battery. */
const frameIntervalMsMin = 100;
/** How long the frame stays around a code that is gone, in continuous mode. */
const lockedShownMs = 700;

export interface CameraOptions {
	/** Asked at every reading: `single` freezes the picture, `continuous` reports and goes on. */
	mode(): ScanMode;
	/** What one picture gave that is new: all of its codes in single mode. */
	onread(readings: readonly Reading[]): void;
}

export class ScanCamera {
	#state = $state.raw<CameraState>({ kind: 'idle' });
	#torch = $state<TorchState>('absent');
	#lenses = $state.raw<readonly Lens[]>([]);
	#lensId = $state<string>();
	#zoomRange = $state.raw<ZoomRange>();
	#zoom = $state(1);
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

	/** Several only where there is a choice. */
	get lenses(): readonly Lens[] {
		return this.#lenses;
	}

	get lensId(): string | undefined {
		return this.#lensId;
	}

	/** Undefined where the camera cannot draw nearer. */
	get zoomRange(): ZoomRange | undefined {
		return this.#zoomRange;
	}

	get zoom(): number {
		return this.#zoom;
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
			const stream = await this.#openStream();
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

	/** Kept for the next time on this device. */
	async chooseLens(lensId: string): Promise<void> {
		keptLens.set(lensId);
		await this.start();
	}

	/** Out of range it is the nearest that can be. */
	async zoomTo(times: number): Promise<void> {
		const track = this.#stream?.getVideoTracks()[0];
		const range = this.#zoomRange;
		if (track === undefined || range === undefined) return;
		this.#zoom = Math.min(range.max, Math.max(range.min, times));
		try {
			await zoomTo(track, this.#zoom);
		} catch {
			this.#zoomRange = undefined;
		}
	}

	/** By the lens chosen last, where it is still there. */
	async #openStream(): Promise<MediaStream> {
		const kept = keptLens.get();
		try {
			return await this.#ports.openStream(kept);
		} catch (error) {
			if (kept === undefined || cameraFailureOf(error) !== 'none') throw error;
			keptLens.clear();
			return this.#ports.openStream();
		}
	}

	#take(stream: MediaStream): void {
		this.#stream = stream;
		const track = stream.getVideoTracks()[0];
		this.#torch = track !== undefined && hasTorch(track) ? 'off' : 'absent';
		this.#zoomRange = track && zoomRangeOf(track);
		this.#zoom = this.#zoomRange?.min ?? 1;
		this.#lensId = track?.getSettings().deviceId;
		void this.#ports.lenses().then((lenses) => (this.#lenses = lenses));
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
			const readings = (await this.#decoder?.decode(picture)) ?? [];
			if (run !== this.#run) return;
			if (readings.length === 0) this.#sawNothing(atMs);
			else this.#saw({ kind: 'locked', readings, width, height }, atMs);
		}
	}

	#isDone(): boolean {
		return this.#state.kind === 'locked' && this.#options.mode() === 'single';
	}

	#saw(locked: CameraState & { kind: 'locked' }, atMs: number): void {
		this.#state = locked;
		this.#lockedAtMs = atMs;
		if (this.#options.mode() === 'single') this.#video?.pause();
		const fresh = locked.readings.filter(({ text }) => this.#repeats.admit(text, atMs));
		if (fresh.length > 0) this.#options.onread(fresh);
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
		this.#zoomRange = undefined;
		if (this.#stream !== undefined) stopTracks(this.#stream);
		this.#stream = undefined;
	}
}

function stopTracks(stream: MediaStream): void {
	for (const track of stream.getTracks()) track.stop();
}
