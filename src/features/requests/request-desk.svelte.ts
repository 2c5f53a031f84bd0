import type { WorkOrderCommandName } from '#domain/commands.ts';
import type { AccountStore } from '#store/account-store.ts';
import { guestRefusalText } from '#i18n/terms.ts';
import { announce } from '#ui/announce.ts';
import { m } from '#i18n/generated/messages.js';

/** What the requester may want to say. */
export type Say = 'solved' | 'reopen' | 'rate' | 'cancel' | 'note';

export interface RequestStep {
	type: WorkOrderCommandName;
	args: Record<string, unknown>;
}

/** What the requester says of one order, carried out at once and kept until the server has it. */
export class RequestDesk {
	readonly #store: AccountStore;
	readonly #orderId: () => string;
	#busy = $state(false);
	#error = $state<string>();

	constructor(store: AccountStore, orderId: () => string) {
		this.#store = store;
		this.#orderId = orderId;
	}

	get busy(): boolean {
		return this.#busy;
	}
	/** The last refusal in words. */
	get error(): string | undefined {
		return this.#error;
	}
	clear(): void {
		this.#error = undefined;
	}

	/** All or none; true when it is on the disk. */
	async run(...steps: RequestStep[]): Promise<boolean> {
		const record = this.#orderId();
		this.#busy = true;
		const result = await this.#store.execute(
			steps.map((step) => ({ ...step, kind: 'workOrder' as const, record })),
		);
		this.#busy = false;
		this.#error = result.ok ? undefined : guestRefusalText(result.refusal.kind);
		announce(this.#error ?? m.ui_saved_here());
		return result.ok;
	}
}
