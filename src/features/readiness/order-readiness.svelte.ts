import type { WorkOrder } from '#domain/work-order/work-order.ts';
import type { AccountStore } from '#store/account-store.ts';
import type { Live } from '#store/live.svelte.ts';
import {
	askPersistence,
	persistenceOf,
	storageSpace,
	type Persistence,
	type StorageSpace,
} from '#store/storage-health.ts';
import type { SyncStatus } from '#sync/status.svelte.ts';
import { tickingNow } from '#ui/ticking-now.svelte.ts';
import { readyChecks, type Check, type Fix, type Held } from './ready-checks.ts';
import type { ReadyHost } from './ready-host.ts';

interface Parts {
	store: AccountStore;
	status: SyncStatus;
	host: ReadyHost;
}

/** What the browser tells about itself. */
interface Browser {
	appKept: boolean;
	space: StorageSpace | undefined;
	persistence: Persistence;
}

/** One order's check, kept up to date while it is looked at. */
export class OrderReadiness {
	readonly #parts: Parts;
	readonly #held: Live<Pick<Held, 'assets' | 'history' | 'articles' | 'checklist'>>;
	#browser = $state.raw<Browser>();
	#busy = $state<Fix>();

	constructor(parts: Parts, order: WorkOrder) {
		this.#parts = parts;
		this.#held = parts.store.live(() => heldFor(parts.store, order));
		void this.#look();
	}

	/** Undefined until everything was looked at. */
	get checks(): Check[] | undefined {
		const held = this.#held.current;
		if (!held || !this.#browser) return undefined;
		const { status, host } = this.#parts;
		const more = { updateWaiting: host.update.ready, syncedAt: status.lastDeliveredAt };
		return readyChecks({ ...held, ...this.#browser, ...more }, tickingNow.ms);
	}

	/** What is being brought just now. */
	get busy(): Fix | undefined {
		return this.#busy;
	}

	async bring(fix: Fix): Promise<void> {
		const { status, host } = this.#parts;
		this.#busy = fix;
		if (fix === 'fetch') status.retry();
		if (fix === 'keep') await host.keep();
		if (fix === 'protect') await askPersistence(navigator.storage);
		if (fix === 'update') host.update.take();
		await this.#look();
		this.#busy = undefined;
	}

	async #look(): Promise<void> {
		const [appKept, space, persistence] = await Promise.all([
			this.#parts.host.isKept(),
			storageSpace(navigator.storage),
			persistenceOf(navigator.storage),
		]);
		this.#browser = { appKept, space, persistence };
	}
}

async function heldFor(store: AccountStore, order: WorkOrder) {
	const ids = [...new Set(order.lines.flatMap(({ asset }) => (asset?.id ? [asset.id] : [])))];
	const assets = await store.records.getMany('asset', ids);
	const orders = await Promise.all(ids.map((id) => store.records.about('workOrder', 'asset', id)));
	const earlier = new Set(orders.flat().map(({ id }) => id));
	earlier.delete(order.id);
	const { serviceItemId } = order;
	const item = serviceItemId ? await store.get('serviceItem', serviceItemId) : undefined;
	return {
		assets: { named: ids.length, here: assets.length },
		history: earlier.size,
		articles: await store.records.count('article'),
		checklist: serviceItemId ? (item ? ('here' as const) : ('missing' as const)) : undefined,
	};
}
