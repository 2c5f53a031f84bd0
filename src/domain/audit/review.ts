/**
 * What only the desk may know of a campaign: where the register knows a surplus machine from, and
 * what the approval changes.
 *
 * 1. What is applied is what its approver saw: the list is his command's, not computed again.
 * 2. Each adjustment is an ordinary command on its machine, harmless twice; how far it got stands here.
 */
import * as v from 'valibot';
import { assetFields } from '../asset/asset.ts';
import { comparedFields } from '../asset/correction.ts';
import { IdSchema, recordEntries } from '../record.ts';
import { InstantSchema } from '../time/instant.ts';
import { scanEntries } from './count.ts';

/** Changes of one approval; a campaign that needs more is approved in parts of its scope. */
export const adjustmentsMax = 2_000;

/** lost 盘亏, moved 移位, corrected 信息更正, registered 盘盈入账. */
const adjustmentKinds = ['lost', 'moved', 'corrected', 'registered'] as const;

const settable = v.partial(
	v.pick(v.object(assetFields), [...comparedFields, 'tag', 'siteId', 'customerId']),
);
export const adjustEntries = {
	as: v.picklist(adjustmentKinds),
	/** Fields as they are to be, and as the frozen list had them. */
	set: settable,
	seal: scanEntries.seal,
};
export const AdjustmentSchema = v.object({
	assetId: IdSchema,
	...adjustEntries,
	base: v.optional(v.record(v.string(), v.unknown())),
});
export type Adjustment = v.InferOutput<typeof AdjustmentSchema>;

const short = v.string();
/** A surplus code the register knows from elsewhere. */
export const LinkSchema = v.looseObject({
	code: short,
	assetId: IdSchema,
	tag: short,
	name: short,
	state: short,
	siteId: v.optional(IdSchema),
	siteName: v.optional(short),
	room: v.optional(short),
});
export type AuditLink = v.InferOutput<typeof LinkSchema>;

const LineBeforeSchema = v.looseObject({ assetId: IdSchema, tag: short, name: short, room: short });
/** Of the campaign before over the same scope: what it missed, and what it saw of what is missing now. */
export const BeforeSchema = v.looseObject({
	campaignId: IdSchema,
	missing: v.pipe(v.array(LineBeforeSchema), v.maxLength(adjustmentsMax)),
	seen: v.pipe(v.array(IdSchema), v.maxLength(adjustmentsMax)),
});

export const AuditReviewSchema = v.looseObject({
	...recordEntries,
	kind: v.literal('auditReview'),
	campaignId: IdSchema,
	state: v.picklist(['linked', 'applying', 'applied']),
	links: v.array(LinkSchema),
	/** Reconciling it was looked for. */
	linkedFor: v.optional(InstantSchema),
	before: v.optional(BeforeSchema),
	approved: v.optional(v.looseObject({ at: InstantSchema, by: v.string() })),
	adjustments: v.array(AdjustmentSchema),
	/** How many have been dealt with. */
	applied: v.number(),
	refused: v.array(v.looseObject({ assetId: IdSchema, kind: short })),
});
export type AuditReview = v.InferOutput<typeof AuditReviewSchema>;

export function reviewIdOf(campaignId: string): string {
	return `${campaignId}.review`;
}
