import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { Locale } from './looks.ts';

const messagesDir = join(import.meta.dirname, '../../../src/i18n/messages');
const gallerySamples = join(import.meta.dirname, '../../../src/routes/gallery/samples.ts');
/** Names that are the same in every language. */
const properNames = '中文 前哨';
const chineseWords = /\p{Script=Han}+/gu;
/** Shorter English texts may be codes. */
const englishLettersMin = 4;
const brokenWords: readonly (readonly [string, RegExp])[] = [
	['untranslated key', /^[a-z]+(?:_[a-z0-9]+)+$/],
	['open placeholder', /\{[a-z]\w*\}/i],
	['broken value', /\bundefined\b|\[object |\bNaN\b|Invalid Date/],
];

/** All a person reads or hears on the page, each text once. */
function wordsOnPage(): string[] {
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	const words = new Set<string>([document.title]);
	for (let text = walker.nextNode(); text; text = walker.nextNode()) {
		const node = text.parentElement;
		if (node?.checkVisibility() && !node.closest('script,style,svg[data-paper]'))
			words.add(text.textContent?.trim() ?? '');
	}
	for (const name of ['aria-label', 'placeholder', 'title', 'alt'])
		for (const node of document.querySelectorAll(`[${name}]:not(svg[data-paper] *)`))
			words.add(node.getAttribute(name)?.trim() ?? '');
	return [...words];
}

/** Everything that is data and not the app's own word: it keeps its language. */
export async function dataOnDevice(page: Page): Promise<string> {
	const records = await page.evaluate(readAllRecords);
	return [records, readFileSync(gallerySamples, 'utf8'), properNames].join('\n');
}

/** Runs in the page: the rows of every account's records as one text. */
async function readAllRecords(): Promise<string> {
	const settled = <T>(request: IDBRequest<T>): Promise<T> =>
		new Promise((resolve, reject) => {
			request.onsuccess = () => resolve(request.result);
			request.onerror = () => reject(request.error ?? new Error('no answer from IndexedDB'));
		});
	const texts: string[] = [];
	for (const { name = '' } of await indexedDB.databases()) {
		const opened = await settled(indexedDB.open(name));
		for (const table of [...opened.objectStoreNames].filter((known) => known === 'records'))
			texts.push(
				JSON.stringify(await settled(opened.transaction(table).objectStore(table).getAll())),
			);
		opened.close();
	}
	return texts.join('\n');
}

/** Words that are broken, or of the other language and no data. */
export async function wordFaults(page: Page, locale: Locale, data: string): Promise<string[]> {
	const words = await page.evaluate(wordsOnPage);
	const broken = words.flatMap((text) =>
		brokenWords.filter(([, shape]) => shape.test(text)).map(([what]) => `${what}: "${text}"`),
	);
	const isForeign = locale === 'en' ? hasChinese : isEnglishMessage;
	const foreign = words.filter((text) => isForeign(text, data));
	return [...broken, ...foreign.map((text) => `not in ${locale}: "${text}"`)];
}

function hasChinese(text: string, data: string): boolean {
	return [...text.matchAll(chineseWords)].some(([run]) => !data.includes(run));
}

const english = messagesOf('en');
const chinese = new Set(messagesOf('zh-CN').values());
/** English messages without anything put in, that Chinese does not say the same way. */
const onlyEnglish = new Set(
	[...english.values()].filter(
		(text) =>
			!chinese.has(text) &&
			!text.includes('{') &&
			(text.match(/[a-z]/gi) ?? []).length >= englishLettersMin,
	),
);

function isEnglishMessage(text: string, data: string): boolean {
	return onlyEnglish.has(text) && !data.includes(text);
}

/** What a key says, where nothing is put in. */
export function wordsOf(key: string, locale: Locale): string {
	const words = messagesOf(locale).get(key);
	if (words === undefined) throw new Error(`no message ${key}`);
	return words;
}

function messagesOf(locale: Locale): Map<string, string> {
	const dir = join(messagesDir, locale);
	const entries = readdirSync(dir).flatMap((file) =>
		Object.entries(JSON.parse(readFileSync(join(dir, file), 'utf8')) as Record<string, unknown>),
	);
	return new Map(
		entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
	);
}
