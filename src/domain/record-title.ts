import type { AnyRecord } from './record-schemas.ts';
import { partCodeOf } from './stock/part.ts';

/** What a ledger calls a record without opening it. */
export interface Title {
	/** Number or tag. */
	code?: string;
	/** Summary or name. */
	name?: string;
}

/** How a ledger or a message names the record. */
export function titleOf(record: AnyRecord): Title {
	switch (record.kind) {
		case 'asset':
			return { code: record.tag, name: record.name };
		case 'workOrder':
			return titleWith(record.number ?? record.offlineNumber, record.summary);
		case 'article':
			return { name: record.title };
		case 'repair':
			return { code: record.number, name: record.summary };
		case 'inspection':
			return titleWith(record.number, record.name);
		case 'quarantine':
			return titleWith(record.title.code, record.title.name);
		case 'part':
			return { code: partCodeOf(record.id), name: record.name };
		case 'stock':
			return { code: partCodeOf(record.partId) };
		case 'auditRoom':
			return { name: record.room || record.siteName };
		case 'auditCount':
			return titleWith((record.scans.at(-1) ?? record.bulk?.at(-1))?.room, undefined);
		case 'auditReview':
			return {};
		default:
			return { name: record.name };
	}
}

function titleWith(code: string | undefined, name: string | undefined): Title {
	return { ...(code && { code }), ...(name && { name }) };
}
