import * as v from 'valibot';
import type { CommandDefinition, DecisionContext } from '../command.ts';
import { IdSchema } from '../record.ts';
import { accept, refuse } from '../result.ts';
import { InstantSchema } from '../time/instant.ts';
import { isApprover } from './audit-command.ts';
import type { AuditCampaign } from './campaign.ts';
import {
	AdjustmentSchema,
	adjustmentsMax,
	BeforeSchema,
	LinkSchema,
	reviewIdOf,
	type AuditReview,
} from './review.ts';

const linkArgs = v.object({
	campaignId: IdSchema,
	links: v.pipe(v.array(LinkSchema), v.maxLength(adjustmentsMax)),
	linkedFor: InstantSchema,
	before: v.optional(BeforeSchema),
});

/** The server's word on what the register knows of the surplus. */
const link: CommandDefinition<AuditReview, v.InferOutput<typeof linkArgs>> = {
	args: linkArgs,
	decide(review, { campaignId, links, linkedFor, before }, context) {
		if (!context.actor.server) return refuse('not-allowed');
		const known = review ?? fresh(campaignId, context);
		return accept({ ...known, links, linkedFor, ...(before && { before }) });
	},
};

const approveArgs = v.object({
	campaignId: IdSchema,
	adjustments: v.pipe(v.array(AdjustmentSchema), v.maxLength(adjustmentsMax)),
});

/** Companion of the campaign's approval, by the same person. */
const approve: CommandDefinition<AuditReview, v.InferOutput<typeof approveArgs>> = {
	args: approveArgs,
	decide(review, { campaignId, adjustments }, context) {
		const { actor, now, command } = context;
		const campaign = context.read('auditCampaign', campaignId) as AuditCampaign | undefined;
		if (!campaign || command.record !== reviewIdOf(campaignId)) return refuse('not-found');
		if (!isApprover(campaign, actor) || campaign.state !== 'approved') return refuse('not-allowed');
		if (review?.approved) return accept(review);
		const state = adjustments.length > 0 ? ('applying' as const) : ('applied' as const);
		const known = review ?? fresh(campaignId, context);
		return accept({ ...known, state, adjustments, approved: { at: now, by: actor.userId } });
	},
};

const progressArgs = v.object({
	applied: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
	refused: v.array(v.object({ assetId: IdSchema, kind: v.string() })),
});

const progress: CommandDefinition<AuditReview, v.InferOutput<typeof progressArgs>> = {
	args: progressArgs,
	decide(review, { applied, refused }, { actor }) {
		if (!actor.server) return refuse('not-allowed');
		if (!review || review.applied >= applied) return review ? accept(review) : refuse('not-found');
		const isDone = applied >= review.adjustments.length;
		const state = isDone ? ('applied' as const) : review.state;
		return accept({ ...review, state, applied, refused: [...review.refused, ...refused] });
	},
};

function fresh(campaignId: string, { now, actor, command }: DecisionContext): AuditReview {
	const by = actor.userId;
	return {
		...{ createdAt: now, createdBy: by, updatedAt: now, updatedBy: by, history: [] },
		...{ id: command.record, kind: 'auditReview', campaignId, state: 'linked' },
		...{ links: [], adjustments: [], applied: 0, refused: [] },
	};
}

export const reviewCommands = {
	'auditReview.link@1': link,
	'auditReview.approve@1': approve,
	'auditReview.progress@1': progress,
};
