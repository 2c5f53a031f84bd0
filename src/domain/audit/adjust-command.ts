/**
 * What an approved campaign changes of a machine, in its approver's name. A field that changed since
 * the list was frozen opens a conflict, like any edit; done again it changes nothing.
 */
import * as v from 'valibot';
import type { Asset } from '../asset/asset.ts';
import type { CommandDefinition, DecisionContext } from '../command.ts';
import { mergeInto } from '../conflict.ts';
import { IdSchema } from '../record.ts';
import { accept, refuse } from '../result.ts';
import { isApprover } from './audit-command.ts';
import type { AuditCampaign } from './campaign.ts';
import { adjustEntries } from './review.ts';

const adjustArgs = v.object({ campaignId: IdSchema, ...adjustEntries });
type AdjustArgs = v.InferOutput<typeof adjustArgs>;

const adjust: CommandDefinition<Asset, AdjustArgs> = {
	args: adjustArgs,
	decide(asset, args, context) {
		const { actor, read, command } = context;
		const campaign = read('auditCampaign', args.campaignId) as AuditCampaign | undefined;
		if (!campaign?.approved || !isApprover(campaign, actor)) return refuse('not-allowed');
		if (args.as === 'registered') return asset ? accept(asset) : registered(args, context);
		if (!asset) return refuse('not-found');
		if (asset.state === 'retired') return refuse('wrong-state', { detail: { state: asset.state } });
		if (args.as === 'lost') return accept(moved(asset, 'lost', campaign, context));
		// Seen, so it is not lost any more.
		const back = asset.state === 'lost' ? moved(asset, 'in_use', campaign, context) : asset;
		const set = args.set as Partial<Asset>;
		return mergeInto(withSeal(back, args, context), set, command.base, context);
	},
};

function moved(
	asset: Asset,
	to: 'lost' | 'in_use',
	{ name }: AuditCampaign,
	{ now, actor }: DecisionContext,
): Asset {
	if (asset.state === to) return asset;
	const move = { at: now, by: actor.userId, from: asset.state, to, reason: name };
	return { ...asset, state: to, moves: [...asset.moves, move] };
}

function withSeal(asset: Asset, { seal }: AdjustArgs, { now, actor }: DecisionContext): Asset {
	const number = seal?.number ?? asset.seal?.number;
	if (!seal || (asset.seal?.state === seal.state && asset.seal.number === number)) return asset;
	const checked = { state: seal.state, checkedAt: now, checkedBy: actor.userId };
	return { ...asset, seal: { ...checked, ...(number && { number }) } };
}

/** 盘盈入账: seen with a tag nobody knew. */
function registered({ set }: AdjustArgs, { now, actor, command }: DecisionContext) {
	const { tag, name, ...rest } = set;
	if (!tag || !name) return refuse('bad-input', { fields: ['tag', 'name'] });
	const by = actor.userId;
	return accept<Asset>({
		...{ ...rest, tag, name, id: command.record, kind: 'asset', state: 'in_use', moves: [] },
		...{ createdAt: now, createdBy: by, updatedAt: now, updatedBy: by, history: [] },
	});
}

export const adjustCommands = { 'asset.adjust@1': adjust };
