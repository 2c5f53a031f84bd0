/** After the server closed the line for good (signed out, too many), it is tried again so late. */
const reopenMs = 30_000;

export interface PokeStreamParts {
	url: string;
	/** The browser's EventSource; it reconnects by itself after a lost line. */
	EventSource: typeof globalThis.EventSource;
	later: (ms: number, then: () => void) => () => void;
}

/** What comes by this line: something changed, or the line opened and what went before was missed. */
export type StreamReason = 'poke' | 'listening';

/**
 * Listens for "something changed". A lost poke is harmless: every line that opens says so, the first
 * too, for it may have opened after the round begun beside it; and the engine polls besides. Returns
 * how to close it.
 */
export function openPokeStream(
	{ url, EventSource, later }: PokeStreamParts,
	heard: (reason: StreamReason) => void,
) {
	let cancel: (() => void) | undefined;
	let source = open();

	function open(): EventSource {
		const opened = new EventSource(url);
		opened.onopen = () => heard('listening');
		opened.addEventListener('changed', () => heard('poke'));
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
