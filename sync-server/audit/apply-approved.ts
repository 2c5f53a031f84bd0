import { actorOf } from '#server/scope/user-scopes.ts';
import { readRecord } from '#server/store/stored-body.ts';
import type { Adjustment } from '#domain/audit/review.ts';
import type { Actor } from '#domain/command.ts';
import type { AdministrationCommand } from '#server/administration.ts';
import type { AuditParts } from './audit-parts.ts';

/** Adjustments between two words of progress. */
const stepLength = 50;

/** Carries out what was approved, in its approver's name, and says how far it got. */
export async function applyApproved(parts: AuditParts, reviewId: string): Promise<void> {
	for (;;) {
		const review = await parts.administration.get('auditReview', reviewId);
		if (review?.state !== 'applying' || !review.approved) return;
		const user = await readRecord(parts.store, 'user', review.approved.by);
		if (!user) return;
		const { campaignId, applied } = review;
		const step = review.adjustments.slice(applied, applied + stepLength);
		const actor = actorOf(user);
		const results = await parts.administration.executeAll(
			step.map((one) => commandOf(campaignId, one, actor)),
		);
		const refused = results.flatMap(({ refusal }, n) =>
			refusal ? [{ assetId: step[n]?.assetId, kind: refusal.kind }] : [],
		);
		const said = await parts.administration.execute({
			...{ type: 'auditReview.progress@1', kind: 'auditReview', record: reviewId },
			args: { applied: applied + step.length, refused },
		});
		if (said.refusal) return;
	}
}

function commandOf(
	campaignId: string,
	{ assetId, base, ...what }: Adjustment,
	actor: Actor,
): AdministrationCommand {
	const args = { campaignId, ...what };
	return {
		...{ type: 'asset.adjust@1', kind: 'asset', record: assetId, args, actor },
		...(base && { base }),
	};
}
