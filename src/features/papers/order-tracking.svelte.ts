import { isAssignee, isDispatcher } from '#domain/work-order/parties.ts';
import type { WorkOrder } from '#domain/work-order/work-order.ts';
import type { AccountScope } from '#store/account-context.ts';
import type { Online } from '#sync/online.ts';
import type { FormPaper } from './form-paper.ts';
import { hashOf, KeptPaper, type PaperPhase, type Worded } from './kept-paper.svelte.ts';
import type { PaperLook } from './paper-look.ts';
import { wordedIn } from './sheet-terms.ts';
import { newestTracking, tellsAll, trackingOfOrder } from './tracking-record.ts';

/** The tracking record of an order. The first who asks for it after a move makes the next version. */
export class OrderTracking extends KeptPaper<FormPaper> {
	constructor(account: AccountScope, online: Online, orderId: string) {
		super(account, online, { kind: 'workOrder', id: orderId });
	}

	async open(): Promise<void> {
		await this.guarded(async () => {
			const order = await this.account.store.get('workOrder', this.record.id);
			return order ? this.#open(order) : 'absent';
		});
	}

	async #open(order: WorkOrder): Promise<PaperPhase> {
		const paper = newestTracking(order);
		const { actor } = this.account;
		const mayMake = isAssignee(order, actor) || isDispatcher(actor);
		if (paper && (tellsAll(order, paper) || !mayMake))
			return this.show(paper, (look) => this.#content(order, look, paper.version));
		if (!mayMake) return 'absent';
		const version = (paper?.version ?? 0) + 1;
		return this.make((look) => this.#content(order, look, version), { version });
	}

	async #content(order: WorkOrder, look: PaperLook, version: number): Promise<Worded<FormPaper>> {
		const { store, zone } = this.account;
		const users = new Map((await store.records.list('user')).map((user) => [user.id, user.name]));
		const customer = await store.get('customer', order.customerId);
		const site = order.siteId ? await store.get('site', order.siteId) : undefined;
		const record = wordedIn(look, () =>
			trackingOfOrder({ order, customer, site, look, users, zone, version }),
		);
		return { paper: { ...record, snapshotHash: await hashOf(JSON.stringify(record)) } };
	}
}
