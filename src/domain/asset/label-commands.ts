import * as v from 'valibot';
import { hasRole } from '../access/roles.ts';
import type { AuditCampaign } from '../audit/campaign.ts';
import { isExpected, namedIn } from '../audit/campaign.ts';
import type { CommandDefinition } from '../command.ts';
import { IdSchema } from '../record.ts';
import { accept, refuse } from '../result.ts';
import type { Asset } from './asset.ts';
import { inOrder, labelFactsMax, labelSays, type LabelFact } from './label.ts';

const noteArgs = v.object({ says: v.picklist(labelSays) });

/** Whoever stands in front of the machine, or at the printer. */
const noteLabel: CommandDefinition<Asset, v.InferOutput<typeof noteArgs>> = {
	args: noteArgs,
	decide(asset, { says }, { actor, now, partId }) {
		if (!asset) return refuse('not-found');
		if (!hasRole(actor, ['storekeeper', 'engineer', 'auditor', 'dispatcher', 'admin']))
			return refuse('not-allowed');
		return accept(withFact(asset, { id: partId(), at: now, by: actor.userId, says }));
	},
};

const auditArgs = v.object({ campaignId: IdSchema });

/** What an auditor saw, carried over by the server in his name: he holds no machine of the register. */
const labelOfAudit: CommandDefinition<Asset, v.InferOutput<typeof auditArgs>> = {
	args: auditArgs,
	decide(asset, { campaignId }, { actor, read, now, partId }) {
		if (!asset) return refuse('not-found');
		const campaign = read('auditCampaign', campaignId) as AuditCampaign | undefined;
		const people = campaign && [...namedIn(campaign), ...(campaign.former ?? [])];
		if (!campaign || !people?.includes(actor.userId) || !isExpected(asset, campaign.scope))
			return refuse('not-allowed');
		if (asset.labels?.some((fact) => fact.campaignId === campaignId)) return accept(asset);
		const fact = { id: partId(), at: now, by: actor.userId, says: 'damaged' as const, campaignId };
		return accept(withFact(asset, fact));
	},
};

function withFact(asset: Asset, fact: LabelFact): Asset {
	return { ...asset, labels: inOrder([...(asset.labels ?? []), fact]).slice(-labelFactsMax) };
}

export const labelCommands = {
	'asset.noteLabel@1': noteLabel,
	'asset.labelOfAudit@1': labelOfAudit,
};
