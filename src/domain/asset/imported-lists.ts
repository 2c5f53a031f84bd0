/**
 * Lists of an asset as a file tells them: what belongs to it, and what it depends on.
 *
 * 1. A file of ours tells the whole list: what is not in it any more went, what is in it stays the piece
 *    or relation it was. Any other file only adds.
 * 2. No list says nothing.
 */
import * as v from 'valibot';
import { IdSchema } from '../record.ts';
import type { Instant } from '../time/instant.ts';
import type { Asset } from './asset.ts';
import { openRelations, relationsMax, relationTypes, type Relation } from './relations.ts';
import { accessoriesMax, type Accessory } from './swap.ts';

const short = v.pipe(v.string(), v.trim(), v.maxLength(200));

export const ImportedPieceSchema = v.object({
	sort: v.pipe(short, v.minLength(1)),
	model: v.optional(short),
	serial: v.optional(short),
});
export type ImportedPiece = v.InferOutput<typeof ImportedPieceSchema>;

const ImportedRelationSchema = v.object({ type: v.picklist(relationTypes), to: IdSchema });
export type ImportedRelation = v.InferOutput<typeof ImportedRelationSchema>;

export const importedListEntries = {
	accessories: v.optional(v.pipe(v.array(ImportedPieceSchema), v.maxLength(accessoriesMax))),
	relations: v.optional(v.pipe(v.array(ImportedRelationSchema), v.maxLength(relationsMax))),
};

export interface ImportedLists {
	accessories?: readonly ImportedPiece[] | undefined;
	relations?: readonly ImportedRelation[] | undefined;
}

/** Who tells it, and how it is told. */
export interface Telling {
	now: Instant;
	by: string;
	isWhole: boolean;
	/** Of the n-th piece that is new, from 1. */
	idOf: (n: number) => string;
}

type Lists = Pick<Asset, 'accessories' | 'relations'>;

/** The lists as they stand afterwards; only those that change. */
export function listsAfter(asset: Lists, told: ImportedLists, telling: Telling): Lists {
	const accessories = piecesAfter(asset.accessories ?? [], told.accessories, telling);
	const relations = relationsAfter(asset.relations ?? [], told.relations, telling);
	return { ...(accessories && { accessories }), ...(relations && { relations }) };
}

/** Which of them has become longer than a record may hold. */
export function listTooLong({ accessories = [], relations = [] }: Lists): string | undefined {
	if (accessories.length > accessoriesMax) return 'accessories';
	return relations.length > relationsMax ? 'relations' : undefined;
}

function piecesAfter(
	there: readonly Accessory[],
	told: ImportedLists['accessories'],
	{ now, isWhole, idOf }: Telling,
): Accessory[] | undefined {
	if (!told) return undefined;
	const unnamed = [...there];
	const fresh: Accessory[] = [];
	for (const piece of told) {
		const at = unnamed.findIndex((one) => isAlike(one, piece));
		if (at === -1) fresh.push({ ...filled(piece), id: idOf(fresh.length + 1), since: now });
		else unnamed.splice(at, 1);
	}
	const stay = isWhole ? there.filter((one) => !unnamed.includes(one)) : there;
	return fresh.length === 0 && stay.length === there.length ? undefined : [...stay, ...fresh];
}

function filled({ sort, model, serial }: ImportedPiece): ImportedPiece {
	return { sort, ...(model && { model }), ...(serial && { serial }) };
}

function isAlike(one: ImportedPiece, other: ImportedPiece): boolean {
	const [left, right] = [filled(one), filled(other)];
	return left.sort === right.sort && left.model === right.model && left.serial === right.serial;
}

function relationsAfter(
	there: readonly Relation[],
	told: ImportedLists['relations'],
	{ now, by, isWhole }: Telling,
): Relation[] | undefined {
	if (!told) return undefined;
	const open = openRelations({ relations: [...there] });
	const fresh = told.filter(
		(one, at) => ![...open, ...told.slice(0, at)].some((other) => isOne(one, other)),
	);
	const gone = isWhole ? open.filter((one) => !told.some((other) => isOne(one, other))) : [];
	if (fresh.length === 0 && gone.length === 0) return undefined;
	const ended = { at: now, by };
	return [
		...there.map((one) => (gone.includes(one) ? { ...one, ended } : one)),
		...fresh.map((one) => ({ ...one, at: now, by })),
	];
}

function isOne(one: ImportedRelation, other: ImportedRelation): boolean {
	return one.type === other.type && one.to === other.to;
}
