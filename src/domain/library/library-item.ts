/**
 * The library 驱动/软件/工具库: what an engineer takes along or fetches on site besides parts, and where
 * it lies. It says where a file or a tool is; it holds no file. A lent tool of worth is an asset.
 */
import * as v from 'valibot';
import { recordEntries } from '../record.ts';

export const libraryTypes = ['driver', 'software', 'tool', 'media'] as const;
export type LibraryType = (typeof libraryTypes)[number];

const listMax = 50;
const filled = (length: number) =>
	v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(length));
const short = v.optional(v.pipe(v.string(), v.trim(), v.maxLength(120)));

export const libraryFields = {
	type: v.picklist(libraryTypes),
	name: filled(200),
	/** What it runs on: `Windows 11`. */
	system: short,
	/** Models and kinds of machine it fits, and words it is looked for by. */
	models: v.optional(v.pipe(v.array(filled(60)), v.maxLength(listMax))),
	version: short,
	/** Where it is kept: a folder, a USB stick, a shelf. */
	place: filled(300),
	note: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(1_000))),
	/** Not to be used any more. */
	retired: v.optional(v.boolean()),
};

export const LibraryItemSchema = v.looseObject({
	...recordEntries,
	kind: v.literal('libraryItem'),
	...libraryFields,
});
export type LibraryItem = v.InferOutput<typeof LibraryItemSchema>;

/** Those in use that have every word of the text in them. */
export function libraryMatches(items: readonly LibraryItem[], text: string): LibraryItem[] {
	const words = plain(text).split(/\s+/).filter(Boolean);
	return items.filter((item) => {
		const { name, system, models = [], version, place, note } = item;
		const said = plain([name, system, ...models, version, place, note].join('\n'));
		return !item.retired && words.every((word) => said.includes(word));
	});
}

function plain(text: string): string {
	return text.normalize('NFKC').toLowerCase().trim();
}
