/**
 * Why nothing is recorded: `refused` by the person or the device's rules, `none` there, `busy` in
 * another app, `insecure` address (browsers give microphones to HTTPS only), `unsupported` browser.
 */
export type VoiceFailure = 'refused' | 'none' | 'busy' | 'insecure' | 'unsupported' | 'unknown';

const failureByName: Readonly<Record<string, VoiceFailure>> = {
	NotAllowedError: 'refused',
	SecurityError: 'refused',
	NotFoundError: 'none',
	OverconstrainedError: 'none',
	NotReadableError: 'busy',
	AbortError: 'busy',
};

/** Speech: so much is enough, and three minutes of it stay near half a megabyte. */
export const voiceBitsPerSecond = 24_000;

/** Whatever was thrown while the microphone was opened, as something we have words for. */
export function voiceFailureOf(error: unknown): VoiceFailure {
	if (typeof error !== 'object' || error === null || !('name' in error)) return 'unknown';
	return failureByName[String(error.name)] ?? 'unknown';
}

/** Opus where the browser has it; Safari before 18.4 records MP4 alone. */
const recordedAs = ['audio/webm;codecs=opus', 'audio/mp4'];

/** Undefined where this browser records nothing we keep. */
export function recordedType(): string | undefined {
	if (typeof MediaRecorder === 'undefined') return undefined;
	return recordedAs.find((type) => MediaRecorder.isTypeSupported(type));
}

/** @throws DOMException of getUserMedia */
export function openMicrophone(): Promise<MediaStream> {
	return navigator.mediaDevices.getUserMedia({
		audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true },
	});
}

/** How loud it is now, 0 to 1, until the stream is let go. */
export function levelOf(stream: MediaStream): { read: () => number; close: () => void } {
	const context = new AudioContext();
	const analyser = context.createAnalyser();
	const samples = new Float32Array(analyser.fftSize);
	context.createMediaStreamSource(stream).connect(analyser);
	return {
		read() {
			analyser.getFloatTimeDomainData(samples);
			const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
			// Speech lies between about -50 and -10 dB.
			return Math.min(1, Math.max(0, 1 + Math.log10(power + 1e-9) / 5));
		},
		close: () => void context.close(),
	};
}
