import { afterEach, expect, it } from 'vitest';
import { listenToHandHeld } from './hand-held.ts';

const codes: string[] = [];
const stop = listenToHandHeld(document, (code) => codes.push(code));
afterEach(() => {
	document.body.replaceChildren();
	codes.length = 0;
});

/** All within the same millisecond or so, as no person types. Returns the last event. */
function scanInto(target: EventTarget, text: string): KeyboardEvent {
	const events = [...text, 'Enter'].map(
		(key) => new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, composed: true }),
	);
	for (const event of events) target.dispatchEvent(event);
	return events.at(-1) ?? new KeyboardEvent('keydown');
}

function place(tag: string): HTMLElement {
	return document.body.appendChild(document.createElement(tag));
}

it('hears a scanner anywhere on the page and keeps its Enter from pressing the button', () => {
	const end = scanInto(place('button'), 'ZC-2026-000123');
	expect(codes).toEqual(['ZC-2026-000123']);
	expect(end.defaultPrevented).toBe(true);
});

it.each(['input', 'textarea'])('leaves what goes into an %s alone', (tag) => {
	const end = scanInto(place(tag), 'ZC-2026-000123');
	expect(codes).toEqual([]);
	expect(end.defaultPrevented).toBe(false);
});

it('hears nothing after it was told to stop', () => {
	stop();
	scanInto(document.body, 'ZC-2026-000123');
	expect(codes).toEqual([]);
});
