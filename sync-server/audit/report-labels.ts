import { counts } from '#domain/audit/count.ts';
import { actorOf } from '#server/scope/user-scopes.ts';
import { readRecord } from '#server/store/stored-body.ts';
import type { AuditParts } from './audit-parts.ts';

/**
 * Damaged labels that auditors saw, told to the machines in their name. Done again it changes nothing;
 * a machine out of the campaign's scope by now is left alone.
 */
export async function reportLabels(
	{ store, administration }: AuditParts,
	shelfId: string,
): Promise<void> {
	const shelf = await readRecord(store, 'auditCount', shelfId);
	for (const scan of shelf?.scans ?? []) {
		if (!scan.labelDamaged || !scan.assetId || !counts(scan)) continue;
		const asset = await readRecord(store, 'asset', scan.assetId);
		const campaignId = shelf?.campaignId;
		if (!asset || asset.labels?.some((fact) => fact.campaignId === campaignId)) continue;
		const user = await readRecord(store, 'user', scan.by);
		if (!user) continue;
		await administration.execute({
			...{ type: 'asset.labelOfAudit@1', kind: 'asset', record: asset.id, at: scan.at },
			...{ args: { campaignId }, actor: actorOf(user) },
		});
	}
}
