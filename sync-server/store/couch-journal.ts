import type { Instant } from '#domain/time/instant.ts';
import type { CouchDatabase, Read } from './couch-database.ts';
import { journalId, type CommandName, type JournalDocument } from './couch-documents.ts';
import { CouchRegister } from './couch-register.ts';

/**
 * What is known of commands.
 *
 * 1. An intent is kept before its record is written, and says nothing about whether it was.
 * 2. `done` is final but for a command that a settled conflict took out of its record again.
 */
export class CouchJournal {
	readonly #database: CouchDatabase;
	readonly #register: CouchRegister<JournalDocument>;

	constructor(database: CouchDatabase, alone: boolean) {
		this.#database = database;
		this.#register = new CouchRegister(database, alone, ({ state }) => state === 'done');
	}

	async read(names: readonly CommandName[]): Promise<Map<string, Read<JournalDocument>>> {
		const found = await this.#register.readAll(names.map(journalId));
		const tops = new Map<string, Read<JournalDocument>>();
		for (const [id, [top]] of found) if (top) tops.set(id, top);
		return tops;
	}

	async readOne(name: CommandName): Promise<Read<JournalDocument> | undefined> {
		return (await this.read([name])).get(journalId(name));
	}

	/** Of those that are done: whether their effect is in that record. */
	async effects(names: readonly CommandName[], place: string): Promise<Map<string, boolean>> {
		if (names.length === 0) return new Map();
		const known = [...(await this.read(names)).values()];
		const done = known.filter(({ state }) => state === 'done');
		return new Map(done.map((one) => [one._id, one.hasEffect && one.place === place]));
	}

	/** Commands received before then whose end was not written. */
	async intendedBefore(before: Instant, limit: number): Promise<CommandName[]> {
		const rows = await this.#database.view('mend/intents', { endkey: before, limit });
		return rows.map(({ value }) => value as CommandName);
	}

	/** One leaf again of what several writers left. */
	async settle(document: JournalDocument): Promise<void> {
		await this.#register.change(document._id, () => undefined);
	}

	/** Each is known afterwards: as intended now, or as somebody said before. */
	intend(intents: readonly JournalDocument[]): Promise<Map<string, JournalDocument>> {
		return this.#keep(intents, (intent, current) => (current ? undefined : intent));
	}

	/** An effect intended elsewhere is intended here now. False where it is done meanwhile. */
	async intendElsewhere(intent: JournalDocument): Promise<boolean> {
		const kept = await this.#register.change(intent._id, (current) =>
			current && (current.state === 'done' || current.place === intent.place) ? undefined : intent,
		);
		return kept?.state === 'intent';
	}

	/** The commands have taken effect; a result known before stays. */
	finish(done: readonly JournalDocument[]): Promise<Map<string, JournalDocument>> {
		return this.#keep(done, (document, current) =>
			current?.state === 'done' ? undefined : document,
		);
	}

	/**
	 * The command has no effect. False, and nothing written, where somebody intended one: he has to be
	 * stopped first (`isStopped`).
	 */
	async refuse(refused: JournalDocument, isStopped: boolean): Promise<boolean> {
		let isIntended = false;
		await this.#register.change(refused._id, (current) => {
			isIntended = current?.state === 'intent' && !isStopped;
			return current?.state === 'done' || isIntended ? undefined : refused;
		});
		return !isIntended;
	}

	/** The result of a command that was run anew. */
	async replace(document: JournalDocument): Promise<void> {
		const { state, hasEffect, result } = document;
		await this.#register.change(document._id, (current) =>
			current?.state === state && current.hasEffect === hasEffect && current.result === result
				? undefined
				: document,
		);
	}

	async #keep(
		documents: readonly JournalDocument[],
		change: (
			document: JournalDocument,
			current: Read<JournalDocument> | undefined,
		) => JournalDocument | undefined,
	): Promise<Map<string, JournalDocument>> {
		const kept = new Map<string, JournalDocument>();
		const rows = await this.#database.write(documents);
		for (const [at, document] of documents.entries()) {
			const row = rows[at];
			const settled =
				row?.status === 'certain'
					? { ...document, _rev: row.rev }
					: await this.#register.change(document._id, (current) => change(document, current));
			kept.set(document._id, settled ?? document);
		}
		return kept;
	}
}
