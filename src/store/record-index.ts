import type { AnyRecord } from '#domain/record-schemas.ts';
import type { RecordKind } from '#domain/record.ts';
import type { RecordRow, Title } from './rows.ts';

/** One spelling for what is scanned, typed and stored: full-width, case, spaces and dashes do not matter. */
export function codeOf(text: string): string {
	const narrow = text.normalize('NFKC').toUpperCase();
	return narrow.replace(/[\p{White_Space}\p{Cf}]/gu, '').replace(/[\p{Pd}−]/gu, '-');
}

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
		links: [...new Set(linksOf(record))],
		sort: `${sortOf(record)}\u0000${record.id}`,
		updatedAt: record.updatedAt,
		...(state && { state }),
		...(siteId && { siteId }),
		...(assigneeId && { assigneeId }),
	};
}

function codesOf(record: AnyRecord): string[] {
	switch (record.kind) {
		case 'asset':
			return present(record.tag, record.serial, record.systemSerial, ...(record.aliases ?? []));
		case 'workOrder':
			return present(record.number, record.offlineNumber, ...(record.references ?? []));
		case 'customer':
			return present(record.code);
		default:
			return [];
	}
}

export type LinkTarget = 'asset' | 'customer' | 'site';

/** The entry of `links` by which records of a kind that are about another one are found. */
export function linkOf(kind: RecordKind, target: LinkTarget, id: string): string {
	return `${kind}>${target}:${id}`;
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
		case 'asset':
			return to('customer', record.customerId);
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

function sortOf(record: AnyRecord): string {
	switch (record.kind) {
		case 'asset':
			return codeOf(record.tag);
		case 'workOrder':
			return record.receivedAt;
		case 'article':
			return record.title;
		default:
			return record.name;
	}
}

/** How a ledger or a message names the record. */
export function titleOf(record: AnyRecord): Title {
	switch (record.kind) {
		case 'asset':
			return { code: record.tag, name: record.name };
		case 'workOrder':
			return { ...codeField(record.number ?? record.offlineNumber), name: record.summary };
		case 'article':
			return { name: record.title };
		default:
			return { name: record.name };
	}
}

function codeField(code: string | undefined): Pick<Title, 'code'> {
	return code ? { code } : {};
}

function present(...texts: (string | undefined)[]): string[] {
	return texts.filter((text) => text !== undefined);
}
