import type * as v from 'valibot';
import { poolChannel } from '#domain/access/channels.ts';
import {
	lookupResultsMax,
	type ClaimableOrder,
	type LookupResponse,
} from '#domain/protocol/wire.ts';
import { mayAct, partyOf } from '#domain/work-order/parties.ts';
import { mayMove } from '#domain/work-order/states.ts';
import type { WorkOrder } from '#domain/work-order/work-order.ts';
import type { UserScope } from '#server/scope/user-scopes.ts';
import type { Store } from '#server/store/port.ts';
import { readRecord } from '#server/store/stored-body.ts';

type Found = v.InferOutput<typeof LookupResponse>['records'];

/** New orders the user could claim now, the most pressing first, told in a few fields. */
export async function claimableOrders(
	store: Store,
	{ actor }: Pick<UserScope, 'actor'>,
	limit = lookupResultsMax,
): Promise<Found> {
	const channels = actor.deskIds.map(poolChannel);
	const orders: WorkOrder[] = [];
	for (const id of await idsIn(store, channels)) {
		const order = await readRecord(store, 'workOrder', id);
		if (!order || !mayMove('claim', order.state)) continue;
		if (mayAct(partyOf.claim, order, actor) === undefined) orders.push(order);
	}
	const pressing = orders.sort((a, b) => (dueOf(a) < dueOf(b) ? -1 : 1)).slice(0, limit);
	return Promise.all(pressing.map((order) => shown(store, order)));
}

async function idsIn(store: Store, channels: readonly string[]): Promise<string[]> {
	const limit = Number.MAX_SAFE_INTEGER;
	const kind = 'workOrder';
	const lists = await Promise.all(
		channels.map((channel) => store.present({ channel, kind, limit })),
	);
	return [...new Set(lists.flat().map(({ id }) => id))];
}

function dueOf({ clocks, receivedAt }: WorkOrder): string {
	return clocks?.response.dueAt ?? receivedAt;
}

async function shown(store: Store, order: WorkOrder): Promise<Found[number]> {
	const { id, number, summary, orderKind, priority, receivedAt, clocks } = order;
	const customer = await readRecord(store, 'customer', order.customerId);
	const site = order.siteId ? await readRecord(store, 'site', order.siteId) : undefined;
	const body: ClaimableOrder = {
		...{ id, summary, orderKind, priority, receivedAt },
		...(number !== undefined && { number }),
		...(clocks && { responseDueAt: clocks.response.dueAt }),
		...(customer && { customerName: customer.name }),
		...(site && { siteName: site.name }),
	};
	return { kind: 'claimable', id, body };
}
