/** Commands of a campaign. Nobody approves what he made or counted himself. */
import * as v from 'valibot';
import { deskRoles, hasRole } from '../access/roles.ts';
import type { CommandDefinition, DecisionContext } from '../command.ts';
import { parseNumber } from '../numbering/number.ts';
import type { User } from '../organisation/records.ts';
import { IdSchema } from '../record.ts';
import { accept, refuse, type Refusal } from '../result.ts';
import { move, said } from './audit-command.ts';
import {
	auditPaperEntries,
	auditTotals,
	countAgainMax,
	expectedMax,
	planEntries,
	type AuditCampaign,
} from './campaign.ts';
import { shelvesFor } from './count.ts';
import { reviewIdOf, type AuditReview } from './review.ts';

/** Reports kept of one campaign; two desks without signal may each make one. */
const papersMax = 20;
const offlineNumberMax = 64;

const setArgs = v.object(planEntries);
const planArgs = v.object({
	...planEntries,
	offlineNumber: v.optional(v.pipe(v.string(), v.maxLength(offlineNumberMax))),
});
type Plan = v.InferOutput<typeof planArgs>;

const plan: CommandDefinition<AuditCampaign, Plan> = {
	args: planArgs,
	decide(current, args, context) {
		if (current) return refuse('already-exists');
		const { actor, now, command } = context;
		if (!hasRole(actor, deskRoles)) return refuse('not-allowed');
		if (args.offlineNumber && parseNumber(args.offlineNumber)?.kind !== 'offline')
			return refuse('bad-input', { fields: ['offlineNumber'] });
		const refusal = unfit(args, context, actor.userId);
		if (refusal) return { ok: false, refusal };
		const by = actor.userId;
		return accept({
			...{ ...args, id: command.record, kind: 'auditCampaign', state: 'planned', history: [] },
			...{ createdAt: now, createdBy: by, updatedAt: now, updatedBy: by },
		});
	},
};

const change = move('change', { set: setArgs }, (campaign, { set }, context) => {
	const refusal = unfit(set, context, campaign.createdBy);
	return refusal ? { ok: false, refusal } : accept({ ...campaign, ...set });
});

/** Who counts, also while it is under way: who is taken out holds none of it any more. */
const assign = move(
	'assign',
	{ auditors: planEntries.auditors },
	(campaign, { auditors }, context) => {
		const refusal = unfit({ ...campaign, auditors }, context, campaign.createdBy);
		if (refusal) return { ok: false, refusal };
		const ever = new Set([...(campaign.former ?? []), ...campaign.auditors]);
		const former = [...ever].filter((id) => !auditors.includes(id));
		return accept({ ...campaign, auditors, former });
	},
);

/** The period runs forward, auditors can count, and its approver is none of them nor its maker. */
function unfit(
	{ from, to, auditors, approverId }: Pick<Plan, 'from' | 'to' | 'auditors' | 'approverId'>,
	{ read }: DecisionContext,
	maker: string,
): Refusal | undefined {
	if (to < from) return { kind: 'bad-input', fields: ['to'] };
	const user = (id: string) => read('user', id) as User | undefined;
	const people = auditors.map(user);
	if (!people.every((one) => one && hasRole(one, ['auditor', 'engineer'])))
		return { kind: 'assignee-unfit', fields: ['auditors'] };
	const approver = user(approverId);
	const isOwn = approverId === maker || auditors.includes(approverId);
	if (isOwn || !approver || !hasRole(approver, ['supervisor']))
		return { kind: 'assignee-unfit', fields: ['approverId'] };
	return undefined;
}

const open = move('open', {}, (campaign, _, context) =>
	accept({ ...campaign, opened: said(context) }),
);

const total = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(expectedMax));

/** The list stands; said again it changes nothing. */
const freeze = move('freeze', { expected: total, rooms: total }, (campaign, args, { now }) =>
	campaign.frozen
		? accept(campaign)
		: accept({ ...campaign, frozen: { at: now, ...args, shelves: shelvesFor(args.expected) } }),
);

const reconcile = move('reconcile', {}, (campaign, _, context) =>
	campaign.frozen
		? accept({ ...campaign, reconciled: said(context) })
		: refuse('wrong-state', { detail: { state: campaign.state } }),
);

const countAgain = move(
	'countAgain',
	{
		assetIds: v.pipe(v.array(IdSchema), v.minLength(1), v.maxLength(countAgainMax)),
		first: v.optional(v.array(v.array(IdSchema))),
	},
	(campaign, { assetIds, first }, context) => {
		if (first && first.length !== assetIds.length)
			return refuse('bad-input', { fields: ['first'] });
		return accept({ ...campaign, again: { ...said(context), assetIds, ...(first && { first }) } });
	},
);

const approve = move('approve', auditTotals, (campaign, totals, context) =>
	accept({ ...campaign, approved: { ...said(context), ...totals } }),
);

const close = move('close', {}, (campaign, _, context) => {
	const review = context.read('auditReview', reviewIdOf(campaign.id)) as AuditReview | undefined;
	if (review?.approved && review.state !== 'applied')
		return refuse('wrong-state', { detail: { state: campaign.state } });
	return accept({ ...campaign, closed: said(context) });
});

/** A report is kept as it was made; the same bytes once more are no second one. */
const attachPaper = move('attachPaper', auditPaperEntries, (campaign, paper, context) => {
	const papers = campaign.papers ?? [];
	if (papers.some(({ blob }) => blob.sha256 === paper.blob.sha256)) return accept(campaign);
	if (papers.length >= papersMax) return refuse('too-many', { fields: ['papers'] });
	const kept = { id: context.partId(), ...said(context), ...paper };
	return accept({ ...campaign, papers: [...papers, kept] });
});

export const campaignCommands = {
	'auditCampaign.plan@1': plan,
	'auditCampaign.change@1': change,
	'auditCampaign.assign@1': assign,
	'auditCampaign.open@1': open,
	'auditCampaign.freeze@1': freeze,
	'auditCampaign.reconcile@1': reconcile,
	'auditCampaign.countAgain@1': countAgain,
	'auditCampaign.approve@1': approve,
	'auditCampaign.attachPaper@1': attachPaper,
	'auditCampaign.close@1': close,
};
