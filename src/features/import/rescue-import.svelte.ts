import { rescueBytesMax } from '#domain/rescue/rescue-file.ts';
import type { RescueReport } from '#domain/rescue/rescue-report.ts';
import type { Online } from '#sync/online.ts';
import { bytesText } from '#i18n/format.ts';
import { m } from '#i18n/generated/messages.js';
import { refusalText } from '#i18n/terms.ts';

/** A file of unsent work on its way in: chosen, sent, and what became of it. */
export class RescueImport {
	readonly #online: Online;
	#file = $state.raw<File>();
	#busy = $state(false);
	#report = $state.raw<RescueReport>();
	#trouble = $state<string>();

	constructor(online: Online) {
		this.#online = online;
	}

	get file(): File | undefined {
		return this.#file;
	}
	get busy(): boolean {
		return this.#busy;
	}
	get report(): RescueReport | undefined {
		return this.#report;
	}
	/** Why nothing was taken, and what to do. */
	get trouble(): string | undefined {
		return this.#trouble;
	}

	choose(file: File): void {
		this.#file = file;
		this.#report = undefined;
		this.#trouble = isTooLarge(file) ? tooLarge() : undefined;
	}

	async run(): Promise<void> {
		const file = this.#file;
		if (!file || this.#busy || isTooLarge(file)) return;
		this.#busy = true;
		this.#report = undefined;
		this.#trouble = undefined;
		const answer = await this.#online.rescue(file);
		if (answer.ok) this.#report = answer.value;
		else this.#trouble = troubleOf(answer.refusal.kind);
		this.#busy = false;
	}
}

function isTooLarge(file: File): boolean {
	return file.size > rescueBytesMax;
}

function tooLarge(): string {
	return m.import_file_large({ max: bytesText(rescueBytesMax) });
}

function troubleOf(kind: string): string {
	return kind === 'too-large' ? tooLarge() : refusalText(kind);
}
