/** After the server closed the line for good (signed out, too many), it is tried again so late. */
const reopenMs = 30_000;

export interface PokeStreamParts {
	url: string;
	/** The browser's EventSource; it reconnects by itself after a lost line. */
	EventSource: typeof globalThis.EventSource;
	later: (ms: number, then: () => void) => () => void;
}

/**
 * Listens for "something changed". A lost poke is harmless: every reopened line counts as one, and
 * the engine polls besides. Returns how to close it.
 */
export function openPokeStream({ url, EventSource, later }: PokeStreamParts, poke: () => void) {
	let cancel: (() => void) | undefined;
	let source = open();

	function open(): EventSource {
		const opened = new EventSource(url);
		let isFirst = true;
		opened.onopen = () => {
			if (!isFirst) poke();
			isFirst = false;
		};
		opened.addEventListener('changed', () => poke());
		opened.onerror = () => {
			if (opened.readyState !== opened.CLOSED) return;
			cancel = later(reopenMs, () => {
				source = open();
			});
		};
		return opened;
	}

	return () => {
		cancel?.();
		source.close();
	};
}
