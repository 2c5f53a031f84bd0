import { isAssignee, isDispatcher } from '#domain/work-order/parties.ts';
import type { WorkOrder } from '#domain/work-order/work-order.ts';
import type { AccountScope } from '#store/account-context.ts';
import type { Online } from '#sync/online.ts';
import { hashOf, KeptPaper, type PaperPhase, type Worded } from './kept-paper.svelte.ts';
import type { PaperLook } from './paper-look.ts';
import type { PartsSlip } from './parts-slip.ts';
import { wordedIn } from './sheet-terms.ts';
import { isCurrent, newestSlip, partsOf, slipOfOrder } from './slip-of-order.ts';

/** The parts slip of one order. The first who asks for it after a change makes the next version. */
export class OrderSlip extends KeptPaper<PartsSlip, 'no-parts'> {
	constructor(account: AccountScope, online: Online, orderId: string) {
		super(account, online, { kind: 'workOrder', id: orderId });
	}

	async open(): Promise<void> {
		await this.guarded(async () => {
			const order = await this.account.store.get('workOrder', this.record.id);
			return order ? this.#open(order) : 'absent';
		});
	}

	async #open(order: WorkOrder): Promise<PaperPhase | 'no-parts'> {
		const paper = newestSlip(order);
		if (paper && isCurrent(order, paper))
			return this.show(paper, (look) => this.#slipOf(order, look, paper.version));
		if (partsOf(order).length === 0) return 'no-parts';
		const { actor } = this.account;
		if (!isAssignee(order, actor) && !isDispatcher(actor)) return 'absent';
		const version = (paper?.version ?? 0) + 1;
		return this.make((look) => this.#slipOf(order, look, version), { version });
	}

	async #slipOf(order: WorkOrder, look: PaperLook, version: number): Promise<Worded<PartsSlip>> {
		const { store, zone } = this.account;
		const users = new Map((await store.records.list('user')).map((user) => [user.id, user.name]));
		const customer = await store.get('customer', order.customerId);
		const site = order.siteId ? await store.get('site', order.siteId) : undefined;
		const slip = wordedIn(look, () =>
			slipOfOrder({ order, customer, site, look, users, zone, version }),
		);
		return { paper: { ...slip, hash: await hashOf(JSON.stringify(slip)) } };
	}
}
