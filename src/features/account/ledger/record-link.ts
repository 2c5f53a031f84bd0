import { resolve } from '$app/paths';
import { hasRole, staffRoles } from '#domain/access/roles.ts';
import type { Actor } from '#domain/command.ts';
import type { RecordKind } from '#domain/record.ts';
import { partIdOf } from '#domain/stock/part.ts';

/** The page of a record for this person; registers without a page of their own have none. */
export function recordHref(kind: RecordKind, id: string, actor: Actor): string | undefined {
	if (kind === 'article') return resolve('/knowledge/[id]', { id });
	if (kind === 'repair') return resolve('/repairs/[id]', { id });
	if (kind === 'asset') return resolve('/assets/[id]', { id });
	if (kind === 'auditCampaign') return resolve('/audits/[id]', { id });
	if (kind === 'auditCount' || kind === 'auditReview')
		return resolve('/audits/[id]', { id: id.slice(0, id.lastIndexOf('.')) });
	if (kind === 'inspection') return resolve('/inspections/[id]', { id });
	if (kind === 'part') return resolve('/stock/[id]', { id });
	if (kind === 'assetImport') return resolve('/import');
	if (kind === 'libraryItem') return resolve('/library');
	if (kind === 'serviceItem') return resolve('/catalogue/[id]', { id });
	if (kind === 'taxonomy') return resolve('/catalogue/causes');
	if (kind === 'stock')
		return resolve('/stock/[id]', { id: partIdOf(id.slice(id.lastIndexOf('.') + 1)) });
	if (kind !== 'workOrder') return undefined;
	return hasRole(actor, staffRoles)
		? resolve('/work-orders/[id]', { id })
		: resolve('/requests/[id]', { id });
}
