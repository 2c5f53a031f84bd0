/**
 * Words of a paper in both languages at once. A paper is not a screen: it carries Chinese and
 * English whatever language its maker's app speaks.
 */
import { ownerOf } from '#domain/stock/stock.ts';
import type { SheetLanguage, Words } from './service-sheet.ts';
import type { SealState } from '#domain/asset/asset.ts';
import type { Swap } from '#domain/asset/swap.ts';
import { fieldText } from '#i18n/field-words.ts';
import { m } from '#i18n/generated/messages.js';
import { swapText } from '#i18n/swap-words.ts';
import {
	kindWords,
	levelWords,
	returnVisitWords,
	sealWords,
	signImpossibleWords,
} from '#i18n/terms.ts';

type Message = (inputs?: object, options?: { locale: 'zh-CN' | 'en' }) => string;

/** The one language of the paper that is being worded; both where it has both. */
let only: SheetLanguage | undefined;

/**
 * Words a paper in one language, or in both. What it makes is pure and ends before this does, so that
 * nothing else is worded meanwhile.
 */
export function wordedIn<Paper>(
	{ single, language }: { single?: boolean | undefined; language: SheetLanguage },
	make: () => Paper,
): Paper {
	only = single ? language : undefined;
	try {
		return make();
	} finally {
		only = undefined;
	}
}

/** Two wordings as the paper prints them. */
export function bothTexts({ zh, en }: Words): string {
	if (only) return only === 'zh' ? zh : en;
	return zh === en ? zh : `${zh} ${en}`;
}

export function bothOf(message: Message, inputs: object = {}): string {
	const zh = message(inputs, { locale: 'zh-CN' });
	const en = message(inputs, { locale: 'en' });
	return bothTexts({ zh, en });
}

/** A level or kind of order. */
export function bothWords(key: string): string {
	const words: Partial<Record<string, Message>> = { ...kindWords, ...levelWords };
	const message = words[key];
	return message ? bothOf(message) : key;
}

export function sealWordsBoth(state: SealState): string {
	return bothOf(sealWords[state]);
}

/** One exchange, in both languages. */
export function swapBoth(swap: Swap): string {
	const said = (['zh-CN', 'en'] as const).map((locale) => swapText(swap, { locale }));
	return said.join('\n');
}

/** A field of an asset's record. */
export function assetFieldBoth(field: string): string {
	return bothOf((_, options) => fieldText('asset', field, options));
}

export function outcomeWords(outcome: keyof typeof returnVisitWords): string {
	return bothOf(returnVisitWords[outcome]);
}

/** Where a part came from: whose van, or the warehouse; empty where nobody noted it. */
export function storeWords(
	storeId: string | undefined,
	users: ReadonlyMap<string, string>,
): string {
	if (storeId === undefined) return '';
	const owner = ownerOf(storeId);
	if (owner === undefined) return bothOf(m.stock_warehouse);
	return [users.get(owner), bothOf(m.papers_van)].filter(Boolean).join(' ');
}

export function signNoneWords(
	reason: keyof typeof signImpossibleWords | undefined,
	note: string | undefined,
): string {
	return [reason && bothOf(signImpossibleWords[reason]), note].filter(Boolean).join('　');
}
