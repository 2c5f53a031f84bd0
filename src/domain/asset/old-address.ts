/**
 * Web addresses that labels of an earlier system carry. A pattern is the address, or how it goes on
 * behind the name of its server, with `[tag]` where the tag stands:
 * `https://it.example/hardware/bytag?assetTag=[tag]`, `/ht/[tag]`, `?id=[tag]`.
 */
import * as v from 'valibot';

export const tagMark = '[tag]';
const patternLengthMax = 200;
export const patternsMax = 20;

export const OldAddressSchema = v.pipe(
	v.string(),
	v.trim(),
	v.maxLength(patternLengthMax),
	v.regex(/^(?:https?:\/\/[^/?#\s]+)?[/?]\S*$/i),
	v.check((pattern) => pattern.split(tagMark).length === 2),
);

/** What holds until the administrator says otherwise: Snipe-IT's two, and GLPI's. */
export const usualOldAddresses = [
	'/hardware/bytag?assetTag=[tag]',
	'/ht/[tag]',
	'/front/computer.form.php?id=[tag]',
] as const;

/** The tags that an address carries by these patterns, in their order. */
export function tagsByAddress(address: string, patterns: readonly string[]): string[] {
	if (!/^https?:\/\//i.test(address)) return [];
	return patterns.flatMap((pattern) => {
		const tag = matcherOf(pattern).exec(address)?.groups?.['tag'];
		return tag === undefined ? [] : [tag];
	});
}

function matcherOf(pattern: string): RegExp {
	const [before = '', after = ''] = pattern.split(tagMark);
	const server = /^https?:/i.test(before) ? '' : 'https?://[^/?#]+(?:/[^?#]*)?';
	return new RegExp(
		`^${server}${literal(before)}(?<tag>[^/?#&]+)${literal(after)}(?:[/?#&].*)?$`,
		'i',
	);
}

/** Other fields may stand between the `?` and the one that is meant. */
function literal(text: string): string {
	const escaped = text.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
	return escaped.replace(String.raw`\?`, String.raw`\?(?:[^#]*&)?`);
}
