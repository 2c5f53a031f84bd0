/** What belongs to the asset of a row, what it depends on and who shares it: lists in a cell. */
import * as v from 'valibot';
import { ImportedPieceSchema, type ImportedPiece } from '../asset/imported-lists.ts';
import type { RelationType } from '../asset/relations.ts';
import { meantBy, relationTitles, type ColumnTarget } from './asset-columns.ts';
import { listEntries } from './list-cells.ts';
import type { SheetRow } from './sheet-rows.ts';

/** What it depends on, by tag; by its id where the device that wrote the file did not hold it. */
export interface ToldRelation {
	type: RelationType;
	tag: string;
	id: string;
}

export interface RowLists {
	/** Absent where the cell is empty. */
	accessories?: ImportedPiece[];
	relations?: ToldRelation[];
	faults: { target: ColumnTarget; reason: string }[];
}

export function readLists(row: SheetRow): RowLists {
	const pieces = listEntries(row.text('accessories')).map(pieceOf);
	const relations = listEntries(row.text('relations')).map(relationOf);
	const faults = [
		...(pieces.includes(undefined) ? [{ target: 'accessories', reason: 'too-long' }] : []),
		...(relations.includes(undefined) ? [{ target: 'relations', reason: 'relation-word' }] : []),
	];
	return {
		...(pieces.length > 0 && { accessories: pieces.filter((one) => one !== undefined) }),
		...(relations.length > 0 && { relations: relations.filter((one) => one !== undefined) }),
		faults,
	};
}

function pieceOf([sort = '', model = '', serial = '']: readonly string[]) {
	// A piece with no name of its own is called by its model.
	const piece = sort ? { sort, model, serial } : { sort: model || serial, model, serial };
	const parsed = v.safeParse(ImportedPieceSchema, piece);
	return parsed.success ? parsed.output : undefined;
}

function relationOf([word = '', tag = '', id = '']: readonly string[]): ToldRelation | undefined {
	const type = meantBy(relationTitles, word);
	return type && (tag || id) ? { type, tag, id } : undefined;
}

/** Names of those who share it, one a line. */
export function readSharers(row: SheetRow): string[] {
	return listEntries(row.text('sharers')).flatMap(([name]) => (name ? [name] : []));
}
