/** What is read of records: the record itself, what changed, what is in a channel, what is found. */
import type { RecordKind } from '#domain/record.ts';
import type { Instant } from '#domain/time/instant.ts';
import {
	searchable,
	type Changes,
	type ChangesQuery,
	type PresentQuery,
	type PresentRow,
	type RecordKey,
	type StoredRecord,
	type WasInQuery,
} from './port.ts';
import { changesOf, placeOf, splitKey } from './sequence.ts';
import { keyOf, type SqliteRows } from './sqlite-rows.ts';
import { wasInChannel, type Stays } from './stays.ts';

/** Highest code point: the end of all words with a given beginning. */
const afterAll = '\u{10FFFF}';

const changedRows = `
	SELECT kind, id, seq FROM record_channel WHERE seq > :after AND`;
/** One channel is read along its index and stops at the limit. */
const changesOfOne = `${changedRows} channel = :channels ORDER BY seq LIMIT :limit`;
const changesOfSeveral = `${changedRows}
	channel IN (SELECT value FROM json_each(:channels)) ORDER BY seq LIMIT :limit`;

const presentRows = `
	SELECT c.kind, c.id, c.gone, r.rev FROM record_channel c JOIN record r USING (kind, id)
	WHERE c.channel = :channel AND (c.kind, c.id) > (:afterKind, :afterId) AND c.gone <= :goneMax`;

export class SqliteReads {
	readonly #db: SqliteRows;

	constructor(db: SqliteRows) {
		this.#db = db;
	}

	get(kind: RecordKind, id: string): StoredRecord | undefined {
		const row = this.#db.row(
			`SELECT rev, channels, body, (SELECT json_group_array(channel) FROM record_channel c
				WHERE c.kind = record.kind AND c.id = record.id AND c.gone = 1) AS former
			FROM record WHERE kind = :kind AND id = :id`,
			{ kind, id },
		);
		if (!row) return undefined;
		return {
			kind,
			id,
			rev: Number(row['rev']),
			channels: JSON.parse(String(row['channels'])) as string[],
			former: JSON.parse(String(row['former'])) as string[],
			json: String(row['body']),
		};
	}

	head(): number {
		return Number(this.#db.row("SELECT value FROM counter WHERE name = 'seq'", {})?.['value'] ?? 0);
	}

	changes({ channels, after, limit }: ChangesQuery): Changes {
		const head = this.head();
		if (channels.length === 0) return changesOf([], head, limit);
		const [first = ''] = channels;
		const rows = this.#db.rows(channels.length === 1 ? changesOfOne : changesOfSeveral, {
			channels: channels.length === 1 ? first : JSON.stringify(channels),
			after: placeOf(after, head),
			// One more tells whether there is more.
			limit: Math.min(limit + 1, Number.MAX_SAFE_INTEGER),
		});
		const changed = rows.map((row) => ({ ...keyOf(row), seq: Number(row['seq']) }));
		return changesOf(changed, head, limit);
	}

	present({ channel, kind, after, withFormer, limit }: PresentQuery): PresentRow[] {
		const behind = after === undefined ? undefined : splitKey(after);
		const rows = this.#db.rows(
			`${presentRows} ${kind === undefined ? '' : 'AND c.kind = :kind'} ORDER BY c.kind, c.id LIMIT :limit`,
			{
				channel,
				afterKind: behind?.kind ?? '',
				afterId: behind?.id ?? '',
				goneMax: withFormer ? 1 : 0,
				limit,
				...(kind !== undefined && { kind }),
			},
		);
		return rows.map((row) => ({
			...keyOf(row),
			rev: Number(row['rev']),
			gone: row['gone'] === 1,
		}));
	}

	wasIn({ kind, id, channel, from, to }: WasInQuery): boolean | undefined {
		const head = this.head();
		return wasInChannel(this.staysOf({ kind, id }), {
			channel,
			isIn: this.get(kind, id)?.channels.includes(channel) ?? false,
			from: placeOf(from, head),
			to: placeOf(to, head),
		});
	}

	staysOf({ kind, id }: RecordKey): Stays<number> | undefined {
		const row = this.#db.row('SELECT stays FROM record_stay WHERE kind = :kind AND id = :id', {
			kind,
			id,
		});
		return row && (JSON.parse(String(row['stays'])) as Stays<number>);
	}

	dueForReview(now: Instant, limit: number): RecordKey[] {
		const rows = this.#db.rows(
			'SELECT kind, id FROM record WHERE review_at <= :now ORDER BY review_at LIMIT :limit',
			{ now, limit },
		);
		return rows.map(keyOf);
	}

	search(kind: RecordKind, text: string, limit: number): string[] {
		const wanted = searchable(text);
		const words = wanted.split(/\s+/).filter(Boolean);
		if (words.length === 0) return [];
		const byTerm = this.#db.rows(
			`SELECT DISTINCT id FROM search_term
			WHERE kind = :kind AND term >= :from AND term < :to LIMIT :limit`,
			{ kind, from: wanted, to: wanted + afterAll, limit },
		);
		const found = new Set(byTerm.map((row) => String(row['id'])));
		if (found.size < limit) for (const id of this.#byWords(kind, words, limit)) found.add(id);
		return [...found].slice(0, limit);
	}

	#byWords(kind: RecordKind, words: readonly string[], limit: number): string[] {
		const rows = this.#db.rows(
			`SELECT id FROM search_text WHERE kind = :kind AND NOT EXISTS
				(SELECT 1 FROM json_each(:words) WHERE instr(text, value) = 0)
			LIMIT :limit`,
			{ kind, words: JSON.stringify(words), limit },
		);
		return rows.map((row) => String(row['id']));
	}
}
