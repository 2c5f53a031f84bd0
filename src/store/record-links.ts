import type { RecordKind } from '#domain/record.ts';

/** One spelling for what is scanned, typed and stored: full-width, case, spaces and dashes do not matter. */
export function codeOf(text: string): string {
	const narrow = text.normalize('NFKC').toUpperCase();
	return narrow.replace(/[\p{White_Space}\p{Cf}]/gu, '').replace(/[\p{Pd}−]/gu, '-');
}

export type LinkTarget = 'asset' | 'customer' | 'site' | 'campaign' | 'location';

/** The entry of `links` by which records of a kind that are about another one are found. */
export function linkOf(kind: RecordKind, target: LinkTarget, id: string): string {
	return `${kind}>${target}:${id}`;
}

/**
 * What waits for a person: a conflict, a held move, a late fact, a quarantined command, a data
 * correction, a machine found on site, a request to retire one, a problem a round proposed. Found by `links`, no scan.
 */
export const openMatters = [
	'conflict',
	'held',
	'late',
	'quarantined',
	'correction',
	'found',
	'retirement',
	'problem',
] as const;
/** A label to print anew waits at a printer, not for a decision: the desk's list leaves it out. */
export type OpenMatter = (typeof openMatters)[number] | 'label';

export function openLink(matter: OpenMatter): string {
	return `open>${matter}`;
}
