/** Everything the camera controller needs of the browser, so that tests can be the browser. */
import { createDecoder } from './decoder.ts';
import type { Decoder } from './decoder.ts';

export interface CameraPorts {
	/** @throws DOMException of getUserMedia, CameraInsecure */
	openStream(): Promise<MediaStream>;
	openDecoder(): Decoder;
	/** Resolves when the video shows a new frame, with its time in ms. */
	nextFrame(video: HTMLVideoElement): Promise<number>;
	grab(video: HTMLVideoElement): Promise<ImageBitmap>;
}

/** This page may not have a camera because its address is neither HTTPS nor this very machine. */
export class CameraInsecure extends Error {
	override readonly name = 'CameraInsecure';
}

const wishes: MediaStreamConstraints = {
	audio: false,
	video: {
		facingMode: { ideal: 'environment' },
		width: { ideal: 1280 },
		height: { ideal: 720 },
	},
};

export const browserCameraPorts: CameraPorts = {
	async openStream() {
		if (!window.isSecureContext) throw new CameraInsecure();
		const stream = await navigator.mediaDevices.getUserMedia(wishes);
		await focusContinuously(stream);
		return stream;
	},
	openDecoder: createDecoder,
	nextFrame: (video) => new Promise((resolve) => onFrame(video, resolve)),
	grab: (video) => createImageBitmap(video),
};

/** Camera abilities some phones have that the standard's own types do not list. */
interface PhoneCamera extends MediaTrackCapabilities {
	torch?: boolean;
	focusMode?: string[];
}

/** True where the lamp beside this camera can be switched. */
export function hasTorch(track: MediaStreamTrack): boolean {
	return abilities(track).torch === true;
}

/** @throws OverconstrainedError where the lamp does not obey. */
export async function switchTorch(track: MediaStreamTrack, on: boolean): Promise<void> {
	await track.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] });
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
