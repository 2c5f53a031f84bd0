import type { RecordKind } from '#domain/record.ts';
import type { Instant } from '#domain/time/instant.ts';
import type { CouchDatabase, ViewRow } from './couch-database.ts';
import { endingLengthMax } from './couch-design.ts';
import type { RecordDocument } from './couch-documents.ts';
import { afterAll } from './couch-ids.ts';
import {
	recordKey,
	searchable,
	type PresentQuery,
	type PresentRow,
	type RecordKey,
} from './port.ts';
import { splitKey } from './sequence.ts';

/** Rows of an index looked at together. */
const candidatesMax = 500;
/** Of them for one search; a word in more records than that finds the first of them. */
const candidatePagesMax = 20;
/** What is read from views: one copy answers, which may lag (`couch-feed.ts`). */
export class CouchIndexes {
	readonly #records: CouchDatabase;

	constructor(records: CouchDatabase) {
		this.#records = records;
	}

	async present(query: PresentQuery): Promise<PresentRow[]> {
		const { channel, kind, after, withFormer, limit } = query;
		const from = startOfPage(after === undefined ? undefined : splitKey(after), kind);
		if (!from) return [];
		const rows = await this.#records.view(withFormer ? 'scope/ever' : 'scope/present', {
			startkey: [channel, ...from],
			endkey: kind === undefined ? [channel, {}] : [channel, kind, {}],
			// One more, where the first is the one to go on behind.
			...(limit < Number.MAX_SAFE_INTEGER && { limit: limit + 1 }),
		});
		const found = rows.map(presentRow).filter((row) => recordKey(row) !== after);
		return found.slice(0, limit);
	}

	async dueForReview(now: Instant, limit: number): Promise<RecordKey[]> {
		const rows = await this.#records.view('scope/review', { endkey: now, limit });
		return rows.map(({ id }) => splitKey(id));
	}

	async search(kind: RecordKind, text: string, limit: number): Promise<string[]> {
		const wanted = searchable(text);
		const words = wanted.split(/\s+/).filter(Boolean);
		if (words.length === 0) return [];
		const found = new Set(await this.#byTerm(kind, wanted, limit));
		if (found.size < limit) for (const id of await this.#byWords(kind, words, limit)) found.add(id);
		return [...found].slice(0, limit);
	}

	async #byTerm(kind: RecordKind, wanted: string, limit: number): Promise<string[]> {
		const rows = await this.#records.view('search/term', {
			startkey: [kind, wanted],
			endkey: [kind, wanted + afterAll],
			limit: Math.max(limit, candidatesMax),
		});
		return rows
			.filter(({ key }) => wordOf(key).startsWith(wanted))
			.map(({ value }) => String(value));
	}

	/** By the longest word; whether all of them are in it is looked up in the record. */
	async #byWords(kind: RecordKind, words: readonly string[], limit: number): Promise<string[]> {
		const [longest = ''] = [...words].sort((a, b) => b.length - a.length);
		const beginning = longest.slice(0, endingLengthMax);
		const found = new Set<string>();
		for (let page = 0; page < candidatePagesMax && found.size < limit; page++) {
			const rows = await this.#records.view('search/ending', {
				startkey: [kind, beginning],
				endkey: [kind, beginning + afterAll],
				skip: page * candidatesMax,
				limit: candidatesMax,
			});
			const ids = [...new Set(rows.map(({ value }) => String(value)))];
			for (const id of await this.#holding(kind, ids, words)) found.add(id);
			if (rows.length < candidatesMax) break;
		}
		return [...found];
	}

	async #holding(kind: RecordKind, ids: readonly string[], words: readonly string[]) {
		const found = await this.#records.leaves<RecordDocument>(
			ids.map((id) => recordKey({ kind, id })),
		);
		return [...found.values()].flatMap(([leaf]) =>
			leaf && words.every((word) => leaf.text.includes(word)) ? [leaf.id] : [],
		);
	}
}

/** Where in a channel to begin; undefined when all of that kind lies before. */
function startOfPage(
	after: RecordKey | undefined,
	kind: RecordKind | undefined,
): readonly string[] | undefined {
	if (!after) return kind === undefined ? [] : [kind];
	if (kind === undefined || after.kind === kind) return [after.kind, after.id];
	return after.kind < kind ? [kind] : undefined;
}

function presentRow({ key, value }: ViewRow): PresentRow {
	const [, kind, id] = key as [string, RecordKind, string];
	const [rev, gone] = value as [number, number];
	return { kind, id, rev, gone: gone === 1 };
}

function wordOf(key: unknown): string {
	return (key as [string, string])[1];
}
