/** What a checklist has to be (`service-item.ts`, 1): whole, and with every step it ever had. */
import { compareDecimals } from './decimal.ts';
import type { CatalogueStep, ServiceItem } from './service-item.ts';

/** More than anybody goes through beside a machine; retired ones are not counted. */
export const stepsMax = 40;
/** With those retired: years of changes. */
const stepsKeptMax = 400;
export const stepTextLengthMax = 200;
const keyLengthMax = 64;

/** Steps missing from what was written are retired, behind the others. */
export function stepsKept(
	before: readonly CatalogueStep[],
	after: readonly CatalogueStep[],
): CatalogueStep[] {
	const there = new Set(after.map(({ key }) => key));
	const gone = before.filter(({ key }) => !there.has(key));
	return [...after, ...gone.map((step) => ({ ...step, retired: true }))];
}

/** Names the field that is wrong: `checklist.KEY` for a step. */
export function itemFault(
	before: Pick<ServiceItem, 'checklist'> | undefined,
	{ checklist }: Pick<ServiceItem, 'checklist'>,
): string | undefined {
	const keys = checklist.map(({ key }) => key);
	if (new Set(keys).size < keys.length) return 'checklist';
	if (checklist.filter(({ retired }) => !retired).length > stepsMax) return 'checklist';
	if (checklist.length > stepsKeptMax) return 'checklist';
	const wrong = checklist.find((step) => isWrong(step) || asksOther(before?.checklist, step));
	return wrong && `checklist.${wrong.key.slice(0, keyLengthMax)}`;
}

function isWrong({ key, text, textEn = '', reading }: CatalogueStep): boolean {
	if (key === '' || key.length > keyLengthMax) return true;
	if (text.trim() === '' || text.length > stepTextLengthMax) return true;
	return textEn.length > stepTextLengthMax || isUpsideDown(reading);
}

/** No value would be within its limits. */
export function isUpsideDown(reading: CatalogueStep['reading']): boolean {
	const { lower, upper } = reading ?? {};
	return lower !== undefined && upper !== undefined && compareDecimals(lower, upper) > 0;
}

/** The same key, but a tick instead of a reading, or another unit. */
function asksOther(before: readonly CatalogueStep[] = [], { key, reading }: CatalogueStep) {
	const was = before.find((step) => step.key === key);
	return was !== undefined && was.reading?.unit !== reading?.unit;
}
