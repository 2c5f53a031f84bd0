import type { WorkOrderCommandName } from '#domain/commands.ts';
import type { AccountStore } from '#store/account-store.ts';
import type { CommandDraft, ExecuteOptions } from '#store/execute.ts';
import type { StoreRefusal } from '#store/store-result.ts';
import { refusalText } from '#i18n/terms.ts';
import { m } from '#i18n/generated/messages.js';
import { announce } from '#ui/announce.ts';
import { offerUndo } from '#ui/toast.svelte.ts';

type Args = Record<string, unknown>;
interface Options extends ExecuteOptions {
	base?: Args;
	/** Commands on other records that follow from this one, in the same transaction. */
	companions?: CommandDraft[];
	/** Offer to take it back; off where the change shows itself at once and is undone the same way. */
	undo?: boolean;
}

/** The commands of one order from a screen: carried out at once, the refusal kept beside its cause. */
export class OrderActions {
	readonly #store: AccountStore;
	readonly #orderId: () => string;
	#refusal = $state.raw<StoreRefusal>();
	#busy = $state(false);

	constructor(store: AccountStore, orderId: () => string) {
		this.#store = store;
		this.#orderId = orderId;
	}

	/** The last refusal in words; cleared by the next success. */
	get error(): string | undefined {
		return this.#refusal && refusalText(this.#refusal.kind);
	}
	get refusal(): StoreRefusal | undefined {
		return this.#refusal;
	}
	get busy(): boolean {
		return this.#busy;
	}

	clear(): void {
		this.#refusal = undefined;
	}

	/** True when it is on the disk. */
	async run(type: WorkOrderCommandName, args: Args = {}, options: Options = {}): Promise<boolean> {
		const { base, companions = [], undo = false, ...rest } = options;
		const own: CommandDraft = {
			...{ type, kind: 'workOrder', record: this.#orderId(), args },
			...(base && { base }),
		};
		return this.#execute([own, ...companions], rest, undo ? m.wo_saved_here() : undefined);
	}

	/** Several commands as one act, offered to be taken back with those words. */
	runAll(drafts: CommandDraft[], words = m.wo_saved_here()): Promise<boolean> {
		return this.#execute(drafts, {}, words);
	}

	async #execute(
		drafts: CommandDraft[],
		options: ExecuteOptions,
		undoWords: string | undefined,
	): Promise<boolean> {
		this.#busy = true;
		const result = await this.#store.execute(drafts, options);
		this.#busy = false;
		this.#refusal = result.ok ? undefined : result.refusal;
		if (!result.ok) announce(refusalText(result.refusal.kind));
		else if (undoWords && result.value.seqs.length > 0)
			this.#offerUndo(undoWords, result.value.seqs);
		return result.ok;
	}

	#offerUndo(words: string, seqs: number[]): void {
		offerUndo(words, async () => {
			const undone = await this.#store.undo(seqs);
			if (!undone.ok) this.#refusal = undone.refusal;
		});
	}
}
