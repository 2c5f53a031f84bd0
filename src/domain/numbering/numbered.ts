import type { AuditCampaign } from '../audit/campaign.ts';
import type { AnyRecord } from '../record-schemas.ts';
import type { WorkOrder } from '../work-order/work-order.ts';
import { formCodes } from './number.ts';

/** Records with a daily number of their own; born without signal they carry their device's as well. */
export type Numbered = WorkOrder | AuditCampaign;

const forms = {
	workOrder: formCodes.workOrder,
	auditCampaign: formCodes.audit,
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
