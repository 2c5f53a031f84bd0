import {
	pastCauses,
	pastFaultsOf,
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

	/** `lines` are those worked on at once. */
	constructor(store: AccountStore, order: WorkOrder, lines: readonly Line[]) {
		this.#faults = store.live(async () => {
			const assets = lines.flatMap(({ asset }) => asset ?? []);
			if (assets.length === 0) return [];
			const ids = [...new Set(assets.flatMap(({ id }) => id ?? []))];
			const { records } = store;
			const here = await Promise.all(ids.map((id) => records.about('workOrder', 'asset', id)));
			const isModel = assets.some(({ model }) => model);
			const lately = isModel ? await records.recent('workOrder', recentMax) : [];
			const all = new Map([...lately, ...here.flat()].map((other) => [other.id, other]));
			return pastFaultsOf(order, lines, [...all.values()]);
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
