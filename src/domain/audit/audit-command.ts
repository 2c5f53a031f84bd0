/** How every move of a campaign is put together. */
import * as v from 'valibot';
import { deskRoles, hasRole } from '../access/roles.ts';
import type { Actor, CommandDefinition, DecisionContext } from '../command.ts';
import { refuse, type Result } from '../result.ts';
import type { AuditCampaign } from './campaign.ts';
import { auditMoves, type AuditMove } from './states.ts';

type Args<E extends v.ObjectEntries> = v.InferOutput<v.ObjectSchema<E, undefined>>;
type AuditCommand<E extends v.ObjectEntries> = CommandDefinition<AuditCampaign, Args<E>>;

/** A guarded step: the campaign exists, the actor may, its state allows, then the effect. */
export function move<E extends v.ObjectEntries>(
	name: AuditMove,
	entries: E,
	effect: (
		campaign: AuditCampaign,
		args: Args<E>,
		context: DecisionContext,
	) => Result<AuditCampaign>,
): AuditCommand<E> {
	const { from, to, who } = auditMoves[name];
	return {
		args: v.object(entries),
		decide(campaign, args, context) {
			if (!campaign) return refuse('not-found');
			if (!may(who, campaign, context.actor)) return refuse('not-allowed');
			if (!(from as readonly string[]).includes(campaign.state))
				return refuse('wrong-state', { detail: { state: campaign.state } });
			const result = effect(campaign, args, context);
			if (!result.ok || to === 'same') return result;
			return { ok: true, value: { ...result.value, state: to } };
		},
	};
}

function may(
	who: (typeof auditMoves)[AuditMove]['who'],
	campaign: AuditCampaign,
	actor: Actor,
): boolean {
	if (who === 'server') return actor.server === true;
	if (who === 'desk') return hasRole(actor, deskRoles);
	if (who === 'holder')
		return hasRole(actor, deskRoles) || campaign.auditors.includes(actor.userId);
	return isApprover(campaign, actor);
}

/** A supervisor named for it, who neither made it nor counts in it. */
export function isApprover(
	{ approverId, createdBy, auditors }: AuditCampaign,
	actor: Actor,
): boolean {
	const { userId } = actor;
	const isOwn = createdBy === userId || auditors.includes(userId);
	return approverId === userId && hasRole(actor, ['supervisor']) && !isOwn;
}

/** What a person may do with it now: what a screen offers. */
export function auditMovesFor(campaign: AuditCampaign, actor: Actor): AuditMove[] {
	return (Object.keys(auditMoves) as AuditMove[]).filter((name) => {
		const { from, who } = auditMoves[name];
		return (from as readonly string[]).includes(campaign.state) && may(who, campaign, actor);
	});
}

export function said({ now, actor }: DecisionContext) {
	return { at: now, by: actor.userId };
}
