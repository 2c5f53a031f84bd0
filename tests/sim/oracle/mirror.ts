/**
 * What the servers have written, seen at the door of their store and kept apart from it. One entry
 * per write, in order; moments of the story are counted in writes.
 */
import type { Command } from '#domain/command.ts';
import type { CommandResult } from '#domain/protocol/wire.ts';
import type { AnyRecord } from '#domain/record-schemas.ts';
import {
	recordKey,
	type CommitEntry,
	type CommitOutcome,
	type JournalEntry,
	type Store,
} from '#server/store/port.ts';

export interface Written {
	/** Counts writes from 1. */
	moment: number;
	key: string;
	rev: number;
	before: AnyRecord | undefined;
	after: AnyRecord;
	/** The command behind it; absent for what the server does by itself. */
	command?: Command;
	userId?: string;
}

export interface Journaled {
	command: Command;
	result: CommandResult;
	userId: string;
	moment: number;
	/** How often the store took it for new. */
	times: number;
}

export interface Mirrored {
	rev: number;
	record: AnyRecord;
	/** Revision after each moment at which it changed. */
	revs: { moment: number; rev: number }[];
}

export class Mirror {
	moment = 0;
	readonly records = new Map<string, Mirrored>();
	readonly journal = new Map<string, Journaled>();

	/** Takes in what a store answered to one entry of a `commit`; gives what changed. */
	note(entry: CommitEntry, outcome: CommitOutcome): { written?: Written; journaled?: Journaled } {
		if (outcome.status !== 'written') return {};
		this.moment++;
		return {
			...(entry.journal && { journaled: this.#journal(entry.journal) }),
			...(outcome.record && { written: this.#write(entry, outcome.record) }),
		};
	}

	#journal({ command, result, userId }: NonNullable<CommitEntry['journal']>): Journaled {
		const id = `${command.device}:${command.seq}`;
		const times = (this.journal.get(id)?.times ?? 0) + 1;
		const journaled = { command, result, userId, times, moment: this.moment };
		this.journal.set(id, journaled);
		return journaled;
	}

	#write({ journal, write }: CommitEntry, raw: AnyRecord): Written {
		const after = JSON.parse(JSON.stringify(raw)) as AnyRecord;
		const key = recordKey(after);
		const known = this.records.get(key);
		const rev = (write?.expectedRev ?? 0) + 1;
		const revs = [...(known?.revs ?? []), { moment: this.moment, rev }];
		this.records.set(key, { rev, record: after, revs });
		// What is written about a command, such as its quarantine, is not written by it.
		const isOwn = journal?.command.kind === after.kind && journal.command.record === after.id;
		const by = isOwn && { command: journal.command, userId: journal.userId };
		return { moment: this.moment, key, rev, before: known?.record, after, ...by };
	}

	/** Takes over all that a store holds; what was known before is forgotten. */
	async read(store: Store): Promise<void> {
		this.moment++;
		this.records.clear();
		this.journal.clear();
		const page = 200;
		for (let after: string | undefined, more = true; more;) {
			const records = await store.allRecords(after, page);
			for (const { json, rev } of records) {
				const record = JSON.parse(json) as AnyRecord;
				this.records.set(recordKey(record), { rev, record, revs: [{ moment: this.moment, rev }] });
			}
			const last = records.at(-1);
			after = last && recordKey(last);
			more = records.length === page;
		}
		for (let after: JournalEntry['command'] | undefined, more = true; more;) {
			const entries = await store.allJournal(after, page);
			for (const entry of entries) this.#journal(entry);
			after = entries.at(-1)?.command;
			more = entries.length === page;
		}
	}

	/** Every record as if it had just been written. */
	asWritten(): Written[] {
		const { moment } = this;
		return [...this.records].map(([key, { rev, record }]) => {
			return { moment, key, rev, before: undefined, after: record };
		});
	}

	get<K extends AnyRecord['kind']>(
		kind: K,
		id: string,
	): Extract<AnyRecord, { kind: K }> | undefined {
		const record = this.records.get(recordKey({ kind, id }))?.record;
		return record as Extract<AnyRecord, { kind: K }> | undefined;
	}

	ofKind<K extends AnyRecord['kind']>(kind: K): Extract<AnyRecord, { kind: K }>[] {
		const all = [...this.records.values()].map(({ record }) => record);
		return all.filter((record) => record.kind === kind) as Extract<AnyRecord, { kind: K }>[];
	}

	/** The revision a record had at a moment; 0 before it was made. */
	revAt(key: string, moment: number): number {
		const revs = this.records.get(key)?.revs ?? [];
		return revs.findLast((each) => each.moment <= moment)?.rev ?? 0;
	}
}
