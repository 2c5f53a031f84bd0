import type { ClaimableOrder } from '#domain/protocol/wire.ts';
import type { SyncScope } from '#sync/sync-context.ts';

/**
 * New orders an engineer may take himself, as the server tells them while it answers; asked again
 * after every round of sync. Make it in a component's script.
 */
export class UpForGrabs {
	readonly #sync: SyncScope;
	#orders = $state.raw<ClaimableOrder[]>([]);
	#claiming = $state<string>();
	#refusal = $state<string>();
	/** The state of things it was last to be asked for; undefined without the server. */
	readonly #round = $derived.by(() => {
		const { online, lastDeliveredAt } = this.#sync.status;
		return online ? (lastDeliveredAt ?? 0) : undefined;
	});
	#isAsking = false;
	#isStale = false;

	constructor(sync: SyncScope) {
		this.#sync = sync;
		$effect(() => {
			if (this.#round !== undefined) void this.#ask();
		});
	}

	/** Empty without the server: what it told before may be gone. */
	get orders(): ClaimableOrder[] {
		return this.#sync.status.online ? this.#orders : [];
	}
	/** The order being taken. */
	get claiming(): string | undefined {
		return this.#claiming;
	}
	/** Why the last one could not be taken. */
	get refusal(): string | undefined {
		return this.#refusal;
	}

	/** The server decides; the next round of sync brings the order. */
	async claim(id: string): Promise<void> {
		this.#claiming = id;
		const result = await this.#sync.online.claim(id);
		this.#claiming = undefined;
		this.#refusal = result.ok ? undefined : result.refusal.kind;
		if (result.ok) this.#orders = this.#orders.filter((order) => order.id !== id);
		else await this.#ask();
		this.#sync.status.retry();
	}

	/** One at a time: what is asked for meanwhile is asked once, after it. */
	async #ask(): Promise<void> {
		this.#isStale = true;
		if (this.#isAsking) return;
		this.#isAsking = true;
		while (this.#isStale) {
			this.#isStale = false;
			const result = await this.#sync.online.claimable();
			if (result.ok) this.#orders = result.value;
		}
		this.#isAsking = false;
	}
}
