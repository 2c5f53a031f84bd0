import type { CopyLink } from '#domain/copy/copy-link.ts';
import type { CopyResponse } from '#domain/copy/copy-wire.ts';
import { refusalText } from '#i18n/terms.ts';
import { sha256Of } from '#store/blob-store.ts';
import type { Online } from '#sync/online.ts';

type Phase = 'asking' | 'told' | 'unknown' | 'failed';

/** What became of a file: one of the sheet's versions to the last byte, or none of them. */
export type FileFinding =
	{ kind: 'same' | 'earlier'; number: string } | { kind: 'other' } | { kind: 'unreadable' };

/** A sheet checked by its token: the file stays on this device, only the token is sent. */
export class CopyCheck {
	readonly link: CopyLink;
	readonly #online: Online;
	#phase = $state<Phase>('asking');
	#told = $state.raw<CopyResponse>();
	#error = $state<string>();
	#file = $state.raw<File>();
	#finding = $state.raw<FileFinding>();
	#busy = $state(false);
	#notSaid = $state<string>();

	constructor(online: Online, link: CopyLink) {
		this.#online = online;
		this.link = link;
	}

	get phase(): Phase {
		return this.#phase;
	}
	get told(): CopyResponse | undefined {
		return this.#told;
	}
	get error(): string | undefined {
		return this.#error;
	}
	get file(): File | undefined {
		return this.#file;
	}
	get finding(): FileFinding | undefined {
		return this.#finding;
	}
	get busy(): boolean {
		return this.#busy;
	}
	/** Why "still broken" did not reach the desk. */
	get notSaid(): string | undefined {
		return this.#notSaid;
	}

	async ask(): Promise<void> {
		this.#phase = 'asking';
		const answer = await this.#online.copy(this.link);
		if (answer.ok) {
			this.#told = answer.value;
			this.#phase = 'told';
			return;
		}
		const { kind } = answer.refusal;
		this.#phase = kind === 'not-found' ? 'unknown' : 'failed';
		this.#error = refusalText(kind);
	}

	async check(file: File): Promise<void> {
		this.#file = file;
		this.#finding = undefined;
		try {
			this.#finding = this.#findingOf(await sha256Of(await file.arrayBuffer()));
		} catch {
			this.#finding = { kind: 'unreadable' };
		}
	}

	#findingOf(sha256: string): FileFinding {
		const sheets = this.#told?.sheets ?? [];
		const found = sheets.find((sheet) => sheet.sha256 === sha256);
		if (!found) return { kind: 'other' };
		const kind = found === sheets.at(-1) ? 'same' : 'earlier';
		return { kind, number: found.number };
	}

	async sayBroken(text: string): Promise<void> {
		this.#busy = true;
		const answer = await this.#online.stillBroken(this.link, text.trim());
		this.#busy = false;
		this.#notSaid = answer.ok ? undefined : refusalText(answer.refusal.kind);
		if (answer.ok && this.#told) this.#told = { ...this.#told, reported: answer.value };
	}
}
