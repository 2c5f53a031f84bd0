import {
	pastCauses,
	pastFaults,
	pastFixes,
	type PastFault,
	type PastFix,
} from '#domain/work-order/past-fixes.ts';
import type { Line, WorkOrder } from '#domain/work-order/work-order.ts';
import type { AccountStore } from '#store/account-store.ts';
import type { Live } from '#store/live.svelte.ts';

/** Older ones than these are asked for by asset only. */
const recentMax = 200;

/** What this device knows of the same fault: on the asset itself, and lately on its model. */
export class PastWork {
	readonly #faults: Live<PastFault[]>;

	constructor(store: AccountStore, order: WorkOrder, line: Line) {
		this.#faults = store.live(async () => {
			if (!line.asset) return [];
			const { id } = line.asset;
			const here = id ? await store.records.about('workOrder', 'asset', id) : [];
			const lately = line.asset.model ? await store.records.recent('workOrder', recentMax) : [];
			const all = new Map([...lately, ...here].map((other) => [other.id, other]));
			return pastFaults(order, line, [...all.values()]);
		});
	}

	get faults(): PastFault[] {
		return this.#faults.current ?? [];
	}

	/** Codes of the taxonomy, what worked best first. */
	get causes(): string[] {
		return pastCauses(this.faults);
	}

	get fixes(): PastFix[] {
		return pastFixes(this.faults);
	}
}
