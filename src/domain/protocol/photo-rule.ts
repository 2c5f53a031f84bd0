import * as v from 'valibot';

/** Which line photos may use. Signatures and papers always go: they are small, and somebody waits for them. */

/**
 * Chosen on this device.
 * always  by any line
 * wifi    not where the line is known to cost by the byte
 * asked   only when the person says so, each time
 */
export const photoChoices = ['always', 'wifi', 'asked'] as const;
export type PhotoChoice = (typeof photoChoices)[number];

/** What the browser knows of the line; many know nothing. */
export type Line = 'free' | 'metered' | 'unknown';

export interface PhotoRule {
	choice: PhotoChoice;
	line: Line;
}

/** Why photos stay here, or undefined where they may go. A line nobody knows counts as allowed. */
export function photosHeld({ choice, line }: PhotoRule): 'wifi' | 'asked' | undefined {
	if (choice === 'asked') return 'asked';
	return choice === 'wifi' && line === 'metered' ? 'wifi' : undefined;
}

/** What of NetworkInformation tells (W3C draft; of all browsers only Chromium on phones fills `type`). */
const Browser = v.object({
	connection: v.object({ type: v.optional(v.string()), saveData: v.optional(v.boolean()) }),
});

const freeTypes = ['wifi', 'ethernet'];
const meteredTypes = ['cellular', 'bluetooth', 'wimax'];

/** What the browser, its `navigator`, knows of the line at this moment. */
export function lineOf(browser: unknown): Line {
	const known = v.safeParse(Browser, browser);
	if (!known.success) return 'unknown';
	const { type = '', saveData } = known.output.connection;
	if (saveData || meteredTypes.includes(type)) return 'metered';
	return freeTypes.includes(type) ? 'free' : 'unknown';
}
