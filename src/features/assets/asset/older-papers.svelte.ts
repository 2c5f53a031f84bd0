import type { Asset } from '#domain/asset/asset.ts';
import type { RecordOf } from '#domain/record-schemas.ts';
import type { SyncScope } from '#sync/sync-context.ts';

type Online = SyncScope['online'];
type Kind = 'workOrder' | 'repair';
const resultsMax = 50;

/** Orders and repairs of an asset that lie on the server only, once they were asked for. */
export class OlderPapers {
	readonly #online: Online;
	#found = $state.raw<{ workOrder: RecordOf<'workOrder'>[]; repair: RecordOf<'repair'>[] }>();
	#busy = $state(false);
	#failed = $state(false);

	constructor(online: Online) {
		this.#online = online;
	}

	get isAsked(): boolean {
		return this.#found !== undefined;
	}
	get busy(): boolean {
		return this.#busy;
	}
	get failed(): boolean {
		return this.#failed;
	}
	/** Those on the device, and what the server has besides. */
	with<K extends Kind>(kind: K, held: RecordOf<K>[]): RecordOf<K>[] {
		const more = (this.#found?.[kind] ?? []) as unknown as RecordOf<K>[];
		const ids = new Set(held.map(({ id }) => id));
		return [...held, ...more.filter(({ id }) => !ids.has(id))];
	}

	async ask({ id, tag }: Asset): Promise<void> {
		this.#busy = true;
		const wanted = { text: tag, limit: resultsMax };
		const [orders, repairs] = await Promise.all([
			this.#online.lookup({ kind: 'workOrder', ...wanted }),
			this.#online.lookup({ kind: 'repair', ...wanted }),
		]);
		this.#busy = false;
		this.#failed = !orders.ok || !repairs.ok;
		if (!orders.ok || !repairs.ok) return;
		const workOrder = orders.value.filter(({ lines }) =>
			lines.some(({ asset }) => asset?.id === id),
		);
		const repair = repairs.value.filter(({ asset }) => asset?.id === id);
		this.#found = { workOrder, repair };
	}
}
