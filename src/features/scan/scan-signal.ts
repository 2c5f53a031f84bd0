/**
 * What a scan sounds and feels like, made here. Read: a short rising double tone and one shake.
 * Nobody knows the code: a longer falling one and two shakes, told apart without a look. In an audit
 * also: elsewhere by its list (the same tone twice, two short shakes), with another person (high, low,
 * high, and a long shake between two short ones), seen already (one low click), and a room's own tag
 * (three rising ones).
 */

const signals = {
	read: {
		tones: [
			{ atMs: 0, hertz: 1320 },
			{ atMs: 70, hertz: 1760 },
		],
		toneMs: 60,
		shakesMs: [60],
	},
	unknown: {
		tones: [
			{ atMs: 0, hertz: 494 },
			{ atMs: 170, hertz: 330 },
		],
		toneMs: 150,
		shakesMs: [90, 70, 90],
	},
	moved: {
		tones: [
			{ atMs: 0, hertz: 740 },
			{ atMs: 160, hertz: 740 },
		],
		toneMs: 110,
		shakesMs: [60, 60, 60],
	},
	holder: {
		tones: [
			{ atMs: 0, hertz: 988 },
			{ atMs: 130, hertz: 622 },
			{ atMs: 260, hertz: 988 },
		],
		toneMs: 110,
		shakesMs: [40, 60, 160, 60, 40],
	},
	repeat: { tones: [{ atMs: 0, hertz: 392 }], toneMs: 50, shakesMs: [25] },
	room: {
		tones: [
			{ atMs: 0, hertz: 880 },
			{ atMs: 90, hertz: 1100 },
			{ atMs: 180, hertz: 1320 },
		],
		toneMs: 70,
		shakesMs: [160],
	},
} as const;
export type Heard = keyof typeof signals;
/** Heard beside a server rack, not across the ward. */
const loudness = 0.18;

interface ScanSignal {
	/** Silent where muted; the phone still shakes, where it can. */
	play(heard: Heard, muted: boolean): void;
	close(): void;
}

export function createScanSignal(): ScanSignal {
	let audio: AudioContext | undefined;
	return {
		play(heard, muted) {
			shake(heard);
			if (muted) return;
			audio ??= openAudio();
			if (audio !== undefined) sound(audio, heard);
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

function sound(audio: AudioContext, heard: Heard): void {
	const { tones, toneMs } = signals[heard];
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

function shake(heard: Heard): void {
	if ('vibrate' in navigator) navigator.vibrate([...signals[heard].shakesMs]);
}
