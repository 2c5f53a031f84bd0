/**
 * A hand-held scanner is a keyboard: it types the code within milliseconds and ends with Enter or
 * Tab. It is told from a person by that speed alone, and only outside input fields: inside one the
 * scanner writes into the field as it always did.
 */
import { on } from 'svelte/events';

/** Scanners send a key every 1–40 ms, also by Bluetooth; people are seldom under 60. */
export const keyIntervalMsMax = 50;
/** Shorter bursts are keys struck together by accident. */
export const burstLengthMin = 4;
const burstLengthMax = 7089;

/** The burst so far. Start with `noBurst`. */
export interface HandHeldState {
	readonly text: string;
	readonly lastMs: number;
}

export const noBurst: HandHeldState = { text: '', lastMs: -Infinity };

export interface HandHeldStep {
	state: HandHeldState;
	/** Set when a burst has just ended. */
	code?: string;
}

/**
 * One key further.
 * @param key as in KeyboardEvent.key: one character, or the name of a key
 * @param timeMs when it was pressed, on any one clock
 */
export function step(state: HandHeldState, key: string, timeMs: number): HandHeldStep {
	const inBurst = timeMs - state.lastMs <= keyIntervalMsMax;
	if (key === 'Enter' || key === 'Tab') return ended(inBurst ? state.text : '');
	// Capitals come with a Shift of their own.
	if (key === 'Shift') return { state };
	if (Array.from(key).length !== 1) return { state: noBurst };
	const text = inBurst ? state.text + key : key;
	return { state: text.length > burstLengthMax ? noBurst : { text, lastMs: timeMs } };
}

function ended(text: string): HandHeldStep {
	return text.length < burstLengthMin ? { state: noBurst } : { state: noBurst, code: text };
}

/**
 * Listens to a document until the returned function is called. Keys in input fields and key
 * combinations are left alone; of a recognised burst only the last key is kept from its usual effect,
 * so that Enter presses no button and Tab moves no focus.
 */
export function listenToHandHeld(target: Document, oncode: (code: string) => void): () => void {
	let state = noBurst;
	const listener = (event: KeyboardEvent): void => {
		if (isTyping(event)) {
			state = noBurst;
			return;
		}
		const next = step(state, event.key, event.timeStamp);
		state = next.state;
		if (next.code === undefined) return;
		event.preventDefault();
		event.stopPropagation();
		oncode(next.code);
	};
	return on(target, 'keydown', listener, { capture: true });
}

const editable = 'input:not([type="radio"], [type="checkbox"], [type="button"]), textarea, select';

function isTyping(event: KeyboardEvent): boolean {
	if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat)
		return true;
	const [origin] = event.composedPath();
	if (!(origin instanceof HTMLElement)) return false;
	return origin.isContentEditable || origin.matches(editable);
}
