import type { AuditCampaign } from '../audit/campaign.ts';
import type { Inspection } from '../inspection/inspection.ts';
import type { AnyRecord } from '../record-schemas.ts';
import type { WorkOrder } from '../work-order/work-order.ts';
import { formCodes } from './number.ts';

/** Records with a daily number of their own. */
export type Numbered = WorkOrder | AuditCampaign | Inspection;

/** Made without signal they carry their device's number as well. */
export type BornAnywhere = Exclude<Numbered, Inspection>;

const forms = {
	workOrder: formCodes.workOrder,
	auditCampaign: formCodes.audit,
	inspection: formCodes.inspection,
} as const satisfies Record<Numbered['kind'], string>;

/** Whether records of that kind are. */
export function isNumberedKind(kind: string): kind is Numbered['kind'] {
	return kind in forms;
}

export function isNumbered(record: AnyRecord): record is Numbered {
	return isNumberedKind(record.kind);
}

/** The form its number is counted under. */
export function formOf({ kind }: Numbered): string {
	return forms[kind];
}

/** The number its device gave it, if any. */
export function offlineNumberOf(record: Numbered): string | undefined {
	return mayBeBornOffline(record) ? record.offlineNumber : undefined;
}

export function mayBeBornOffline(record: Numbered): record is BornAnywhere {
	return record.kind !== 'inspection';
}
