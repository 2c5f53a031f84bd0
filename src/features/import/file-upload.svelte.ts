import type { FileProblem } from '#domain/import/report.ts';
import type { Trouble } from './import-words.ts';

/** What became of a file that was sent. */
export type Answer<Report> =
	| { ok: true; report: Report }
	/** Why nothing was taken, and what to do. */
	| { ok: false; trouble: Trouble; problem?: FileProblem };

/** One file on its way in: chosen, sent, and what became of it. */
export class FileUpload<Report> {
	readonly #bytesMax: number;
	readonly #tooLarge: () => Trouble;
	#file = $state.raw<File>();
	#busy = $state(false);
	#report = $state.raw<Report>();
	#trouble = $state.raw<Trouble>();

	/** A file of more than `bytesMax` is not sent at all; `tooLarge` says so. */
	constructor(bytesMax: number, tooLarge: () => Trouble) {
		this.#bytesMax = bytesMax;
		this.#tooLarge = tooLarge;
	}

	get file(): File | undefined {
		return this.#file;
	}
	get busy(): boolean {
		return this.#busy;
	}
	get report(): Report | undefined {
		return this.#report;
	}
	get trouble(): Trouble | undefined {
		return this.#trouble;
	}

	choose(file: File): void {
		this.reset();
		this.#file = file;
		if (file.size > this.#bytesMax) this.#trouble = this.#tooLarge();
	}

	/** Forgets the answer: it belongs to what was chosen before. */
	reset(): void {
		this.#report = undefined;
		this.#trouble = undefined;
	}

	async run(send: (file: File) => Promise<Answer<Report>>): Promise<void> {
		const file = this.#file;
		if (!file || this.#busy || file.size > this.#bytesMax) return;
		this.reset();
		this.#busy = true;
		const answer = await send(file);
		if (answer.ok) this.#report = answer.report;
		else this.#trouble = answer.trouble;
		this.#busy = false;
	}
}
