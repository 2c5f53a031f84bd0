import * as v from 'valibot';
import { hasRole } from '../access/roles.ts';
import type { CommandDefinition, DecisionContext } from '../command.ts';
import { IdSchema } from '../record.ts';
import { accept, refuse, type Result } from '../result.ts';
import type { Asset } from './asset.ts';
import { aboutEntries, mayMove } from './life-cycle.ts';
import { mayDecideRetirement, openRetirement, type Retirement } from './retirement.ts';

/** Kept in the record; the command journal has them all. */
const requestsMax = 50;

const askArgs = v.object(aboutEntries);
type AskArgs = v.InferOutput<typeof askArgs>;

export function askToRetire(asset: Asset, args: AskArgs, context: DecisionContext): Result<Asset> {
	const { actor, now } = context;
	if (!mayMove(actor) && !hasRole(actor, ['supervisor'])) return refuse('not-allowed');
	if (asset.state === 'retired') return refuse('wrong-state', { detail: { state: asset.state } });
	if (openRetirement(asset)) return accept(asset);
	const asked = { id: context.partId(), at: now, by: actor.userId, ...args };
	const retirements = [...(asset.retirements ?? []), asked].slice(-requestsMax);
	return accept({ ...asset, retirements });
}

const ask: CommandDefinition<Asset, AskArgs> = {
	args: askArgs,
	decide(asset, args, context) {
		if (!asset) return refuse('not-found');
		if (!args.reason) return refuse('reason-missing', { fields: ['reason'] });
		return askToRetire(asset, args, context);
	},
};

const decideArgs = v.object({
	requestId: IdSchema,
	as: v.picklist(['approved', 'rejected', 'withdrawn']),
	reason: aboutEntries.reason,
});
type DecideArgs = v.InferOutput<typeof decideArgs>;

const decide: CommandDefinition<Asset, DecideArgs> = {
	args: decideArgs,
	decide(asset, { requestId, as, reason }, { actor, now }) {
		const asked = asset?.retirements?.find(({ id }) => id === requestId);
		if (!asset || !asked) return refuse('not-found', { fields: ['requestId'] });
		const may = as === 'withdrawn' ? asked.by === actor.userId : mayDecideRetirement(actor, asked);
		if (!may) return refuse('not-allowed');
		if (asked.decided) return accept(asset);
		if (as === 'rejected' && !reason) return refuse('reason-missing', { fields: ['reason'] });
		if (as === 'approved' && asset.state === 'retired') return refuse('wrong-state');
		const decided = { as, at: now, by: actor.userId, ...(reason && { reason }) };
		const retirements = asset.retirements?.map((one) =>
			one === asked ? { ...one, decided } : one,
		);
		const known: Asset = { ...asset, retirements };
		return accept(as === 'approved' ? retired(known, asked, decided) : known);
	},
};

function retired(
	asset: Asset,
	{ by, reason, askedBy, form }: Retirement,
	decided: { at: Asset['createdAt']; by: string },
): Asset {
	const to = 'retired' as const;
	const entry = {
		...{ at: decided.at, by, from: asset.state, to, approvedBy: decided.by },
		...{ ...(reason && { reason }), ...(askedBy && { askedBy }), ...(form && { form }) },
	};
	return { ...asset, state: to, moves: [...asset.moves, entry] };
}

export const retirementCommands = {
	'asset.askRetire@1': ask,
	'asset.decideRetire@1': decide,
};
