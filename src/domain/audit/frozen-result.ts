/**
 * What of a campaign is signed: its plan, the approved totals, the result by its hash, and the hand
 * itself. All of it stays as it is once approved, so the text of a signature stays the same.
 */
import { canonicalJson } from '../canonical-json.ts';
import { commandOfPart } from '../seal/command-of-part.ts';
import type { AuditCampaign } from './campaign.ts';
import type { AuditResult } from './result.ts';

type Signature = NonNullable<AuditCampaign['signatures']>[number];

export function frozenResults(campaign: AuditCampaign): { of: string; json: string }[] {
	return (campaign.signatures ?? []).map((signature) => ({
		of: commandOfPart(signature.id),
		json: frozenResult(campaign, signature),
	}));
}

/** The text one signature stands for. */
function frozenResult(campaign: AuditCampaign, signature: Signature): string {
	const { id, name, type, from, to, scope, frozen, approved } = campaign;
	return canonicalJson({ audit: id, name, type, from, to, scope, frozen, approved, signature });
}

/** The text whose hash a signature carries: each machine with what came of it, and all without a line. */
export function sheetText({ lines, surplus, bulk }: AuditResult): string {
	return canonicalJson({
		lines: lines.map(({ line, outcome, seen }) => ({
			...{ assetId: line.assetId, tag: line.tag, outcome, scan: seen?.last.id },
		})),
		surplus: surplus.map(({ code, seen }) => ({ code, scan: seen.last.id })),
		bulk: bulk.map(({ siteId, room, item, quantity }) => ({ siteId, room, item, quantity })),
	});
}
