import { auditChannel, deskAuditsChannel } from '#domain/access/channels.ts';
import { scanCodeCandidates } from '#domain/asset/scan-code.ts';
import { campaignBefore, keptOfBefore } from '#domain/audit/before.ts';
import type { AuditCampaign } from '#domain/audit/campaign.ts';
import { auditCode, expectedLineOf } from '#domain/audit/expected.ts';
import { resultOf, type AuditResult } from '#domain/audit/result.ts';
import { adjustmentsMax, reviewIdOf, type AuditLink } from '#domain/audit/review.ts';
import type { AnyRecord } from '#domain/record-schemas.ts';
import { readRecord } from '#server/store/stored-body.ts';
import type { AuditParts } from './audit-parts.ts';

const hitsMax = 20;

/**
 * Once for every reconciling: what of the surplus the register knows from elsewhere, and what the
 * campaign before over the same scope missed and saw; no device holds its list any more.
 */
export async function linkSurplus(parts: AuditParts, campaign: AuditCampaign): Promise<void> {
	const { administration } = parts;
	const { id: campaignId, reconciled } = campaign;
	const record = reviewIdOf(campaignId);
	const known = await administration.get('auditReview', record);
	if (!reconciled || known?.linkedFor === reconciled.at) return;
	const result = await resultHere(parts, campaignId);
	const links: AuditLink[] = [];
	for (const { code } of result.surplus) links.push(...(await linkOf(parts, code)));
	const before = await beforeOf(parts, campaign, result);
	const args = { campaignId, links, linkedFor: reconciled.at, ...(before && { before }) };
	await administration.execute({ type: 'auditReview.link@1', kind: 'auditReview', record, args });
}

async function beforeOf(parts: AuditParts, campaign: AuditCampaign, now: AuditResult) {
	const query = { channel: deskAuditsChannel, kind: 'auditCampaign' as const };
	const rows = await parts.store.present({ ...query, limit: Number.MAX_SAFE_INTEGER });
	const kind = 'auditCampaign';
	const all = await Promise.all(rows.map(({ id }) => readRecord(parts.store, kind, id)));
	const before = campaignBefore(
		all.filter((one) => one !== undefined),
		campaign,
	);
	if (!before) return undefined;
	return keptOfBefore(before, await resultHere(parts, before.id), now, adjustmentsMax);
}

async function resultHere(parts: AuditParts, campaignId: string): Promise<AuditResult> {
	const rooms = await allOf(parts, campaignId, 'auditRoom');
	return resultOf(rooms, await allOf(parts, campaignId, 'auditCount'));
}

async function allOf<K extends 'auditRoom' | 'auditCount'>(
	{ store }: AuditParts,
	campaignId: string,
	kind: K,
): Promise<Extract<AnyRecord, { kind: K }>[]> {
	const channel = auditChannel(campaignId);
	const rows = await store.present({ channel, kind, limit: Number.MAX_SAFE_INTEGER });
	const records = await Promise.all(rows.map(({ id }) => readRecord(store, kind, id)));
	return records.filter((record) => record !== undefined);
}

async function linkOf({ store }: AuditParts, code: string): Promise<AuditLink[]> {
	for (const candidate of scanCodeCandidates(code))
		for (const id of await store.search('asset', candidate, hitsMax)) {
			const asset = await readRecord(store, 'asset', id);
			if (!asset || asset.found?.decided?.as === 'rejected') continue;
			const { tag, codes = [] } = expectedLineOf(asset);
			if (![tag, ...codes].some((one) => auditCode(one) === auditCode(candidate))) continue;
			const { name, state, siteId, room } = asset;
			const site = siteId ? await readRecord(store, 'site', siteId) : undefined;
			const place = { ...(siteId && { siteId }), ...(room && { room }) };
			return [
				{ code, assetId: id, tag, name, state, ...place, ...(site && { siteName: site.name }) },
			];
		}
	return [];
}
