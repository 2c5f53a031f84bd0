import { isAssignee, isDispatcher } from '#domain/work-order/parties.ts';
import type { WorkOrder } from '#domain/work-order/work-order.ts';
import { hashOf, type PaperPhase, type Worded } from './kept-paper.svelte.ts';
import { OrderKeptPaper } from './order-paper.svelte.ts';
import type { PaperLook } from './paper-look.ts';
import type { PartsSlip } from './parts-slip.ts';
import { wordedIn } from './sheet-terms.ts';
import { isCurrent, newestSlip, partsOf, slipOfOrder } from './slip-of-order.ts';

/** The parts slip of one order. The first who asks for it after a change makes the next version. */
export class OrderSlip extends OrderKeptPaper<PartsSlip, 'no-parts'> {
	open(): Promise<void> {
		return this.withOrder((order) => this.#open(order));
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
		const around = await this.surroundings(order);
		const slip = wordedIn(look, () => slipOfOrder({ order, ...around, look, version }));
		return { paper: { ...slip, hash: await hashOf(JSON.stringify(slip)) } };
	}
}
