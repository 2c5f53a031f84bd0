import type { Asset } from '#domain/asset/asset.ts';
import type { SyncScope } from '#sync/sync-context.ts';

type Online = SyncScope['online'];
/** What the register on the server answered, or why it did not. */
export type RegisterAnswer = { text: string } & (
	{ kind: 'found'; assets: Asset[] } | { kind: 'offline' | 'signed-out' | 'failed' }
);

const resultsMax = 50;

/** A search over the whole register, which is on the server only. */
export class RegisterSearch {
	readonly #online: Online;
	#answer = $state.raw<RegisterAnswer>();
	#busy = $state(false);
	#turn = 0;

	constructor(online: Online) {
		this.#online = online;
	}

	get answer(): RegisterAnswer | undefined {
		return this.#answer;
	}
	get busy(): boolean {
		return this.#busy;
	}

	async ask(text: string, siteId?: string): Promise<void> {
		const turn = ++this.#turn;
		this.#busy = true;
		const result = await this.#online.lookup({
			kind: 'asset',
			text,
			limit: resultsMax,
			...(siteId && { siteId }),
		});
		if (turn !== this.#turn) return;
		this.#busy = false;
		this.#answer = result.ok
			? { text, kind: 'found', assets: result.value }
			: { text, kind: whyNot(result.refusal.kind) };
	}
}

function whyNot(kind: string): 'offline' | 'signed-out' | 'failed' {
	return kind === 'offline' || kind === 'signed-out' ? kind : 'failed';
}
