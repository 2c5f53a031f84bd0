import * as v from 'valibot';
import { deskRoles, hasRole } from '../access/roles.ts';
import type { CommandDefinition, DecisionContext } from '../command.ts';
import { mergeInto } from '../conflict.ts';
import { IdSchema } from '../record.ts';
import { accept, refuse } from '../result.ts';
import { assetFields, type Asset } from './asset.ts';
import {
	comparedFields,
	decidedCorrectionsMax,
	openCorrections,
	openCorrectionsMax,
	type Correction,
	type CorrectionEnd,
} from './correction.ts';

const proposeArgs = v.object({
	orderId: IdSchema,
	lineId: IdSchema,
	/** Where a round of inspection found it. */
	inspectionId: v.optional(IdSchema),
	/** What differs, as it really is; nothing where a second look found everything as recorded. */
	set: v.partial(v.pick(v.object(assetFields), comparedFields)),
	/** What its author saw recorded in those fields. */
	seen: v.record(v.string(), v.unknown()),
});
type ProposeArgs = v.InferOutput<typeof proposeArgs>;

/** Companion of the order's comparison. */
const proposeCorrection: CommandDefinition<Asset, ProposeArgs> = {
	args: proposeArgs,
	decide(asset, { set, seen, orderId, lineId, inspectionId }, context) {
		if (!asset) return refuse('not-found');
		const { actor, now } = context;
		if (!hasRole(actor, ['engineer', 'auditor'])) return refuse('not-allowed');
		const isEarlier = (one: Correction) => one.by === actor.userId && one.lineId === lineId;
		const earlier = openCorrections(asset).filter(isEarlier);
		const fields = Object.entries(set).map(([field, to]) => ({
			...{ field, from: seen[field] ?? null, to },
		}));
		if (fields.length === 0 && earlier.length === 0) return accept(asset);
		const left = withDecision(asset, earlier, 'withdrawn', context);
		if (fields.length === 0) return accept(left);
		if (openCorrections(left).length >= openCorrectionsMax) return refuse('too-many');
		const proposed = {
			...{ id: context.partId(), at: now, by: actor.userId, orderId, lineId, fields },
			...(inspectionId && { inspectionId }),
		};
		return accept({ ...left, corrections: [...(left.corrections ?? []), proposed] });
	},
};

const decideArgs = v.object({
	correctionId: IdSchema,
	as: v.picklist(['accepted', 'rejected']),
	reason: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(4_000))),
});
type DecideArgs = v.InferOutput<typeof decideArgs>;

/** The desk's word. A rejected one needs a reason: its author reads it. */
const decideCorrection: CommandDefinition<Asset, DecideArgs> = {
	args: decideArgs,
	decide(asset, { correctionId, as, reason }, context) {
		if (!asset) return refuse('not-found');
		const { actor, command } = context;
		if (!hasRole(actor, deskRoles)) return refuse('not-allowed');
		const found = asset.corrections?.find(({ id }) => id === correctionId);
		if (!found) return refuse('not-found', { fields: ['correctionId'] });
		if (found.by === actor.userId) return refuse('not-allowed');
		if (found.decided) return accept(asset);
		if (as === 'rejected' && !reason) return refuse('reason-missing', { fields: ['reason'] });
		const decided = withDecision(asset, [found], as, context, reason);
		if (as === 'rejected') return accept(decided);
		const seen = Object.fromEntries(found.fields.map(({ field, from }) => [field, from]));
		const set = Object.fromEntries(found.fields.map(({ field, to }) => [field, to]));
		return mergeInto(decided, set as Partial<Asset>, { ...seen, ...command.base }, context);
	},
};

function withDecision(
	asset: Asset,
	ended: readonly Correction[],
	as: CorrectionEnd,
	{ now, actor }: DecisionContext,
	reason?: string,
): Asset {
	if (ended.length === 0) return asset;
	const decided = { as, at: now, by: actor.userId, ...(reason && { reason }) };
	const corrections = (asset.corrections ?? []).map((one) =>
		ended.includes(one) ? { ...one, decided } : one,
	);
	return { ...asset, corrections: bounded(corrections) };
}

function bounded(corrections: Correction[]): Correction[] {
	const closed = corrections.filter(({ decided }) => decided);
	const dropped = new Set(closed.slice(0, Math.max(0, closed.length - decidedCorrectionsMax)));
	return corrections.filter((one) => !dropped.has(one));
}

export const correctionCommands = {
	'asset.proposeCorrection@1': proposeCorrection,
	'asset.decideCorrection@1': decideCorrection,
};
