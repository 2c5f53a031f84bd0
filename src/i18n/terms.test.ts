import { afterEach, expect, test } from 'vitest';
import { deviceRefusalKinds, serverRefusalKinds } from '#domain/protocol/refusal-kinds.ts';
import { refusalKinds } from '#domain/result.ts';
import { m } from './generated/messages.js';
import { getLocale, locales, overwriteGetLocale } from './generated/runtime.js';
import { guestRefusalText, refusalText } from './terms.ts';

/** Every refusal of domain, store and server has words of its own, in every language. */
const kinds = [...new Set([...refusalKinds, ...serverRefusalKinds, ...deviceRefusalKinds])];
const before = getLocale;
afterEach(() => overwriteGetLocale(before));

test.each(locales)('every kind of refusal has a sentence in %s', (locale) => {
	overwriteGetLocale(() => locale);
	const missing = kinds.filter((kind) => [m.refusal_other(), '', kind].includes(refusalText(kind)));
	expect(missing).toEqual([]);
});

test.each(['of-tomorrow', 'constructor', '__proto__'])('%s gets the general sentence', (kind) => {
	expect(refusalText(kind)).toBe(m.refusal_other());
});

test('no kind is said in the words of the other language', () => {
	const said = (locale: (typeof locales)[number]) => {
		overwriteGetLocale(() => locale);
		return kinds.map(refusalText);
	};
	const chinese = said('zh-CN');
	expect(said('en').filter((text) => chinese.includes(text))).toEqual([]);
});

test('customers are addressed politely, whatever was refused', () => {
	overwriteGetLocale(() => 'zh-CN');
	expect(kinds.map(guestRefusalText).filter((text) => text.includes('你'))).toEqual([]);
	expect(guestRefusalText('constructor')).toBe(m.refusal_other());
});
