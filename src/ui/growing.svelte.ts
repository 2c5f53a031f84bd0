/** Fills a phone's screen; what lies below it comes in the frames after. */
const firstRows = 8;
const rowsPerFrame = 6;

/**
 * How many rows of a long list to draw: at first a screenful, then more with every frame, so that
 * drawing a whole day never holds up a finger. Make it in a component's script.
 */
export class Growing {
	#shown = $state(firstRows);

	constructor(length: () => number) {
		$effect(() => {
			if (this.#shown >= length()) return;
			const frame = requestAnimationFrame(() => {
				this.#shown += rowsPerFrame;
			});
			return () => cancelAnimationFrame(frame);
		});
	}

	get shown(): number {
		return this.#shown;
	}
}
