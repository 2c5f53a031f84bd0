/**
 * An order opens its customer, site and assets to its engineer, so nobody may open a foreign one to
 * himself by naming it. Nothing recorded on site is refused for that either: somebody re-dispatched
 * away meanwhile still takes a request at the door where he stands.
 *
 * So what the author does not know (`DecisionContext.knows`: sees, or saw on a visit of his) is
 * kept and marked, `unconfirmedPlace` on the order or `unconfirmed` on an asset, and grants nothing
 * until a dispatcher moves the order on or edits its request. A device decides by what lies on it,
 * the server by grants and visits; where they differ, the server's version replaces the device's.
 */
import type { Asset, AssetRef } from '../asset/asset.ts';
import type { DecisionContext } from '../command.ts';
import type { Site } from '../customer/records.ts';
import type { WorkOrder } from '../work-order/work-order.ts';
import { hasRole } from './roles.ts';

interface Place {
	customerId: string;
	siteId?: string | undefined;
}

/** The desk knows every place, a requester the sites of his own organisation. */
export function isPlaceKnown({ customerId, siteId }: Place, context: DecisionContext): boolean {
	const { actor, knows, read } = context;
	if (hasRole(actor, ['dispatcher'])) return true;
	const own = hasRole(actor, ['requester']) && actor.customerId === customerId;
	if (!own && !knows('customer', customerId)) return false;
	if (siteId === undefined || knows('site', siteId)) return true;
	const site = own ? (read('site', siteId) as Site | undefined) : undefined;
	return site?.customerId === customerId;
}

/** The asset as the order keeps it: marked where its author does not know it, or it is another customer's. */
export function markedRef(ref: AssetRef, customerId: string, context: DecisionContext): AssetRef {
	const { unconfirmed: _, ...plain } = ref;
	const known = plain.id === undefined || isAssetKnown(plain.id, customerId, context);
	return known ? plain : { ...plain, unconfirmed: true };
}

function isAssetKnown(id: string, customerId: string, context: DecisionContext): boolean {
	const { actor, knows, read } = context;
	if (hasRole(actor, ['dispatcher'])) return true;
	if (!knows('asset', id)) return false;
	const owner = (read('asset', id) as Asset | undefined)?.customerId;
	return owner === undefined || owner === customerId;
}

/** The order with every mark taken off; itself where there is none. */
export function confirmed(order: WorkOrder): WorkOrder {
	const marked = order.lines.some((line) => line.asset?.unconfirmed);
	if (!marked && !order.unconfirmedPlace) return order;
	const { unconfirmedPlace: _, ...rest } = order;
	return { ...rest, lines: order.lines.map(confirmedLine) };
}

function confirmedLine(line: WorkOrder['lines'][number]): WorkOrder['lines'][number] {
	if (!line.asset?.unconfirmed) return line;
	const { unconfirmed: _, ...asset } = line.asset;
	return { ...line, asset };
}
