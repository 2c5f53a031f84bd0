import { organisationId } from '#domain/organisation/records.ts';
import { isAssignee, isDispatcher } from '#domain/work-order/parties.ts';
import type { Paper, WorkOrder } from '#domain/work-order/work-order.ts';
import type { AccountScope } from '#store/account-context.ts';
import { blobRefOf, sha256Of } from '#store/blob-store.ts';
import { getLocale } from '#i18n/generated/runtime.js';
import { refusalText } from '#i18n/terms.ts';
import type { Online } from '#sync/online.ts';
import { renderPaper } from './papers.ts';
import type { PartsSlip } from './parts-slip.ts';
import { isCurrent, newestSlip, partsOf, slipOfOrder } from './slip-of-order.ts';

type Phase = 'working' | 'ready' | 'absent' | 'no-parts' | 'failed';

/**
 * The parts slip of one order. The first who asks for it after a change makes the next version and
 * it is kept with the order; everybody else gets those very bytes.
 */
export class OrderSlip {
	readonly #account: AccountScope;
	readonly #online: Online;
	readonly #orderId: string;
	#phase = $state<Phase>('working');
	#bytes = $state.raw<Uint8Array>();
	#slip = $state.raw<PartsSlip>();
	#error = $state<string>();

	constructor(account: AccountScope, online: Online, orderId: string) {
		this.#account = account;
		this.#online = online;
		this.#orderId = orderId;
	}

	get phase(): Phase {
		return this.#phase;
	}
	get bytes(): Uint8Array | undefined {
		return this.#bytes;
	}
	get slip(): PartsSlip | undefined {
		return this.#slip;
	}
	get number(): string {
		return this.#slip?.number ?? '';
	}
	get error(): string | undefined {
		return this.#error;
	}

	async open(): Promise<void> {
		this.#phase = 'working';
		this.#error = undefined;
		try {
			const order = await this.#account.store.get('workOrder', this.#orderId);
			this.#phase = order ? await this.#open(order) : 'absent';
		} catch (error) {
			this.#phase = 'failed';
			this.#error = error instanceof Error ? error.message : String(error);
		}
	}

	async #open(order: WorkOrder): Promise<Phase> {
		const paper = newestSlip(order);
		if (paper && isCurrent(order, paper)) return this.#show(order, paper);
		if (partsOf(order).length === 0) return 'no-parts';
		const { actor } = this.#account;
		if (!isAssignee(order, actor) && !isDispatcher(actor)) return 'absent';
		return this.#make(order, (paper?.version ?? 0) + 1);
	}

	async #show(order: WorkOrder, paper: Paper): Promise<Phase> {
		const { blobs } = this.#account.store;
		const blob = await this.#online.loadBlob(blobs, paper.blob.sha256, order.id);
		if (!blob.ok) return 'absent';
		this.#slip = { ...(await this.#slipOf(order, paper.version)), number: paper.number };
		this.#bytes = new Uint8Array(blob.value.data);
		return 'ready';
	}

	async #make(order: WorkOrder, version: number): Promise<Phase> {
		const slip = await this.#slipOf(order, version);
		const bytes = await renderPaper(slip);
		const data = new Uint8Array(bytes).buffer;
		const blob = await blobRefOf(data, 'application/pdf');
		const type = 'application/pdf';
		const file = { sha256: blob.sha256, type, data, recordId: order.id, role: 'paper' } as const;
		const kept = await this.#account.store.execute(
			{
				...{ type: 'workOrder.attachPaper@1', kind: 'workOrder', record: order.id },
				args: { number: slip.number, version, blob },
			},
			{ blobs: [file] },
		);
		if (!kept.ok) throw new Error(refusalText(kept.refusal.kind));
		this.#slip = slip;
		this.#bytes = bytes;
		return 'ready';
	}

	async #slipOf(order: WorkOrder, version: number): Promise<PartsSlip> {
		const { store, zone } = this.#account;
		const users = new Map((await store.records.list('user')).map((user) => [user.id, user.name]));
		const slip = slipOfOrder({
			order,
			customer: await store.get('customer', order.customerId),
			site: order.siteId ? await store.get('site', order.siteId) : undefined,
			organisation: await store.get('organisation', organisationId),
			...{ users, zone, version },
			language: getLocale() === 'en' ? 'en' : 'zh',
		});
		const said = new TextEncoder().encode(JSON.stringify(slip));
		return { ...slip, hash: await sha256Of(said.buffer) };
	}
}
