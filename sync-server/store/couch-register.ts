import type { CouchDatabase, CouchDocument, Read } from './couch-database.ts';
import { StoreUnavailable } from './port.ts';

/** Rounds of reading and writing before a document that never comes to rest counts as out of reach. */
const roundsMax = 120;

/** What a change makes of a document: undefined leaves it as it is. */
export type Change<T> = (current: Read<T> | undefined) => T | undefined;

/**
 * Documents that are read and changed one by one. A change is kept by enough copies, in the one
 * leaf there is, or StoreUnavailable is thrown; it may be asked for more than once.
 */
export class CouchRegister<T extends CouchDocument> {
	readonly #database: CouchDatabase;
	/** Where there is one copy a certain write is the only leaf. */
	readonly #alone: boolean;
	/** Of several leaves one of these stays. */
	readonly #isPreferred: (document: T) => boolean;

	constructor(database: CouchDatabase, alone: boolean, isPreferred = (_: T) => false) {
		this.#database = database;
		this.#alone = alone;
		this.#isPreferred = isPreferred;
	}

	async read(id: string): Promise<Read<T> | undefined> {
		return (await this.leaves(id))[0];
	}

	/** The one that counts first. */
	async leaves(id: string): Promise<Read<T>[]> {
		return (await this.readAll([id])).get(id) ?? [];
	}

	async readAll(ids: readonly string[]): Promise<Map<string, Read<T>[]>> {
		const found = await this.#database.leaves<T>(ids);
		const rank = (document: T) => (this.#isPreferred(document) ? 0 : 1);
		for (const leaves of found.values()) leaves.sort((a, b) => rank(a) - rank(b));
		return found;
	}

	/** Gives the document as it is then. */
	async change(id: string, change: Change<T>): Promise<T | undefined> {
		let unsure = false;
		for (let round = 0; round < roundsMax; round++) {
			const [top, ...others] = await this.leaves(id);
			const changed = change(top);
			const next = changed ?? (unsure || others.length > 0 ? top : undefined);
			if (!next) return top;
			const [row] = await this.#database.write([renewed(next, id, top)]);
			unsure = row?.status === 'unsure';
			if (row?.status !== 'certain') continue;
			if (others.length > 0) await this.#database.write(others.map(deleted));
			else if (this.#alone) return next;
		}
		throw new StoreUnavailable(this.#database.name);
	}
}

function renewed<T extends CouchDocument>(next: T, id: string, top: Read<T> | undefined): T {
	const { _rev: _none, _conflicts: _others, ...rest } = next;
	return { ...rest, _id: id, ...(top && { _rev: top._rev }) } as unknown as T;
}

export function deleted({ _id, _rev }: Read<CouchDocument>): CouchDocument {
	return { _id, _rev, _deleted: true };
}
