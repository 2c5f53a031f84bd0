/** How long an undo is offered, ms; the same 60 s the unsent command can be undone would cover the screen too long. */
const undoMs = 8_000;

/** A sentence that can be taken back. */
export interface UndoOffer {
	id: number;
	text: string;
	undo: () => void | Promise<void>;
}

class UndoOffers {
	#offer = $state.raw<UndoOffer>();
	#count = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;

	/** The newest offer; an older one gives way. */
	get offer(): UndoOffer | undefined {
		return this.#offer;
	}

	open(text: string, undo: UndoOffer['undo']): void {
		this.#offer = { id: ++this.#count, text, undo };
		this.resume();
	}

	close(): void {
		this.pause();
		this.#offer = undefined;
	}

	/** Reading or pointing stops the clock. */
	pause(): void {
		clearTimeout(this.#timer);
	}

	resume(): void {
		this.pause();
		this.#timer = setTimeout(() => this.close(), undoMs);
	}
}

/** What the toast host shows. */
export const undoOffers = new UndoOffers();

/** Says that something was saved and lets it be taken back; the only use of a toast. */
export function offerUndo(text: string, undo: UndoOffer['undo']): void {
	undoOffers.open(text, undo);
}
