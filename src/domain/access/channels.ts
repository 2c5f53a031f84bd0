import type { Asset } from '../asset/asset.ts';
import type { Contact, Site } from '../customer/records.ts';
import type { Article } from '../knowledge/article.ts';
import type { AnyRecord } from '../record-schemas.ts';
import type { WorkOrder } from '../work-order/work-order.ts';

/**
 * A record's channels, computed by the server on every write (design.md section 4). A user sees a
 * record when he holds a grant for one of its channels; nothing else opens it.
 */
export const referenceChannel = 'org:reference';
export const deskOrdersChannel = 'desk:orders';
export const customersChannel = 'desk:customers';
export const knowledgeInternalChannel = 'kb:internal';
export const knowledgePublicChannel = 'kb:public';

export const userChannel = (userId: string) => `user:${userId}`;
export const requesterChannel = (userId: string) => `requester:${userId}`;
export const siteChannel = (siteId: string) => `site:${siteId}`;
export const customerChannel = (customerId: string) => `customer:${customerId}`;
/** What the customer's own approvers see of their organisation. */
export const clientChannel = (customerId: string) => `client:${customerId}`;
export const knowledgeReviewChannel = 'kb:review';
export const assetChannel = (assetId: string) => `asset:${assetId}`;

/**
 * New orders of a desk or station, for `claimable`. Nobody is ever granted it: what is up for grabs is
 * asked for online and lies on no device.
 */
export const poolChannel = (groupId: string) => `pool:${groupId}`;

export function channelsOf(record: AnyRecord): string[] {
	switch (record.kind) {
		case 'workOrder':
			return orderChannels(record);
		case 'asset':
			return assetChannels(record);
		case 'article':
			return articleChannels(record);
		case 'customer':
			return [customersChannel, customerChannel(record.id), clientChannel(record.id)];
		case 'site':
			return siteChannels(record);
		case 'contact':
			return contactChannels(record);
		default:
			return [referenceChannel];
	}
}

function orderChannels(order: WorkOrder): string[] {
	const groups = [order.deskId, order.stationId].filter((id) => id !== undefined);
	return [
		deskOrdersChannel,
		...(order.unconfirmedPlace ? [] : [clientChannel(order.customerId)]),
		...(order.state === 'new' ? groups.map(poolChannel) : []),
		...(order.assigneeId ? [userChannel(order.assigneeId)] : []),
		...(order.requester.userId ? [requesterChannel(order.requester.userId)] : []),
	];
}

function assetChannels(asset: Asset): string[] {
	return [assetChannel(asset.id), ...(asset.siteId ? [siteChannel(asset.siteId)] : [])];
}

function articleChannels(article: Article): string[] {
	const own = userChannel(article.authorId);
	if (article.state !== 'published') return [own, knowledgeReviewChannel];
	const audience =
		article.audience === 'public'
			? [knowledgePublicChannel, knowledgeInternalChannel]
			: [knowledgeInternalChannel];
	return [own, ...audience];
}

function siteChannels(site: Site): string[] {
	return [customersChannel, clientChannel(site.customerId), siteChannel(site.id)];
}

function contactChannels(contact: Contact): string[] {
	return contact.siteId
		? [customersChannel, siteChannel(contact.siteId)]
		: [customersChannel, customerChannel(contact.customerId)];
}
