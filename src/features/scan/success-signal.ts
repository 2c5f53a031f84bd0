/** A short rising double tone, made here, and a shake of the phone: a code was read. */

const tones = [
	{ atMs: 0, hertz: 1320 },
	{ atMs: 70, hertz: 1760 },
] as const;
const toneMs = 60;
/** Heard beside a server rack, not across the ward. */
const loudness = 0.18;
const shakeMs = 60;

export interface SuccessSignal {
	/** Silent where muted; the phone still shakes, where it can. */
	play(muted: boolean): void;
	close(): void;
}

export function createSuccessSignal(): SuccessSignal {
	let audio: AudioContext | undefined;
	return {
		play(muted) {
			shake();
			if (muted) return;
			audio ??= openAudio();
			if (audio !== undefined) sound(audio);
		},
		close() {
			void audio?.close();
			audio = undefined;
		},
	};
}

/** Made at the first reading: browsers want the person to have touched the page before. */
function openAudio(): AudioContext | undefined {
	return 'AudioContext' in window ? new AudioContext() : undefined;
}

function sound(audio: AudioContext): void {
	void audio.resume();
	for (const { atMs, hertz } of tones) {
		const startS = audio.currentTime + atMs / 1000;
		const endS = startS + toneMs / 1000;
		const gain = new GainNode(audio, { gain: loudness });
		gain.gain.setValueAtTime(loudness, startS);
		gain.gain.exponentialRampToValueAtTime(0.001, endS);
		const tone = new OscillatorNode(audio, { type: 'triangle', frequency: hertz });
		tone.connect(gain).connect(audio.destination);
		tone.start(startS);
		tone.stop(endS);
	}
}

function shake(): void {
	if ('vibrate' in navigator) navigator.vibrate(shakeMs);
}
