/** Everything the camera controller needs of the browser, so that tests can be the browser. */
import { createDecoder } from './decoder.ts';
import type { Decoder } from './decoder.ts';

export interface CameraPorts {
	/** By that lens, or any that looks away from the person. @throws DOMException of getUserMedia, CameraInsecure */
	openStream(lensId?: string): Promise<MediaStream>;
	/** Named by the browser once a stream is open. */
	lenses(): Promise<Lens[]>;
	openDecoder(): Decoder;
	/** Resolves when the video shows a new frame, with its time in ms. */
	nextFrame(video: HTMLVideoElement): Promise<number>;
	grab(video: HTMLVideoElement): Promise<ImageBitmap>;
}

/** This page may not have a camera because its address is neither HTTPS nor this very machine. */
export class CameraInsecure extends Error {
	override readonly name = 'CameraInsecure';
}

/** One of the cameras of a device; phones have a wide and a near one beside the usual. */
export interface Lens {
	id: string;
	/** As the browser calls it; may be empty. */
	name: string;
}

const size = { width: { ideal: 1280 }, height: { ideal: 720 } };

function wishesFor(lensId: string | undefined): MediaStreamConstraints {
	const which = lensId ? { deviceId: { exact: lensId } } : { facingMode: { ideal: 'environment' } };
	return { audio: false, video: { ...which, ...size } };
}

export const browserCameraPorts: CameraPorts = {
	async openStream(lensId) {
		if (!window.isSecureContext) throw new CameraInsecure();
		const stream = await navigator.mediaDevices.getUserMedia(wishesFor(lensId));
		await focusContinuously(stream);
		return stream;
	},
	async lenses() {
		const devices = await navigator.mediaDevices.enumerateDevices();
		return devices
			.filter(({ kind, deviceId }) => kind === 'videoinput' && deviceId !== '')
			.map(({ deviceId, label }) => ({ id: deviceId, name: label }));
	},
	openDecoder: createDecoder,
	nextFrame: (video) => new Promise((resolve) => onFrame(video, resolve)),
	grab: (video) => createImageBitmap(video),
};

const zoomSteps = 40;

export interface ZoomRange {
	/** Times, 1 for the picture as it is. */
	min: number;
	max: number;
	step: number;
}

/** Camera abilities some phones have that the standard's own types do not list. */
interface PhoneCamera extends MediaTrackCapabilities {
	torch?: boolean;
	focusMode?: string[];
	zoom?: { min: number; max: number; step?: number };
}

/** True where the lamp beside this camera can be switched. */
export function hasTorch(track: MediaStreamTrack): boolean {
	return abilities(track).torch === true;
}

/** @throws OverconstrainedError where the lamp does not obey. */
export async function switchTorch(track: MediaStreamTrack, on: boolean): Promise<void> {
	await track.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] });
}

/** How far this camera can be drawn nearer; undefined where it cannot. */
export function zoomRangeOf(track: MediaStreamTrack): ZoomRange | undefined {
	const { zoom } = abilities(track);
	if (zoom === undefined || !(zoom.max > zoom.min)) return undefined;
	// One that names no step takes any.
	return { min: zoom.min, max: zoom.max, step: zoom.step || (zoom.max - zoom.min) / zoomSteps };
}

/** @throws OverconstrainedError where the lens does not obey. */
export async function zoomTo(track: MediaStreamTrack, times: number): Promise<void> {
	await track.applyConstraints({ advanced: [{ zoom: times } as MediaTrackConstraintSet] });
}

async function focusContinuously(stream: MediaStream): Promise<void> {
	const [track] = stream.getVideoTracks();
	if (track === undefined || abilities(track).focusMode?.includes('continuous') !== true) return;
	const focus = { focusMode: 'continuous' } as MediaTrackConstraintSet;
	// A wish: a camera that promises this mode and then declines it still gives a picture.
	await track.applyConstraints({ advanced: [focus] }).catch(() => undefined);
}

/** Firefox has no getCapabilities. */
function abilities(track: MediaStreamTrack): PhoneCamera {
	return 'getCapabilities' in track ? track.getCapabilities() : {};
}

function onFrame(video: HTMLVideoElement, callback: (atMs: number) => void): void {
	if ('requestVideoFrameCallback' in video) video.requestVideoFrameCallback(callback);
	else requestAnimationFrame(callback);
}
