import { isShapedLike } from '#domain/asset/tag-shape.ts';
import type { ScanMeaning } from './scan-meaning.ts';
import { keyOf, type Thing } from './scan-thing.ts';

/** What all codes of one picture say together. */
export interface PictureMeaning {
	/** Each thing once, with the code it was found by. */
	things: readonly { thing: Thing; code: string }[];
	/** Nobody knows them, and each may be a machine of its own. */
	unknown: readonly string[];
	/** Unknown beside something known, and no tag by their shape: a maker's serial or article number. */
	aside: readonly string[];
}

/**
 * A label with tag and serial is one machine where both say so. What nobody knows counts for itself
 * where nothing else was read, or where it looks like the tag beside it.
 */
export function pictureOf(meanings: readonly ScanMeaning[]): PictureMeaning {
	const found = new Map<string, { thing: Thing; code: string }>();
	for (const { code, things } of meanings)
		for (const thing of things)
			if (!found.has(keyOf(thing))) found.set(keyOf(thing), { thing, code });
	const things = [...found.values()];
	const tags = things.flatMap(({ thing }) => tagOf(thing) ?? []);
	const strange = meanings.filter((one) => one.things.length === 0).map(({ code }) => code);
	const counts = (code: string) =>
		things.length === 0 || tags.some((tag) => isShapedLike(code, tag));
	return {
		things,
		unknown: strange.filter(counts),
		aside: strange.filter((code) => !counts(code)),
	};
}

function tagOf(thing: Thing): string | undefined {
	if (thing.kind === 'asset') return thing.asset.tag;
	return thing.kind === 'listed' ? thing.expected.line.tag : undefined;
}
