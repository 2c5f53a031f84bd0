import type { WorkOrder } from '#domain/work-order/work-order.ts';
import type { AccountScope } from '#store/account-context.ts';
import type { Online } from '#sync/online.ts';
import type { PrintedPaper } from './form-paper.ts';
import { KeptPaper, type PaperPhase } from './kept-paper.svelte.ts';

/** A paper of an order, made of what the device has of it. */
export abstract class OrderKeptPaper<
	Paper extends PrintedPaper,
	Other extends string = never,
> extends KeptPaper<Paper, Other> {
	constructor(account: AccountScope, online: Online, orderId: string) {
		super(account, online, { kind: 'workOrder', id: orderId });
	}

	/** Without the order there is no paper: `absent`. */
	protected withOrder(work: (order: WorkOrder) => Promise<PaperPhase | Other>): Promise<void> {
		return this.guarded(async () => {
			const order = await this.account.store.get('workOrder', this.record.id);
			return order ? work(order) : 'absent';
		});
	}

	/** Who and where it tells of, by what the device knows. */
	protected async surroundings({ customerId, siteId }: WorkOrder) {
		const { store, zone } = this.account;
		const users = new Map((await store.records.list('user')).map(({ id, name }) => [id, name]));
		const customer = await store.get('customer', customerId);
		const site = siteId ? await store.get('site', siteId) : undefined;
		return { users, customer, site, zone };
	}
}
