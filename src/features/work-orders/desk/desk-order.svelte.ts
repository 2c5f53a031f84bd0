import { movesFor } from '#domain/work-order/parties.ts';
import type { MoveName } from '#domain/work-order/states.ts';
import type { WorkOrder } from '#domain/work-order/work-order.ts';
import type { AccountScope } from '#store/account-context.ts';
import { moveWords } from '#i18n/terms.ts';
import type { MenuItem } from '#ui/menu-item.ts';
import { OrderActions } from '../shared/order-actions.svelte.ts';

/** The desk's moves that have a form of their own; the first possible one is the main button. */
const deskMoves = [
	'dispatch',
	'close',
	'resolveRemotely',
	'sendBack',
	'replan',
	'reopen',
	'revive',
	'cancel',
] as const satisfies MoveName[];
export type DeskMove = (typeof deskMoves)[number];

/** What a dispatcher can do with one order. */
export class DeskDesk {
	readonly actions: OrderActions;
	readonly account: AccountScope;
	readonly #order: () => WorkOrder;
	#form = $state<DeskMove>();

	constructor(account: AccountScope, order: () => WorkOrder) {
		this.account = account;
		this.#order = order;
		this.actions = new OrderActions(account.store, () => order().id);
	}

	get order(): WorkOrder {
		return this.#order();
	}

	get moves(): DeskMove[] {
		const may = movesFor(this.order, this.account.actor);
		return deskMoves.filter((name) => may.includes(name));
	}

	/** Taking a new order to an engineer is what the panel opens with. */
	get form(): DeskMove | undefined {
		return (
			this.#form ??
			(['new', 'returned'].includes(this.order.state)
				? this.moves.find((name) => name === 'dispatch')
				: undefined)
		);
	}
	show(form: DeskMove | undefined): void {
		this.actions.clear();
		this.#form = form;
	}

	get menu(): MenuItem[] {
		return this.moves
			.filter((name) => name !== this.form)
			.map((name) => ({
				label: moveWords[name](),
				onselect: () => this.show(name),
				...(name === 'cancel' && { tone: 'late' as const }),
			}));
	}
}
