import { isAssignee, isDispatcher } from '#domain/work-order/parties.ts';
import type { WorkOrder } from '#domain/work-order/work-order.ts';
import type { FormPaper } from './form-paper.ts';
import { hashOf, type PaperPhase, type Worded } from './kept-paper.svelte.ts';
import { OrderKeptPaper } from './order-paper.svelte.ts';
import type { PaperLook } from './paper-look.ts';
import { wordedIn } from './sheet-terms.ts';
import { newestTracking, tellsAll, trackingOfOrder } from './tracking-record.ts';

/** The tracking record of an order. The first who asks for it after a move makes the next version. */
export class OrderTracking extends OrderKeptPaper<FormPaper> {
	open(): Promise<void> {
		return this.withOrder((order) => this.#open(order));
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
		const around = await this.surroundings(order);
		const record = wordedIn(look, () => trackingOfOrder({ order, ...around, look, version }));
		return { paper: { ...record, snapshotHash: await hashOf(JSON.stringify(record)) } };
	}
}
