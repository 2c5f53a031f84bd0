/** What one entry of a commit does, inside its transaction: journal, record, channels, numbers, search. */
import type { CommandResult } from '#domain/protocol/wire.ts';
import { floorOn, type NumberFloor } from './number-floor.ts';
import {
	departures,
	type CommitEntry,
	type CommitOutcome,
	type JournalEntry,
	type NumberCounter,
	type RecordKey,
	type RecordWrite,
	type SearchKeys,
	type StoredRecord,
} from './port.ts';
import type { SqliteReads } from './sqlite-reads.ts';
import type { SqliteRows } from './sqlite-rows.ts';
import { withMoves } from './stays.ts';

interface ChannelRow extends RecordKey {
	channel: string;
	seq: number;
	gone: boolean;
}

export class SqliteWrites {
	readonly #db: SqliteRows;
	readonly #reads: SqliteReads;
	readonly #floor: NumberFloor;

	constructor(db: SqliteRows, reads: SqliteReads, floor: NumberFloor) {
		this.#db = db;
		this.#reads = reads;
		this.#floor = floor;
	}

	commit({ journal, write }: CommitEntry): CommitOutcome {
		const before = journal && this.journaled(journal.command.device, journal.command.seq);
		if (before) return { status: 'duplicate', result: before };
		const held = write && this.#reads.get(write.record.kind, write.record.id);
		if (write && (held?.rev ?? 0) !== write.expectedRev) return { status: 'stale' };
		if (write?.reserve && !this.#reserve(write.reserve, write.record.id))
			return { status: 'stale' };
		if (journal) this.#note(journal);
		return write ? this.#write(write, held) : { status: 'written', touched: [] };
	}

	#note({ command, result, userId, receivedAt }: JournalEntry): void {
		const { device, seq } = command;
		this.#db.run(
			'INSERT INTO journal VALUES (:device, :seq, :userId, :receivedAt, :command, :result)',
			{
				device,
				seq,
				userId,
				receivedAt,
				command: JSON.stringify(command),
				result: JSON.stringify(result),
			},
		);
		this.#db.run('UPDATE device SET last_seq = max(last_seq, :seq) WHERE id = :device', {
			device,
			seq,
		});
	}

	journaled(device: string, seq: number): CommandResult | undefined {
		const row = this.#db.row('SELECT result FROM journal WHERE device = :device AND seq = :seq', {
			device,
			seq,
		});
		return row && (JSON.parse(String(row['result'])) as CommandResult);
	}

	#write(write: RecordWrite, held: StoredRecord | undefined): CommitOutcome {
		const { record, search } = this.#numbered(write);
		const { kind, id } = record;
		const seq = this.#db.next('seq');
		const channels = [...new Set(write.channels)];
		const { left } = departures(held, channels);
		this.#db.run(
			`INSERT INTO record VALUES (:kind, :id, :rev, :seq, :channels, :reviewAt, :body)
			ON CONFLICT (kind, id) DO UPDATE SET rev = excluded.rev, seq = excluded.seq,
				channels = excluded.channels, review_at = excluded.review_at, body = excluded.body`,
			{
				kind,
				id,
				rev: write.expectedRev + 1,
				seq,
				channels: JSON.stringify(channels),
				reviewAt: write.reviewAt ?? null,
				body: JSON.stringify(record),
			},
		);
		for (const channel of left) this.#stamp({ channel, kind, id, seq, gone: true });
		for (const channel of channels) this.#stamp({ channel, kind, id, seq, gone: false });
		this.#stay(record, held?.channels, channels, seq);
		if (search) this.#index(record, search);
		return { status: 'written', record, touched: [...channels, ...left] };
	}

	#numbered(write: RecordWrite): Pick<RecordWrite, 'record' | 'search'> {
		if (write.returning) this.#goBehind(write.returning);
		if (!write.numbering) return write;
		const { form, date, apply } = write.numbering;
		return apply(this.#db.next(`number ${form} ${date}`, floorOn(this.#floor, date)));
	}

	#reserve(numbers: readonly string[], id: string): boolean {
		if (numbers.some((number) => (this.holderOf(number) ?? id) !== id)) return false;
		for (const number of numbers)
			this.#db.run('INSERT OR IGNORE INTO reserved_number VALUES (:number, :id)', { number, id });
		return true;
	}

	holderOf(number: string): string | undefined {
		const row = this.#db.row('SELECT record FROM reserved_number WHERE number = :number', {
			number,
		});
		return row && String(row['record']);
	}

	#goBehind({ form, date, n }: NumberCounter): void {
		this.#db.run(
			`INSERT INTO counter VALUES (:name, :n)
			ON CONFLICT (name) DO UPDATE SET value = max(value, excluded.value)`,
			{
				name: `number ${form} ${date}`,
				n: Math.max(n, floorOn(this.#floor, date)),
			},
		);
	}

	#stamp({ channel, kind, id, seq, gone }: ChannelRow): void {
		this.#db.run(
			`INSERT INTO record_channel VALUES (:channel, :kind, :id, :seq, :gone)
			ON CONFLICT (channel, kind, id) DO UPDATE SET seq = excluded.seq, gone = excluded.gone`,
			{ channel, kind, id, seq, gone: gone ? 1 : 0 },
		);
	}

	#stay(
		{ kind, id }: RecordKey,
		was: readonly string[] | undefined,
		is: readonly string[],
		seq: number,
	): void {
		if (was && was.length === is.length && is.every((channel) => was.includes(channel))) return;
		const before = was && this.#reads.staysOf({ kind, id });
		const stays = withMoves(before, was, is, seq);
		if (!stays) return;
		this.#db.run(
			`INSERT INTO record_stay VALUES (:kind, :id, :stays)
			ON CONFLICT (kind, id) DO UPDATE SET stays = excluded.stays`,
			{ kind, id, stays: JSON.stringify(stays) },
		);
	}

	#index({ kind, id }: RecordKey, { terms, text }: SearchKeys): void {
		const known = this.#db.row('SELECT text FROM search_text WHERE kind = :kind AND id = :id', {
			kind,
			id,
		});
		// The text holds every term, so an equal text means equal terms.
		if (known?.['text'] === text) return;
		this.#db.run('DELETE FROM search_term WHERE kind = :kind AND id = :id', { kind, id });
		for (const term of new Set(terms))
			this.#db.run('INSERT INTO search_term VALUES (:kind, :term, :id)', { kind, term, id });
		this.#db.run(
			`INSERT INTO search_text VALUES (:kind, :id, :text)
			ON CONFLICT (kind, id) DO UPDATE SET text = excluded.text`,
			{ kind, id, text },
		);
	}
}
