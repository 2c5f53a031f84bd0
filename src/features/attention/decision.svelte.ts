import type { AccountStore } from '#store/account-store.ts';
import type { CommandDraft } from '#store/execute.ts';
import { refusalText } from '#i18n/terms.ts';
import { announce } from '#ui/announce.ts';
import { askReason, type ReasonQuestion } from './ask-reason.ts';

/** What a person decides about something that waits: one at a time, and what stood in the way. */
export class Decision {
	readonly #store: AccountStore;
	#busy = $state(false);
	#asking = $state(false);
	#failure = $state<string>();

	constructor(store: AccountStore) {
		this.#store = store;
	}

	get busy(): boolean {
		return this.#busy;
	}
	/** A sheet is open that says itself what went wrong. */
	get asking(): boolean {
		return this.#asking;
	}
	/** Why the last try changed nothing. */
	get failure(): string | undefined {
		return this.#failure;
	}

	/** True when it is on the disk; `done` is then said aloud. */
	async take(commands: CommandDraft[], done: string): Promise<boolean> {
		if (this.#busy) return false;
		this.#busy = true;
		const result = await this.#store.execute(commands);
		this.#busy = false;
		this.#failure = result.ok ? undefined : refusalText(result.refusal.kind);
		if (result.ok) announce(done);
		return result.ok;
	}

	/** Asks for the reason first. What went wrong the last time is not said again before a new try. */
	async ask(question: Omit<ReasonQuestion, 'decision'>): Promise<void> {
		this.#failure = undefined;
		this.#asking = true;
		await askReason({ ...question, decision: this });
		this.#asking = false;
	}
}
