/** The moves of an asset's life cycle that say more than where it goes; `life-cycle.ts` has the invariants. */
import * as v from 'valibot';
import type { CommandDefinition, DecisionContext } from '../command.ts';
import { accept, refuse, type Result } from '../result.ts';
import { LocalDateSchema } from '../time/local-date.ts';
import type { Asset } from './asset.ts';
import {
	aboutEntries,
	assetMoves,
	awayOf,
	awayStates,
	mayMove,
	type AssetState,
	type Move,
} from './life-cycle.ts';

const name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200));
const short = v.pipe(v.string(), v.trim(), v.maxLength(200));

type Life<A> = (asset: Asset, args: A, context: DecisionContext) => Result<Asset>;

/** Who may, and on a record that is there. */
function life<E extends v.ObjectEntries>(
	entries: E,
	decide: Life<v.InferOutput<v.ObjectSchema<E & typeof aboutEntries, undefined>>>,
) {
	const args = v.object({ ...entries, ...aboutEntries });
	const definition: CommandDefinition<Asset, v.InferOutput<typeof args>> = {
		args: args,
		decide(asset, given, context) {
			if (!asset) return refuse('not-found');
			if (!mayMove(context.actor)) return refuse('not-allowed');
			return decide(asset, given, context);
		},
	};
	return definition;
}

const wrongState = ({ state }: Asset) => refuse('wrong-state', { detail: { state } });

/** One dated entry, and the state it leads to. */
function entered(
	asset: Asset,
	to: AssetState,
	more: Partial<Move>,
	{ now, actor }: DecisionContext,
): Asset {
	const said = Object.entries(more).filter(([, value]) => value !== undefined && value !== '');
	const entry = { at: now, by: actor.userId, from: asset.state, to, ...Object.fromEntries(said) };
	return { ...asset, state: to, moves: [...asset.moves, entry] };
}

/** Incoming check 入库验收. What did not pass stays ordered, with what was wrong. */
const receive = life(
	{ check: v.picklist(['passed', 'failed']), serial: v.optional(short), room: v.optional(short) },
	(asset, { check, serial, room, ...about }, context) => {
		if (asset.state !== 'ordered') return wrongState(asset);
		if (check === 'failed' && !about.reason)
			return refuse('reason-missing', { fields: ['reason'] });
		const to = check === 'passed' ? 'in_stock' : 'ordered';
		const seen = { ...asset, ...(serial && { serial }), ...(room && { room }) };
		return accept(entered(seen, to, { check, ...about }, context));
	},
);

/** 领用: nothing is in use without somebody responsible for it. */
const handOut = life(
	{
		responsible: name,
		user: v.optional(short),
		department: v.optional(short),
		room: v.optional(short),
	},
	(asset, { responsible, user, department, room, ...about }, context) => {
		if (asset.state !== 'in_stock') return wrongState(asset);
		const held = {
			...asset,
			responsible: named(asset.responsible, responsible),
			...(user && { user: named(asset.user, user) }),
			...{ ...(department && { department }), ...(room && { room }) },
		};
		return accept(entered(held, 'in_use', { with: responsible, ...about }, context));
	},
);

/** The same person keeps what else is known of him. */
function named<P extends { name: string }>(before: P | undefined, said: string): P {
	return before?.name === said ? before : ({ name: said } as P);
}

/** 退库: whoever had it has it no more. */
const takeIn = life({ room: v.optional(short) }, (asset, { room, ...about }, context) => {
	if (asset.state !== 'in_use') return wrongState(asset);
	const { user: _, responsible, sharers: __, ...rest } = asset;
	const left = { ...rest, ...(room && { room }) } as Asset;
	return accept(entered(left, 'in_stock', { with: responsible?.name, ...about }, context));
});

/** Lent, or to a vendor: by when it is back, and who has it until then. */
const sendOut = life(
	{ as: v.picklist(awayStates), with: name, backBy: LocalDateSchema },
	(asset, { as, ...said }, context) => {
		if (!assetMoves[asset.state].includes(as)) return wrongState(asset);
		return accept(entered(asset, as, said, context));
	},
);

const postpone = life({ backBy: LocalDateSchema }, (asset, said, context) => {
	if (!awayOf(asset)) return wrongState(asset);
	if (awayOf(asset)?.backBy === said.backBy) return accept(asset);
	return accept(entered(asset, asset.state, said, context));
});

const takeBack = life({}, (asset, about, context) => {
	const away = awayOf(asset);
	if (!away) return wrongState(asset);
	const { with: had } = away;
	return accept(entered(asset, away.home, { with: had, ...about }, context));
});

export const lifeCommands = {
	'asset.receive@1': receive,
	'asset.handOut@1': handOut,
	'asset.takeIn@1': takeIn,
	'asset.sendOut@1': sendOut,
	'asset.postpone@1': postpone,
	'asset.takeBack@1': takeBack,
};
