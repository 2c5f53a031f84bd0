import { isProvisional, type Asset } from '../asset/asset.ts';
import { openCorrections } from '../asset/correction.ts';
import { openConflicts } from '../conflict.ts';
import type { Contact, Site } from '../customer/records.ts';
import type { Article } from '../knowledge/article.ts';
import type { AnyRecord } from '../record-schemas.ts';
import type { Repair } from '../repair/repair.ts';
import type { Quarantine } from '../quarantine/quarantine.ts';
import type { Stock } from '../stock/stock.ts';
import { mailsUnderWay } from '../work-order/mail.ts';
import type { WorkOrder } from '../work-order/work-order.ts';

/**
 * A record's channels, computed by the server on every write (design.md section 4). A user sees a
 * record when he holds a grant for one of its channels; nothing else opens it.
 */
export const referenceChannel = 'org:reference';
export const deskOrdersChannel = 'desk:orders';
export const customersChannel = 'desk:customers';
/** Assets lie on no desk's device, but those with something open have to be decided there. */
export const deskConflictsChannel = 'desk:conflicts';
export const knowledgeInternalChannel = 'kb:internal';
export const knowledgePublicChannel = 'kb:public';

/** Orders assigned to an engineer. */
export const userChannel = (userId: string) => `user:${userId}`;
/** What somebody wrote himself. */
export const authorChannel = (userId: string) => `author:${userId}`;
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

/** The list of spare parts; and how many lie where, by store or everywhere. */
export const partsChannel = 'stock:parts';
export const allStoresChannel = 'stock:all';
export const storeChannel = (storeId: string) => `stock:in:${storeId}`;

/** What waits for the desk's word because its author may no longer see the record. */
export const deskQuarantineChannel = 'desk:quarantine';
/** Being released. Nobody is granted it: by it the server finds what a crash left unfinished. */
export const releasingChannel = 'quarantine:releasing';
/**
 * What a user handed in about one record and was quarantined. Nobody is granted it: by it the server
 * knows that he may hand in the photos too.
 */
export const handedInChannel = (userId: string, recordId: string) =>
	`handed-in:${userId}:${recordId}`;
/** What of a user waits for the desk's word. Nobody is granted it: by it the server counts them. */
export const openQuarantinesChannel = (userId: string) => `quarantined:${userId}`;

/** An e-mail of the order is to be sent. Nobody is granted it: by it the server finds what is left to do. */
export const mailChannel = 'mail:under-way';

export function channelsOf(record: AnyRecord): string[] {
	switch (record.kind) {
		case 'workOrder':
			return orderChannels(record);
		case 'asset':
			return assetChannels(record);
		case 'article':
			return articleChannels(record);
		case 'repair':
			return repairChannels(record);
		case 'customer':
			return [customersChannel, customerChannel(record.id), clientChannel(record.id)];
		case 'site':
			return siteChannels(record);
		case 'contact':
			return contactChannels(record);
		case 'quarantine':
			return quarantineChannels(record);
		case 'part':
			return [partsChannel];
		case 'stock':
			return stockChannels(record);
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
		...(mailsUnderWay(order).length > 0 ? [mailChannel] : []),
		...(order.assigneeId ? [userChannel(order.assigneeId)] : []),
		...(order.requester.userId ? [requesterChannel(order.requester.userId)] : []),
	];
}

function assetChannels(asset: Asset): string[] {
	// Of nowhere yet, it stays with who registered it.
	const place = asset.siteId ? siteChannel(asset.siteId) : authorChannel(asset.createdBy);
	return [assetChannel(asset.id), place, ...(waitsForDesk(asset) ? [deskConflictsChannel] : [])];
}

function waitsForDesk(asset: Asset): boolean {
	if (isProvisional(asset) || openCorrections(asset).length > 0) return true;
	return openConflicts(asset).length > 0;
}

/** The desk's, the engineer's who asked for it, and the customer's own approvers'. */
function repairChannels({ engineerId, customerId, unconfirmedPlace }: Repair): string[] {
	const client = unconfirmedPlace ? [] : [clientChannel(customerId)];
	return [deskOrdersChannel, authorChannel(engineerId), ...client];
}

function articleChannels(article: Article): string[] {
	const own = authorChannel(article.authorId);
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

function stockChannels({ storeId }: Stock): string[] {
	return [allStoresChannel, storeChannel(storeId)];
}

/** The default, the reference channel, would hand it to all staff. */
function quarantineChannels({ state, author, command }: Quarantine): string[] {
	return [
		deskQuarantineChannel,
		handedInChannel(author.userId, command.record),
		...(state === 'releasing' ? [releasingChannel] : []),
		...(state === 'open' ? [openQuarantinesChannel(author.userId)] : []),
	];
}
