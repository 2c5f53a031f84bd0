import * as v from 'valibot';
import { recordEntries } from '../record.ts';

const partPrefix = 'part-';
/** Characters of a part's code: with the id of a van it still makes an id of a stock. */
const partCodeLengthMax = 20;

/** Ours, on the label of shelf and bag; capitals, so that typed and scanned are the same. */
export const PartCodeSchema = v.pipe(
	v.string(),
	v.regex(/^[A-Z0-9][A-Z0-9-]*$/),
	v.maxLength(partCodeLengthMax),
);

/**
 * The code is the part's identity: two storekeepers who register the same code without signal mean
 * the same part, and it never changes.
 */
export function partIdOf(code: string): string {
	return partPrefix + code;
}

export function partCodeOf(partId: string): string {
	return partId.startsWith(partPrefix) ? partId.slice(partPrefix.length) : partId;
}

/** Whether it is the id of a part with a code that can be printed and scanned. */
export function isPartId(id: string): boolean {
	return id.startsWith(partPrefix) && v.is(PartCodeSchema, partCodeOf(id));
}

const short = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60));
const listMax = 50;

export const partFields = {
	name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)),
	/** What it is counted in: 条, 个, 米. Counted in whole ones. */
	unit: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(20)),
	/** Bar codes of its makers, scannable like its own. */
	aliases: v.optional(v.pipe(v.array(short), v.maxLength(listMax))),
	/** Models it fits, and words it is looked for by. */
	models: v.optional(v.pipe(v.array(short), v.maxLength(listMax))),
};

/** A spare part (备件) as it is kept, not one piece of it: pieces with a serial of their own are assets. */
export const PartSchema = v.looseObject({
	...recordEntries,
	kind: v.literal('part'),
	...partFields,
});
export type Part = v.InferOutput<typeof PartSchema>;

/** Whether what was typed or scanned means it: a part of code, name, bar code, model or word. */
export function partMatches(part: Part, text: string): boolean {
	const { id, name, aliases = [], models = [] } = part;
	const said = [partCodeOf(id), name, ...aliases, ...models].map(plain).join('\n');
	return plain(text)
		.split(/\s+/)
		.every((word) => said.includes(word));
}

function plain(text: string): string {
	return text.normalize('NFKC').toLowerCase().trim();
}
