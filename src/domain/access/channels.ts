import { isProvisional, type Asset } from '../asset/asset.ts';
import { namedIn, type AuditCampaign } from '../audit/campaign.ts';
import type { AuditReview } from '../audit/review.ts';
import type { AssetImport } from '../import/asset-import.ts';
import { openCorrections } from '../asset/correction.ts';
import { awayOf } from '../asset/life-cycle.ts';
import { openRetirement } from '../asset/retirement.ts';
import { openConflicts } from '../conflict.ts';
import type { Contact, Site } from '../customer/records.ts';
import type { Article } from '../knowledge/article.ts';
import type { AnyRecord } from '../record-schemas.ts';
import { isWorkDue, type Inspection } from '../inspection/inspection.ts';
import { isUnderWay } from '../inspection/states.ts';
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
/** All assets, for those who keep the register. */
export const registerChannel = 'assets:register';
/** Other assets lie on no dispatcher's device, but those with something open have to be decided there. */
export const deskConflictsChannel = 'desk:conflicts';
/** Lent or in repair: the desk sees to it that they come back. */
export const deskAwayChannel = 'desk:away';
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

/** Campaigns for the desk's list. */
export const deskAuditsChannel = 'desk:audits';
/** Of one campaign: all that its people hold; and what only the desk among them does. */
export const auditChannel = (campaignId: string) => `audit:${campaignId}`;
export const auditDeskChannel = (campaignId: string) => `audit-desk:${campaignId}`;
/** Campaigns and rounds somebody is named in. Nobody is granted it: by it the server finds what he may hold. */
export const namedChannel = (userId: string) => `named:${userId}`;
/** The server has something to do about it. Nobody is granted it. */
export const auditWorkChannel = 'audit:under-way';
/** Inspection rounds for the desk's list. */
export const deskInspectionsChannel = 'desk:inspections';
/** Of one round under way: what its inspectors hold. */
export const inspectionChannel = (inspectionId: string) => `inspection:${inspectionId}`;
/** A route to freeze or a round to follow. Nobody is granted it. */
export const inspectionWorkChannel = 'inspection:under-way';
/** Running or being taken back. Nobody is granted it: by it the server finds what it began. */
export const importWorkChannel = 'import:under-way';

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
		case 'auditCampaign':
			return campaignChannels(record);
		case 'auditRoom':
		case 'auditCount':
			return [auditChannel(record.campaignId)];
		case 'auditReview':
			return reviewChannels(record);
		case 'inspection':
			return inspectionChannels(record);
		case 'assetImport':
			return importChannels(record);
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
	const own = [assetChannel(asset.id), place, registerChannel];
	return [...own, ...(waitsForDesk(asset) ? [deskConflictsChannel] : []), ...awayChannels(asset)];
}

/** Also who gave it away keeps it until it is back. */
function awayChannels(asset: Asset): string[] {
	const away = awayOf(asset);
	if (!away) return [];
	return [deskAwayChannel, ...(away.left ? [authorChannel(away.left.by)] : [])];
}

function waitsForDesk(asset: Asset): boolean {
	if (isProvisional(asset) || openCorrections(asset).length > 0) return true;
	return openConflicts(asset).length > 0 || openRetirement(asset) !== undefined;
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

/** Closed, it is the desk's alone. */
function campaignChannels(campaign: AuditCampaign): string[] {
	const { id, state, frozen } = campaign;
	if (state === 'closed') return [deskAuditsChannel];
	const isDue = (state === 'open' && !frozen) || state === 'reconciling';
	const named = namedIn(campaign).map(namedChannel);
	const work = isDue ? [auditWorkChannel] : [];
	return [deskAuditsChannel, auditChannel(id), ...named, ...work];
}

function reviewChannels({ campaignId, state }: AuditReview): string[] {
	const work = state === 'applying' ? [auditWorkChannel] : [];
	return [auditDeskChannel(campaignId), ...work];
}

/** The desk's always; the customer's approvers' once it was submitted; its inspectors' while it is under way. */
function inspectionChannels(inspection: Inspection): string[] {
	const { id, state, customerId, inspectors } = inspection;
	const client = state === 'draft' ? [] : [clientChannel(customerId)];
	const own = isUnderWay(state) ? [inspectionChannel(id), ...inspectors.map(namedChannel)] : [];
	const work = isWorkDue(inspection) ? [inspectionWorkChannel] : [];
	return [deskInspectionsChannel, ...client, ...own, ...work];
}

function importChannels({ state }: AssetImport): string[] {
	const isDue = state === 'running' || state === 'undoing';
	return [registerChannel, ...(isDue ? [importWorkChannel] : [])];
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
