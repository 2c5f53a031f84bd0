/**
 * Why there is no camera picture: `refused` by the person or the device's rules, `none` fitted,
 * `busy` in another app, `insecure` address (browsers give cameras to HTTPS only), `reader` = the
 * decoder could not be loaded.
 */
export type CameraFailure = 'refused' | 'none' | 'busy' | 'insecure' | 'reader' | 'unknown';

/** DOMException names of getUserMedia, older engines' among them. */
const failureByName: Readonly<Record<string, CameraFailure>> = {
	NotAllowedError: 'refused',
	SecurityError: 'refused',
	NotFoundError: 'none',
	OverconstrainedError: 'none',
	NotReadableError: 'busy',
	AbortError: 'busy',
	TrackStartError: 'busy',
	CameraInsecure: 'insecure',
	DecoderBroken: 'reader',
};

/** Whatever was thrown while the camera or the decoder was opened, as something we have words for. */
export function cameraFailureOf(error: unknown): CameraFailure {
	// Not every DOMException passes `instanceof Error` in every engine.
	if (typeof error !== 'object' || error === null || !('name' in error)) return 'unknown';
	const name = String(error.name);
	return Object.hasOwn(failureByName, name) ? (failureByName[name] ?? 'unknown') : 'unknown';
}
