import { isProvisional, isTagFree } from '#domain/asset/asset.ts';
import { openCorrections } from '#domain/asset/correction.ts';
import { labelDue } from '#domain/asset/label.ts';
import { openRelations } from '#domain/asset/relations.ts';
import { openRetirement } from '#domain/asset/retirement.ts';
import { locationCodesOf } from '#domain/asset/location-code.ts';
import { macsIn } from '#domain/asset/mac.ts';
import { openConflicts } from '#domain/conflict.ts';
import { openProblems } from '#domain/inspection/inspection.ts';
import type { Quarantine } from '#domain/quarantine/quarantine.ts';
import type { AnyRecord } from '#domain/record-schemas.ts';
import { partCodeOf } from '#domain/stock/part.ts';
import { isUndecided, undecidedFacts } from '#domain/work-order/late-work.ts';
import { codeOf, linkOf, openLink, type LinkTarget } from './record-links.ts';
import type { RecordRow } from './rows.ts';

export type IndexFields = Pick<
	RecordRow,
	'codes' | 'links' | 'sort' | 'updatedAt' | 'state' | 'siteId' | 'assigneeId'
>;

/** What stays in the open beside the sealed body so that lists and scans find it. */
export function indexFieldsOf(record: AnyRecord): IndexFields {
	const { state, siteId, assigneeId } = record as {
		state?: string;
		siteId?: string;
		assigneeId?: string;
	};
	return {
		codes: [...new Set(codesOf(record).map(codeOf))].filter(Boolean),
		links: [...new Set([...linksOf(record), ...openLinksOf(record)])],
		// Of an import that was taken back: in no list, and found where somebody asks for just those.
		sort: isWithdrawn(record) ? undefined : `${sortOf(record)}\u0000${record.id}`,
		updatedAt: record.updatedAt,
		...(state && { state }),
		...(siteId && { siteId }),
		...(assigneeId && { assigneeId }),
	};
}

function isWithdrawn(record: AnyRecord): boolean {
	return record.kind === 'asset' && record.withdrawn !== undefined;
}

function codesOf(record: AnyRecord): string[] {
	switch (record.kind) {
		case 'asset':
			if (isTagFree(record)) return [];
			return [
				...present(record.tag, record.serial, record.systemSerial, ...(record.aliases ?? [])),
				...macsIn(record.mac ?? ''),
			];
		case 'workOrder':
			return present(
				record.number,
				record.offlineNumber,
				record.formerNumber,
				...(record.references ?? []),
			);
		case 'auditCampaign':
			return present(record.number, record.offlineNumber, record.formerNumber);
		case 'repair':
			return present(record.number, record.offlineNumber);
		case 'inspection':
			return present(record.number);
		case 'customer':
			return present(record.code);
		case 'part':
			return [partCodeOf(record.id), ...(record.aliases ?? [])];
		default:
			return [];
	}
}

function linksOf(record: AnyRecord): string[] {
	const to = (target: LinkTarget, id: string | undefined) =>
		id ? [linkOf(record.kind, target, id)] : [];
	switch (record.kind) {
		case 'workOrder':
			return [
				...record.lines.flatMap((line) => to('asset', line.asset?.id)),
				...to('site', record.siteId),
				...to('customer', record.customerId),
			];
		case 'repair':
			return [...to('asset', record.asset?.id), ...to('customer', record.customerId)];
		case 'asset':
			return [
				...to('customer', record.customerId),
				...openRelations(record).flatMap((relation) => to('asset', relation.to)),
				...locationCodesOf(record).flatMap((code) => to('location', code)),
			];
		case 'auditRoom':
		case 'auditCount':
		case 'auditReview':
			return to('campaign', record.campaignId);
		case 'site':
		case 'contact':
			return [
				...to('customer', record.customerId),
				...to('site', record.kind === 'contact' ? record.siteId : undefined),
			];
		default:
			return [];
	}
}

function openLinksOf(record: AnyRecord): string[] {
	const conflicts = openConflicts(record).length > 0 ? [openLink('conflict')] : [];
	if (record.kind === 'quarantine') return waits(record) ? [openLink('quarantined')] : [];
	if (record.kind === 'asset') {
		const corrections = openCorrections(record).length > 0 ? [openLink('correction')] : [];
		const found = isProvisional(record) ? [openLink('found')] : [];
		const retiring = openRetirement(record) ? [openLink('retirement')] : [];
		const label = labelDue(record) ? [openLink('label')] : [];
		return [...conflicts, ...corrections, ...found, ...retiring, ...label];
	}
	if (record.kind === 'inspection' && openProblems(record).length > 0)
		return [...conflicts, openLink('problem')];
	if (record.kind !== 'workOrder') return conflicts;
	const held = record.held.some(isUndecided) ? [openLink('held')] : [];
	const late = undecidedFacts(record).length > 0 ? [openLink('late')] : [];
	return [...conflicts, ...held, ...late];
}

/** Also while it is being released: the record may refuse it. */
function waits({ state }: Quarantine): boolean {
	return state === 'open' || state === 'releasing';
}

function sortOf(record: AnyRecord): string {
	switch (record.kind) {
		case 'asset':
			return codeOf(record.tag);
		case 'workOrder':
			return record.receivedAt;
		case 'repair':
			return record.createdAt;
		case 'article':
			return record.title;
		case 'quarantine':
			return record.receivedAt;
		case 'stock':
		case 'auditRoom':
		case 'auditCount':
		case 'auditReview':
			return record.id;
		case 'auditCampaign':
		case 'inspection':
			return record.from;
		case 'assetImport':
			return record.createdAt;
		default:
			return record.name;
	}
}

function present(...texts: (string | undefined)[]): string[] {
	return texts.filter((text) => text !== undefined);
}
