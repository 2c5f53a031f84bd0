import { importBytesMax, type ImportKind, type ImportReport } from '#domain/import/report.ts';
import type { Online } from '#sync/online.ts';
import { fileTrouble, refusalTrouble, tooLarge, type Trouble } from './import-words.ts';

type Read = Extract<ImportReport, { ok: true }>;

/** One file on its way in: chosen, sent, and what became of it. */
export class FileImport {
	readonly #online: Online;
	#file = $state.raw<File>();
	#busy = $state(false);
	#report = $state.raw<Read>();
	#trouble = $state.raw<Trouble>();

	constructor(online: Online) {
		this.#online = online;
	}

	get file(): File | undefined {
		return this.#file;
	}
	get busy(): boolean {
		return this.#busy;
	}
	get report(): Read | undefined {
		return this.#report;
	}
	get trouble(): Trouble | undefined {
		return this.#trouble;
	}

	/** A file that is too large is not sent at all. */
	choose(file: File): void {
		this.reset();
		this.#file = file;
		if (file.size > importBytesMax) this.#trouble = tooLarge(importBytesMax);
	}

	/** Forgets the answer: it belongs to the file and kind chosen before. */
	reset(): void {
		this.#report = undefined;
		this.#trouble = undefined;
	}

	async run(kind: ImportKind): Promise<void> {
		const file = this.#file;
		if (!file || this.#busy || file.size > importBytesMax) return;
		this.reset();
		this.#busy = true;
		const bytes = await file.arrayBuffer().catch(() => undefined);
		if (bytes) await this.#send(kind, bytes);
		else this.#trouble = refusalTrouble({ kind: 'unreadable' }, importBytesMax);
		this.#busy = false;
	}

	async #send(kind: ImportKind, bytes: ArrayBuffer): Promise<void> {
		const answer = await this.#online.importFile(kind, bytes);
		if (!answer.ok) this.#trouble = refusalTrouble(answer.refusal, importBytesMax);
		else if (!answer.value.ok) this.#trouble = fileTrouble(answer.value.problem);
		else this.#report = answer.value;
	}
}
