/**
 * The second copy of what the server does not have yet, in files beside the database: a browser throws
 * away the whole of a database it finds damaged, which no transaction survives (decisions/0012).
 *
 * 1. `execute` calls something saved when it is in the database AND here. Where no copy can be written
 *    the database alone keeps it, as ever, and a marker says that the copies are not whole until
 *    `tidy` has made them so.
 * 2. Bytes are written before the commands that name them; a call's commands are one file.
 * 3. A copy goes when the server has taken what it holds, or the user has taken it back. One that is
 *    left over by a crash is harmless: brought back, the server answers it as a duplicate.
 * 4. Files are listed before rows are read: a file always is of rows that are written.
 */
import { confirmedFor, roleOf, type NewBlob } from './keep-blob.ts';
import { cursorOfHeld, readMeta } from './meta.ts';
import type { PrivateFiles } from './private-files.ts';
import type { BlobRow, OutboxRow } from './rows.ts';
import type { Markers } from './storage-health.ts';
import type { StoreParts } from './store-parts.ts';
import {
	blobContent,
	blobNames,
	callContent,
	callNames,
	nameOfBlob,
	nameOfCall,
	readCall,
} from './unsent-files.ts';

const markerOf = (userId: string) => `outpost-uncopied:${userId}`;

/** The page's account of whether everything unsent is copied; Workers have none and leave it alone. */
export interface CopyMarks {
	markers: Markers | undefined;
	userId: string;
}

export class UnsentCopies {
	readonly files: PrivateFiles;
	readonly #parts: StoreParts;
	readonly #marks: CopyMarks | undefined;

	constructor(parts: StoreParts, files: PrivateFiles, marks?: CopyMarks) {
		this.#parts = parts;
		this.files = files;
		this.#marks = marks;
	}

	/** False while something unsent may lie in the database alone. */
	get isWhole(): boolean {
		return this.#marker?.getItem(this.#markerName) !== 'yes';
	}

	/** Whether they hold what the database has lost; to be asked at the opening. */
	async areAhead(isEmpty: boolean): Promise<boolean> {
		const names = this.files.found ?? [];
		if (isEmpty && blobNames(names).length > 0) return true;
		const calls = callNames(names);
		if (calls.length === 0) return false;
		const lastSeq = (await readMeta(this.#parts.database, 'lastSeq')) ?? 0;
		return calls.some(({ last }) => last > lastSeq);
	}

	/** The work of one call, just written. Never fails. */
	async keep(seqs: readonly number[], blobs: readonly NewBlob[]): Promise<void> {
		await this.#trying(async () => {
			const { codec } = this.#parts;
			const rows = await this.#parts.database.outbox.bulkGet([...seqs]);
			await Promise.all(
				blobs.map(({ sha256, recordId, data, ...blob }) => {
					const head = { type: blob.type, role: blob.role ?? roleOf(blob.type) };
					const content = blobContent(head, codec.sealBytes(data));
					return this.files.write(nameOfBlob(sha256, recordId), content);
				}),
			);
			const written = rows.filter((row) => row !== undefined);
			if (written.length > 0) await this.#writeCall(written);
		});
	}

	/** Commands taken back: a copy must not bring them again. */
	async drop(seqs: readonly number[]): Promise<void> {
		await this.#trying(async () => {
			for (const call of callNames(await this.files.names())) {
				if (!seqs.some((seq) => call.first <= seq && seq <= call.last)) continue;
				const copy = await readCall(this.files, this.#parts.codec, call.name);
				const rest = copy?.rows.filter(({ seq }) => !seqs.includes(seq)) ?? [];
				if (rest.length < (copy?.rows.length ?? 1)) await this.files.remove(call.name);
				if (rest.length > 0) await this.#writeCall(rest);
			}
		});
	}

	/** Copies of bytes make room for new work; `tidy` writes them again when there is some. */
	async giveRoom(): Promise<boolean> {
		const held = blobNames(await this.files.names());
		if (held.length > 0) this.#mark();
		for (const { name } of held) await this.files.remove(name);
		return held.length > 0;
	}

	/** Removes what is handed in and copies what is not. Never fails. */
	async tidy(): Promise<void> {
		const isWhole = await this.#trying(async () => {
			const names = await this.files.names();
			await this.#tidyCalls(names);
			await this.#tidyBlobs(names);
		});
		if (isWhole) this.#marker?.removeItem(this.#markerName);
	}

	/** Says that what is unsent has not all been copied. */
	#mark(): void {
		this.#marker?.setItem(this.#markerName, 'yes');
	}

	/** A device that has worked without copies until now. */
	beginLate(): void {
		this.#mark();
	}

	async #tidyCalls(names: readonly string[]): Promise<void> {
		const { outbox } = this.#parts.database;
		const rows = await outbox.where('status').notEqual('acknowledged').sortBy('seq');
		const covered = new Set<OutboxRow>();
		for (const { name, first, last } of callNames(names)) {
			const own = rows.filter(({ seq }) => first <= seq && seq <= last);
			for (const row of own) covered.add(row);
			if (own.length === 0) await this.files.remove(name);
		}
		for (const row of rows) if (!covered.has(row)) await this.#coverLate(row);
	}

	/** It may be taken back meanwhile, and what took it back saw no copy of it yet. */
	async #coverLate(row: OutboxRow): Promise<void> {
		await this.#writeCall([row]);
		if (!(await this.#parts.database.outbox.get(row.seq)))
			await this.files.remove(nameOfCall([row]));
	}

	async #tidyBlobs(names: readonly string[]): Promise<void> {
		const { blobs } = this.#parts.database;
		const rows = await blobs.where('status').anyOf('waiting', 'refused').toArray();
		const wanted = new Map(rows.flatMap((row) => namesOf(row).map((name) => [name, row])));
		const held = new Set(blobNames(names).map(({ name }) => name));
		for (const name of held) if (!wanted.has(name)) await this.files.remove(name);
		for (const [name, row] of wanted) if (!held.has(name)) await this.#writeBlob(name, row);
	}

	async #writeCall(rows: OutboxRow[]): Promise<void> {
		const cursor = await cursorOfHeld(this.#parts.database);
		await this.files.write(nameOfCall(rows), callContent({ cursor, rows }));
	}

	async #writeBlob(name: string, { sha256, type, role }: BlobRow): Promise<void> {
		const bytes = await this.#parts.database.blobBytes.get(sha256);
		if (bytes) await this.files.write(name, blobContent({ type, role }, bytes.data));
	}

	async #trying(work: () => Promise<void>): Promise<boolean> {
		try {
			await work();
			return true;
		} catch (error) {
			console.warn('unsent work lies in the database alone for now', error);
			this.#mark();
			return false;
		}
	}

	get #marker(): Markers | undefined {
		return this.#marks?.markers;
	}

	get #markerName(): string {
		return markerOf(this.#marks?.userId ?? '');
	}
}

/** One for each record it still has to be handed in for. */
function namesOf(row: BlobRow): string[] {
	const known = confirmedFor(row);
	return row.records
		.filter((id) => !known.includes(id))
		.map((recordId) => nameOfBlob(row.sha256, recordId));
}
