import { beforeEach, expect, it, vi } from 'vitest';
import { ScanCamera } from './camera.svelte.ts';
import type { ScanMode } from './camera.svelte.ts';
import type { CameraPorts } from './camera-ports.ts';
import type { Reading } from './reading.ts';

const corner = { x: 0, y: 0 };
const readingOf = (text: string): Reading => ({
	text,
	format: 'code-128',
	corners: [corner, corner, corner, corner],
	pass: 'base',
});

class FakeTrack extends EventTarget {
	stopped = false;
	torchAbility = true;
	torch: boolean | undefined;
	getCapabilities = (): object => ({ torch: this.torchAbility, zoom: { min: 1, max: 5 } });
	getSettings = (): object => ({ deviceId: 'lens-1' });
	zoom: number | undefined;
	applyConstraints = ({
		advanced: [wish],
	}: {
		advanced: { torch?: boolean; zoom?: number }[];
	}): Promise<void> => {
		this.torch = wish?.torch;
		this.zoom = wish?.zoom;
		return Promise.resolve();
	};
	stop(): void {
		this.stopped = true;
	}
}

/** A camera whose frames come when the test says so. */
class Rig {
	mode: ScanMode = 'single';
	readonly reported: string[] = [];
	readonly tracks: FakeTrack[] = [];
	readonly lensesAsked: (string | undefined)[] = [];
	openStream = (lensId?: string): Promise<MediaStream> => {
		this.lensesAsked.push(lensId);
		const track = new FakeTrack();
		this.tracks.push(track);
		const stream = { getVideoTracks: () => [track], getTracks: () => [track] };
		return Promise.resolve(stream as unknown as MediaStream);
	};
	decoders = 0;
	#frame: ((atMs: number) => void) | undefined;
	#seen: readonly Reading[] = [];
	#broken: Error | undefined;
	readonly camera: ScanCamera;
	detach: () => void = () => undefined;

	constructor() {
		const ports: CameraPorts = {
			openStream: (lensId) => this.openStream(lensId),
			lenses: () => Promise.resolve([{ id: 'lens-1', name: 'back' }]),
			openDecoder: () => {
				this.decoders += 1;
				return { decode: () => this.#decode(), close: () => undefined };
			},
			nextFrame: () => new Promise((resolve) => (this.#frame = resolve)),
			grab: () => Promise.resolve({ width: 1280, height: 720 } as ImageBitmap),
		};
		this.camera = new ScanCamera(
			{
				mode: () => this.mode,
				onread: (all) => this.reported.push(all.map(({ text }) => text).join('+')),
			},
			ports,
		);
	}

	#decode(): Promise<readonly Reading[]> {
		return this.#broken === undefined ? Promise.resolve(this.#seen) : Promise.reject(this.#broken);
	}

	async open(): Promise<void> {
		const video = {
			srcObject: null,
			play: () => Promise.resolve(),
			pause: () => undefined,
		} as unknown as HTMLVideoElement;
		this.detach = this.camera.attach(video) ?? this.detach;
		await settle();
	}

	/** Shows one frame with these codes on it, or none. */
	async show(text: string | string[] | undefined, atMs: number): Promise<void> {
		this.#seen = [text ?? []].flat().map(readingOf);
		this.#frame?.(atMs);
		await settle();
	}

	async breakDecoder(error: Error): Promise<void> {
		this.#broken = error;
		this.#frame?.(0);
		await settle();
	}
}

async function settle(): Promise<void> {
	for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

async function setVisibility(state: DocumentVisibilityState): Promise<void> {
	vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(state);
	document.dispatchEvent(new Event('visibilitychange'));
	await settle();
}

let rig: Rig;
beforeEach(() => {
	vi.restoreAllMocks();
	localStorage.clear();
	rig?.detach();
	rig = new Rig();
});

it('reads one code in single mode and waits to be asked for the next', async () => {
	await rig.open();
	expect(rig.camera.state.kind).toBe('searching');
	await rig.show(undefined, 0);
	await rig.show('ZC-1', 200);
	expect(rig.camera.state).toMatchObject({ kind: 'locked', width: 1280, height: 720 });
	await rig.show('ZC-2', 400);
	expect(rig.reported).toEqual(['ZC-1']);
	void rig.camera.resume();
	await settle();
	expect(rig.camera.state.kind).toBe('searching');
	await rig.show('ZC-1', 600);
	expect(rig.reported).toEqual(['ZC-1', 'ZC-1']);
});

it('goes on in continuous mode and reports a code in view once', async () => {
	rig.mode = 'continuous';
	await rig.open();
	await rig.show('ZC-1', 0);
	await rig.show('ZC-1', 1000);
	await rig.show('ZC-2', 1200);
	expect(rig.reported).toEqual(['ZC-1', 'ZC-2']);
	await rig.show(undefined, 2000);
	expect(rig.camera.state.kind).toBe('searching');
	await rig.show('ZC-1', 3000);
	expect(rig.reported).toEqual(['ZC-1', 'ZC-2', 'ZC-1']);
});

it('reports all codes of one picture together, later only the new ones', async () => {
	rig.mode = 'continuous';
	await rig.open();
	await rig.show(['ZC-1', 'SN-1'], 0);
	await rig.show(['ZC-1', 'ZC-2', 'SN-1'], 200);
	expect(rig.reported).toEqual(['ZC-1+SN-1', 'ZC-2']);
	expect(rig.camera.state).toMatchObject({ kind: 'locked' });
});

it('looks at ten frames a second at most', async () => {
	await rig.open();
	await rig.show(undefined, 0);
	await rig.show('ZC-1', 50);
	expect(rig.reported).toEqual([]);
	await rig.show('ZC-1', 100);
	expect(rig.reported).toEqual(['ZC-1']);
});

it.each([
	['NotAllowedError', 'refused'],
	['NotFoundError', 'none'],
	['NotReadableError', 'busy'],
])('says why there is no picture: %s is %s', async (name, why) => {
	rig.openStream = () => Promise.reject(new DOMException('', name));
	await rig.open();
	expect(rig.camera.state).toEqual({ kind: 'failed', why });
});

it('opens after a refusal when asked again', async () => {
	const open = rig.openStream;
	rig.openStream = () => Promise.reject(new DOMException('', 'NotAllowedError'));
	await rig.open();
	rig.openStream = open;
	void rig.camera.start();
	await settle();
	expect(rig.camera.state.kind).toBe('searching');
});

it('lets go of the camera when the page is hidden and takes it again when shown', async () => {
	await rig.open();
	await setVisibility('hidden');
	expect(rig.camera.state.kind).toBe('idle');
	expect(rig.tracks.map(({ stopped }) => stopped)).toEqual([true]);
	await setVisibility('visible');
	expect(rig.camera.state.kind).toBe('searching');
	expect(rig.tracks.map(({ stopped }) => stopped)).toEqual([true, false]);
});

it('keeps a frozen reading over hiding and showing', async () => {
	await rig.open();
	await rig.show('ZC-1', 0);
	await setVisibility('hidden');
	await setVisibility('visible');
	expect(rig.camera.state.kind).toBe('locked');
	expect(rig.tracks).toHaveLength(1);
	void rig.camera.resume();
	await settle();
	expect(rig.camera.state.kind).toBe('searching');
	expect(rig.tracks).toHaveLength(2);
});

it('stops a stream that arrives after the screen was closed', async () => {
	let arrive: (stream: MediaStream) => void = () => undefined;
	const track = new FakeTrack();
	rig.openStream = () => new Promise((resolve) => (arrive = resolve));
	await rig.open();
	rig.detach();
	const late = { getVideoTracks: () => [track], getTracks: () => [track] };
	arrive(late as unknown as MediaStream);
	await settle();
	expect(track.stopped).toBe(true);
});

it('notices when the camera is taken away', async () => {
	await rig.open();
	rig.tracks[0]?.dispatchEvent(new Event('ended'));
	expect(rig.camera.state).toEqual({ kind: 'failed', why: 'busy' });
});

it('makes a new decoder after the old one broke', async () => {
	await rig.open();
	await rig.breakDecoder(Object.assign(new Error('x'), { name: 'DecoderBroken' }));
	expect(rig.camera.state).toEqual({ kind: 'failed', why: 'reader' });
	void rig.camera.start();
	await settle();
	expect(rig.decoders).toBe(2);
});

it('switches the lamp, and it is off again after the camera was closed', async () => {
	await rig.open();
	expect(rig.camera.torch).toBe('off');
	await rig.camera.toggleTorch();
	expect([rig.camera.torch, rig.tracks[0]?.torch]).toEqual(['on', true]);
	await setVisibility('hidden');
	expect(rig.camera.torch).toBe('absent');
});

it('draws nearer as far as the lens can', async () => {
	await rig.open();
	expect(rig.camera.zoomRange).toMatchObject({ min: 1, max: 5 });
	await rig.camera.zoomTo(9);
	expect([rig.camera.zoom, rig.tracks[0]?.zoom]).toEqual([5, 5]);
});

it('remembers the lens, and takes any other where that one is gone', async () => {
	await rig.open();
	expect([rig.camera.lensId, rig.camera.lenses.length]).toEqual(['lens-1', 1]);
	void rig.camera.chooseLens('lens-2');
	await settle();
	const open = rig.openStream;
	rig.openStream = (lensId) =>
		lensId ? Promise.reject(new DOMException('', 'OverconstrainedError')) : open(lensId);
	void rig.camera.start();
	await settle();
	expect(rig.lensesAsked).toEqual([undefined, 'lens-2', undefined]);
	expect(rig.camera.state.kind).toBe('searching');
});
