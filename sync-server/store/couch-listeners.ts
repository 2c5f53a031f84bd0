import { leftLately } from './couch-departures.ts';
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
		this.#tell(key, channels);
	}

	/** Written here, so that the feed is not to tell of it, by a commit that gave no answer. */
	unanswered(document: RecordDocument): void {
		this.#tell(document, [...document.channels, ...leftLately(document)]);
	}

	#tell({ kind, id }: RecordKey, channels: readonly string[]): void {
		for (const listener of this.#listeners) listener({ kind, id }, channels);
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
