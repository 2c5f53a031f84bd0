/**
 * One database of CouchDB, as a cluster really answers.
 *
 * 1. A written row is `certain` only when enough copies took it. `unsure` means some copy may have:
 *    read again, settle, then answer (design.md, section 9).
 * 2. `leaves` are read from enough copies to see every certain write; views, lists and changes come
 *    from one copy, which may lag.
 */
import * as v from 'valibot';
import type { CouchAnswer, CouchRequest, CouchTransport } from './couch-transport.ts';
import { StoreUnavailable } from './port.ts';

export interface CouchDocument {
	_id: string;
	_rev?: string;
	_deleted?: boolean;
	/** Other live leaves, where a reading asks for them. */
	_conflicts?: readonly string[];
}

/** A document as it was read. */
export type Read<T> = T & { _rev: string };

export type Written =
	{ status: 'certain'; rev: string } | { status: 'unsure' } | { status: 'conflict' };

const BulkRows = v.array(
	v.looseObject({
		ok: v.optional(v.boolean()),
		rev: v.optional(v.string()),
		error: v.optional(v.string()),
		accepted: v.optional(v.boolean()),
	}),
);
const Documents = v.object({
	results: v.array(
		v.looseObject({
			id: v.string(),
			docs: v.array(
				v.looseObject({
					ok: v.optional(v.record(v.string(), v.unknown())),
					error: v.optional(v.looseObject({ error: v.optional(v.string()) })),
				}),
			),
		}),
	),
});
const ViewRows = v.looseObject({
	rows: v.array(v.looseObject({ id: v.string(), key: v.unknown(), value: v.unknown() })),
});
const Information = v.looseObject({ cluster: v.optional(v.looseObject({ n: v.number() })) });
const ChangeRows = v.looseObject({
	results: v.array(
		v.looseObject({
			seq: v.nullish(v.union([v.string(), v.number()])),
			id: v.string(),
			deleted: v.optional(v.boolean()),
			doc: v.nullish(v.record(v.string(), v.unknown())),
		}),
	),
	last_seq: v.union([v.string(), v.number()]),
});

export interface ViewRow {
	id: string;
	key: unknown;
	value: unknown;
}

export interface ChangeRow {
	/** Opaque. Absent where CouchDB did not name one. */
	seq: string | undefined;
	id: string;
	doc: Record<string, unknown> | undefined;
}

export interface ChangesPage {
	rows: ChangeRow[];
	lastSeq: string;
	/** The page is full: there may be more. */
	full: boolean;
}

const conflict = 409;
const notFound = 404;

/** Documents asked for or written in one request. */
const documentsAtOnceMax = 500;

export class CouchDatabase {
	readonly name: string;
	readonly #transport: CouchTransport;
	/** Copies asked for a document; unset leaves it to CouchDB, which asks enough to see what is certain. */
	#askedCopies: number | undefined;

	constructor(transport: CouchTransport, name: string) {
		this.#transport = transport;
		this.name = name;
	}

	/** Throws StoreUnavailable unless CouchDB did what it was asked. */
	async #ask(request: CouchRequest): Promise<unknown> {
		const answer = await this.send(request);
		if (answer.status >= 400) throw unavailable(this.name, answer);
		return answer.body;
	}

	/** The path is below the database's own. */
	send({ path, ...request }: CouchRequest): Promise<CouchAnswer> {
		const root = encodeURIComponent(this.name);
		return this.#transport({ ...request, path: path === '' ? root : `${root}/${path}` });
	}

	/**
	 * From now on all copies that can be reached are asked for a document. A row of the feed, which comes
	 * from one copy, may be of a write that only that one has yet: who reads the record then has to see it.
	 */
	askAllCopies(count: number): void {
		this.#askedCopies = count > 1 ? count : undefined;
	}

	/** How many copies of a document the cluster keeps. */
	async copies(): Promise<number> {
		const { cluster } = v.parse(Information, await this.#ask({ method: 'GET', path: '' }));
		return cluster?.n ?? 1;
	}

	/** The live leaves of each document, highest first; no entry for a document that is not there. */
	async leaves<T extends CouchDocument>(ids: readonly string[]): Promise<Map<string, Read<T>[]>> {
		const found = new Map<string, Read<T>[]>();
		for (const some of portionsOf([...new Set(ids)]))
			for (const [id, docs] of await this.#leavesOfSome<T>(some)) found.set(id, docs);
		return found;
	}

	async #leavesOfSome<T extends CouchDocument>(ids: readonly string[]) {
		const body = { docs: ids.map((id) => ({ id })) };
		const query = this.#askedCopies === undefined ? {} : { r: this.#askedCopies };
		const answer = await this.#ask({ method: 'POST', path: '_bulk_get', body, query });
		const found: [string, Read<T>[]][] = [];
		for (const { id, docs } of v.parse(Documents, answer).results) {
			// A shard out of reach says so in its row: that is no missing document.
			const failed = docs.find(({ error }) => error && error.error !== 'not_found');
			if (failed) throw unavailable(this.name, { status: 500, body: failed.error });
			const read = docs.flatMap(({ ok }) => (ok ? [ok as unknown as Read<T>] : []));
			const live = read.filter((doc) => !doc._deleted).sort(higherFirst);
			if (live.length > 0) found.push([id, live]);
		}
		return found;
	}

	/** The highest leaf of one document. */
	async read<T extends CouchDocument>(id: string): Promise<Read<T> | undefined> {
		return (await this.leaves<T>([id])).get(id)?.[0];
	}

	/** One row for each document. No answer at all is `unsure` for every row. */
	async write(docs: readonly CouchDocument[]): Promise<Written[]> {
		const rows: Written[] = [];
		for (const some of portionsOf(docs)) rows.push(...(await this.#writeSome(some)));
		return rows;
	}

	async #writeSome(docs: readonly CouchDocument[]): Promise<Written[]> {
		const answer = await this.send({ method: 'POST', path: '_bulk_docs', body: { docs } }).catch(
			unanswered,
		);
		if (answer === undefined || answer.status >= 500) return docs.map(() => ({ status: 'unsure' }));
		if (answer.status >= 400) throw unavailable(this.name, answer);
		const rows = v.parse(BulkRows, answer.body);
		return docs.map((_, at) => writtenOf(rows[at]));
	}

	/** Rows of a view (`design/view`), from one copy. */
	async view(view: string, query: Readonly<Record<string, unknown>>): Promise<ViewRow[]> {
		const path = `_design/${view.replace('/', '/_view/')}`;
		return v.parse(ViewRows, await this.#ask({ method: 'GET', path, query })).rows;
	}

	/** Documents by id, from one copy. */
	async list(query: Readonly<Record<string, unknown>>): Promise<(ViewRow & { doc?: unknown })[]> {
		const answer = await this.#ask({ method: 'GET', path: '_all_docs', query });
		return v.parse(ViewRows, answer).rows;
	}

	/** Undefined where CouchDB does not take the position. */
	async changes(since: string, limit: number, waitMs = 0): Promise<ChangesPage | undefined> {
		const patience = waitMs > 0 && { feed: 'longpoll', timeout: waitMs };
		const answer = await this.send({
			method: 'GET',
			path: '_changes',
			query: { since, limit, include_docs: true, conflicts: true, ...patience },
			waitMs,
		});
		if (isRefusedPosition(answer.status)) return undefined;
		if (answer.status >= 400) throw unavailable(this.name, answer);
		const { results, last_seq } = v.parse(ChangeRows, answer.body);
		const rows = results.map(({ seq, id, doc }) => ({
			seq: seq === undefined || seq === null ? undefined : String(seq),
			id,
			doc: doc ?? undefined,
		}));
		return { rows, lastSeq: String(last_seq), full: rows.length >= limit };
	}
}

/** What a position CouchDB cannot read is answered with; out of reach is something else. */
function isRefusedPosition(status: number): boolean {
	return status === 400 || status === 500;
}

export function unavailable(name: string, { status, body }: CouchAnswer): StoreUnavailable {
	return new StoreUnavailable(name, { cause: `${status} ${JSON.stringify(body)}` });
}

function unanswered(error: unknown): undefined {
	if (!(error instanceof StoreUnavailable)) throw error;
}

function writtenOf(row: v.InferOutput<typeof BulkRows>[number] | undefined): Written {
	if (row?.ok && row.rev !== undefined && !row.accepted) return { status: 'certain', rev: row.rev };
	return { status: row?.error === 'conflict' ? 'conflict' : 'unsure' };
}

export function isGone(status: number): boolean {
	return status === notFound;
}

export function isTaken(status: number): boolean {
	return status === conflict;
}

/** CouchDB's own order of leaves: by generation, then by hash. */
function higherFirst(a: { _rev: string }, b: { _rev: string }): number {
	const byGeneration = generationOf(b._rev) - generationOf(a._rev);
	if (byGeneration !== 0) return byGeneration;
	return a._rev < b._rev ? 1 : -1;
}

function generationOf(rev: string): number {
	return Number.parseInt(rev, 10);
}

function portionsOf<T>(list: readonly T[]): T[][] {
	const count = Math.ceil(list.length / documentsAtOnceMax);
	return Array.from({ length: count }, (_, at) =>
		list.slice(at * documentsAtOnceMax, (at + 1) * documentsAtOnceMax),
	);
}
