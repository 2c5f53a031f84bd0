/**
 * Life cycle of an asset: ordered 采购 -> in_stock 入库 (incoming check) <-> in_use 领用; on_loan 借调 and
 * in_repair 维修 with a date by which it is back; lost 盘亏; retired 报废 from any, by approval.
 *
 * 1. The state is where the last entry led; entries are appended and never changed.
 * 2. What was ordered enters the stock by an incoming check that was passed, and by nothing else.
 * 3. What is away comes back to where it was: in use, or in stock.
 * 4. Retired is the end. It takes two people (`retirement.ts`).
 */
import * as v from 'valibot';
import { hasRole, type Role } from '../access/roles.ts';
import { InstantSchema } from '../time/instant.ts';
import { LocalDateSchema, type LocalDate } from '../time/local-date.ts';

export const assetStates = [
	'ordered',
	'in_stock',
	'in_use',
	'on_loan',
	'in_repair',
	'lost',
	'retired',
] as const;
export type AssetState = (typeof assetStates)[number];
export const AssetStateSchema = v.picklist(assetStates);

/** Where it may go by a plain entry; receiving and retiring have commands of their own. */
export const assetMoves: Record<AssetState, readonly AssetState[]> = {
	ordered: [],
	in_stock: ['in_use', 'on_loan', 'in_repair', 'lost'],
	in_use: ['in_stock', 'on_loan', 'in_repair', 'lost'],
	on_loan: ['in_stock', 'in_use', 'in_repair', 'lost'],
	in_repair: ['in_stock', 'in_use', 'on_loan'],
	lost: ['in_stock', 'in_use'],
	retired: [],
};

const moverRoles = [
	...(['storekeeper', 'dispatcher', 'admin', 'engineer'] as const),
] satisfies Role[];
export function mayMove(actor: { roles: readonly Role[] }): boolean {
	return hasRole(actor, moverRoles);
}

const short = v.pipe(v.string(), v.trim(), v.maxLength(200));
/** What every entry may say besides: why, who asked for it, on which form it stands. */
export const aboutEntries = {
	reason: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(4_000))),
	askedBy: v.optional(short),
	form: v.optional(short),
};

export const MoveSchema = v.looseObject({
	at: InstantSchema,
	by: v.string(),
	/** The same as `to` where only a date changed, or a check was not passed. */
	from: v.string(),
	to: v.string(),
	...aboutEntries,
	/** A user. */
	approvedBy: v.optional(v.string()),
	/** Who has it while it is away, or who was given it: a person, a department, a vendor. */
	with: v.optional(short),
	backBy: v.optional(LocalDateSchema),
	check: v.optional(v.picklist(['passed', 'failed'])),
});
export type Move = v.InferOutput<typeof MoveSchema>;

export const awayStates = ['on_loan', 'in_repair'] as const satisfies AssetState[];
type AwayState = (typeof awayStates)[number];

function isAway<A extends { state: AssetState }>(asset: A): asset is A & { state: AwayState } {
	return asset.state === 'on_loan' || asset.state === 'in_repair';
}

/** Of something lent or in repair. */
export interface Away {
	/** Where it goes when it is back. */
	home: 'in_stock' | 'in_use';
	/** The entry by which it left; none where it came into the register like that. */
	left?: Move;
	with?: string;
	/** The latest date anybody agreed to. */
	backBy?: LocalDate;
}

type Living = { state: AssetState; moves: readonly Move[] };

/** Undefined where it is not away. */
export function awayOf(asset: Living): Away | undefined {
	if (!isAway(asset)) return undefined;
	const { state, moves } = asset;
	const begun = moves.findLastIndex(({ from, to }) => from !== to && to === state);
	const since = begun < 0 ? moves : moves.slice(begun);
	const backBy = since.findLast((move) => move.backBy !== undefined)?.backBy;
	const left = moves[begun];
	return {
		home: homeOf(moves),
		...(left && { left }),
		...(left?.with && { with: left.with }),
		...(backBy && { backBy }),
	};
}

/** Lent on, or to a vendor from there: where it was before all of that. */
function homeOf(moves: readonly Move[]): Away['home'] {
	const home = moves.findLast(({ from }) => from === 'in_stock' || from === 'in_use')?.from;
	return home === 'in_use' ? 'in_use' : 'in_stock';
}

/** Due today counts as not late yet. */
export function isOverdue(asset: Living, today: LocalDate): boolean {
	const backBy = awayOf(asset)?.backBy;
	return backBy !== undefined && backBy < today;
}
