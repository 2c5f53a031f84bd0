/**
 * What of the library to have along for an order: what fits the machine or its system, and what the
 * solutions of the same fault named before. Same rules as `bring-list.ts`.
 */
import type { LibraryItem } from './library-item.ts';

export interface BringItem {
	itemId: string;
	/** Past solutions of the same that named it. */
	times: number;
	fits: 'model' | 'system' | undefined;
}

/** A past line near to the order: what it says of cause and solution, and how much it counts. */
export interface NearWork {
	said: string;
	worth: number;
}

/** Who it is for: names and models of its machines, and all that was said of the fault. */
export interface Need {
	machines: readonly string[];
	said: string;
}

export const bringItemsMax = 6;
const worthOfMachine = 2;
/** Only spoken of, in what was reported. */
const worthOfMention = 1.5;
const worthOfSystem = 1;
/** A shorter name is found in any text. */
const nameLengthMin = 2;

/** Texts are plain already: NFKC and small letters. */
export function bringItems(
	need: Need,
	near: readonly NearWork[],
	items: readonly LibraryItem[],
): BringItem[] {
	return items
		.filter(({ retired }) => !retired)
		.map((item) => ({ item, ...weighed(need, near, item) }))
		.filter(({ worth }) => worth > 0)
		.toSorted((a, b) => b.worth - a.worth || (a.item.name < b.item.name ? -1 : 1))
		.slice(0, bringItemsMax)
		.map(({ item, times, fits }) => ({ itemId: item.id, times, fits }));
}

function weighed(need: Need, near: readonly NearWork[], item: LibraryItem) {
	const named = near.filter(({ said }) => isNamed(item, said));
	const { fits, worth: fitWorth } = fitOf(need, item);
	const worth = named.reduce((sum, each) => sum + each.worth, fitWorth);
	return { times: named.length, fits, worth };
}

function isNamed({ name }: LibraryItem, said: string): boolean {
	const word = plain(name);
	return word.length >= nameLengthMin && said.includes(word);
}

function fitOf(
	{ machines, said }: Need,
	{ models = [], system = '' }: LibraryItem,
): { fits: BringItem['fits']; worth: number } {
	const words = models.map(plain).filter(Boolean);
	if (words.some((word) => machines.includes(word)))
		return { fits: 'model', worth: worthOfMachine };
	if (words.some((word) => said.includes(word))) return { fits: 'model', worth: worthOfMention };
	const runsOn = plain(system);
	const isHeard = runsOn !== '' && [...machines, said].some((text) => text.includes(runsOn));
	return isHeard ? { fits: 'system', worth: worthOfSystem } : { fits: undefined, worth: 0 };
}

function plain(text: string): string {
	return text.normalize('NFKC').toLowerCase().trim();
}
