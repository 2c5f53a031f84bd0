import * as v from 'valibot';
import type { CustomField } from '../asset/categories.ts';
import { plainTitle, targetOf, type ColumnTarget } from './asset-columns.ts';

/** Whose file it is: a mapping is remembered for each. */
export const importSources = ['ours', 'snipe-it', 'glpi', 'free'] as const;
export const ImportSourceSchema = v.picklist(importSources);
export type ImportSource = v.InferOutput<typeof ImportSourceSchema>;

/** Titles only that program writes; so many of them make it its file. */
const signs: Record<'snipe-it' | 'glpi', readonly string[]> = {
	'snipe-it': [
		...['Asset Tag', 'Model Notes', 'Checkout Type', 'Checked Out To: Username', 'Asset EOL Date'],
		...['Checked Out To: First Name', 'Purchase Cost', 'Default Location', 'Item Name', 'Company'],
	],
	glpi: [
		...['Entity', 'Inventory number', 'Alternate username', 'Last update', 'Lieu', 'Entité'],
		...['Operating System - Name', 'Components - Processor', "Numéro d'inventaire", 'Statut'],
	],
};
const signsMin = 3;

/** Ours carries the record's own id. */
export function sourceOf(titles: readonly string[]): ImportSource {
	if (titles.some((title) => targetOf(title, []) === 'id')) return 'ours';
	const plain = new Set(titles.map(plainTitle));
	const found = (['snipe-it', 'glpi'] as const).find(
		(source) => signs[source].filter((sign) => plain.has(plainTitle(sign))).length >= signsMin,
	);
	return found ?? 'free';
}

/** Titles and what they were assigned to the last time. */
export type KeptMapping = Readonly<Record<string, ColumnTarget>>;

/** What each column is most likely to be; the first of several for one target has it. */
export function guessColumns(
	titles: readonly string[],
	fields: readonly CustomField[],
	kept: KeptMapping = {},
): ColumnTarget[] {
	const given = new Set<ColumnTarget>();
	return titles.map((title) => {
		const target = kept[title] ?? targetOf(title, fields) ?? '';
		if (given.has(target)) return '';
		given.add(target);
		return target;
	});
}
