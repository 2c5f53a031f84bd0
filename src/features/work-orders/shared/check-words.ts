import { limitsText, readingState, type ReadingSpec } from '#domain/catalogue/check.ts';
import type { ChecklistItem } from '#domain/work-order/work-order.ts';
import { m } from '#i18n/generated/messages.js';
import { getLocale } from '#i18n/generated/runtime.js';
import { readingStateWords } from '#i18n/terms.ts';

export function checkText({ text, textEn }: ChecklistItem): string {
	return getLocale() === 'en' ? (textEn ?? text) : text;
}

export function unitText({ unit, unitEn }: ReadingSpec): string {
	return getLocale() === 'en' ? (unitEn ?? unit) : unit;
}

/** `规定 ≤ 4 Ω` */
export function limitsWords(spec: ReadingSpec): string {
	const limits = limitsText(spec, unitText(spec));
	return limits && m.wo_reading_limits({ limits });
}

/** A value that is not within its limits, or is: in words; undefined before it was read. */
export function readingWords({
	reading,
	value,
}: ChecklistItem): { out: boolean; words: string } | undefined {
	if (!reading || value === undefined) return undefined;
	const state = readingState(reading, value);
	return { out: state !== 'within', words: readingStateWords[state]() };
}
