import type { RecordDocument } from './couch-documents.ts';
import type { RecordKey } from './port.ts';

/** Own revisions remembered, so that the feed does not tell us of our own writes. */
const ownRevisionsMax = 5_000;

type Listener = (key: RecordKey, touched: readonly string[]) => void;

/** Who wants to hear of what other servers wrote. */
export class CouchListeners {
	readonly #listeners = new Set<Listener>();
	readonly #own = new Set<string>();

	wrote(rev: string): void {
		if (this.#own.size >= ownRevisionsMax) this.#own.clear();
		this.#own.add(rev);
	}

	/**
	 * Without a document the record left the channels. That is heard whoever tells of it: it may be of a
	 * write nobody was answered for.
	 */
	read(key: RecordKey, channels: readonly string[], document: RecordDocument | undefined): void {
		if (document?._rev !== undefined && this.#own.has(document._rev)) return;
		for (const listener of this.#listeners) listener(key, channels);
	}

	/** Gives the way out. */
	add(listener: Listener): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	clear(): void {
		this.#listeners.clear();
	}
}
