import * as v from 'valibot';
import { AssetRefSchema } from '../asset/asset.ts';
import { IdSchema } from '../record.ts';
import { vanOf, warehouseId } from '../stock/stock.ts';
import {
	allStoresChannel,
	auditChannel,
	auditDeskChannel,
	assetChannel,
	authorChannel,
	clientChannel,
	customerChannel,
	customersChannel,
	deskAuditsChannel,
	deskInspectionsChannel,
	inspectionChannel,
	deskAwayChannel,
	deskConflictsChannel,
	deskOrdersChannel,
	deskQuarantineChannel,
	knowledgeInternalChannel,
	knowledgePublicChannel,
	knowledgeReviewChannel,
	partsChannel,
	referenceChannel,
	registerChannel,
	requesterChannel,
	siteChannel,
	storeChannel,
	userChannel,
} from './channels.ts';
import { deskRoles, hasRole, staffRoles, type Role } from './roles.ts';

export interface GrantHolder {
	userId: string;
	roles: readonly Role[];
	customerId?: string;
}

/**
 * What of an order opens channels to its engineer. No more of it is asked for, so that an order with
 * something in it this version cannot read still counts, and its engineer goes on with his others.
 */
export const AssignedOrderSchema = v.object({
	customerId: IdSchema,
	siteId: v.optional(IdSchema),
	unconfirmedPlace: v.optional(v.boolean()),
	lines: v.array(v.object({ asset: v.optional(AssetRefSchema) })),
});
/** A round under way he is named in; the machines of its route. */
export interface NamedInspection {
	id: string;
	assetIds: readonly string[];
}
export type AssignedOrder = v.InferOutput<typeof AssignedOrderSchema>;

/**
 * The channels a user holds (domain.md section 6). Grants follow assignment: an engineer's sites,
 * customers and linked assets come from the orders assigned to him, given as `assigned`; `audits` are
 * the campaigns he is named in, `inspections` the rounds.
 */
export function grantsOf(
	holder: GrantHolder,
	assigned: readonly AssignedOrder[],
	audits: readonly string[] = [],
	inspections: readonly NamedInspection[] = [],
): string[] {
	const grants = new Set<string>([authorChannel(holder.userId), knowledgePublicChannel]);
	const add = (...channels: string[]) => channels.forEach((channel) => grants.add(channel));
	if (hasRole(holder, staffRoles)) add(referenceChannel, knowledgeInternalChannel);
	if (hasRole(holder, deskRoles))
		add(
			...[deskOrdersChannel, customersChannel, deskConflictsChannel, deskQuarantineChannel],
			...[deskAwayChannel, deskAuditsChannel, deskInspectionsChannel],
			...audits.map(auditDeskChannel),
		);
	if (hasRole(holder, ['storekeeper', 'admin'])) add(registerChannel, customersChannel);
	if (hasRole(holder, staffRoles))
		add(...audits.map(auditChannel), ...inspections.flatMap(inspectionGrants));
	if (hasRole(holder, ['supervisor', 'admin'])) add(knowledgeReviewChannel);
	if (hasRole(holder, ['storekeeper', ...deskRoles])) add(partsChannel, allStoresChannel);
	if (hasRole(holder, ['requester'])) add(requesterChannel(holder.userId));
	if (hasRole(holder, ['clientApprover']) && holder.customerId)
		add(clientChannel(holder.customerId));
	if (hasRole(holder, ['engineer']))
		add(
			userChannel(holder.userId),
			...assigned.flatMap(orderGrants),
			...[partsChannel, storeChannel(vanOf(holder.userId)), storeChannel(warehouseId)],
		);
	return [...grants].sort();
}

function inspectionGrants({ id, assetIds }: NamedInspection): string[] {
	return [inspectionChannel(id), ...assetIds.map(assetChannel)];
}

/** What its author merely named opens nothing (see `known-places.ts`). */
function orderGrants(order: AssignedOrder): string[] {
	if (order.unconfirmedPlace) return [];
	const assets = order.lines.flatMap(({ asset }) =>
		asset?.id && !asset.unconfirmed ? [assetChannel(asset.id)] : [],
	);
	return [
		customerChannel(order.customerId),
		...(order.siteId ? [siteChannel(order.siteId)] : []),
		...assets,
	];
}
