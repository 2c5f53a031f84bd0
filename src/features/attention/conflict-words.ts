import { gradeWords, levelWords, problemWords, resultWords } from '#i18n/terms.ts';
import { m } from '#i18n/generated/messages.js';
import type { Names } from './names.ts';

const wordsOf: Partial<Record<string, Partial<Record<string, () => string>>>> = {
	impact: gradeWords,
	urgency: gradeWords,
	result: resultWords,
	level: levelWords,
	problemType: problemWords,
};

/** A value as people say it: names for ids, words for keys, parts of an object side by side. */
export function valueText(field: string, value: unknown, names: Names): string {
	const text = plainText(field, value, names).trim();
	return text || m.attention_nothing();
}

function plainText(field: string, value: unknown, names: Names): string {
	if (value === null || value === undefined) return '';
	if (Array.isArray(value)) return joined(value.map((each) => plainText(field, each, names)));
	if (typeof value === 'boolean') return value ? m.attention_yes() : m.attention_no();
	if (typeof value === 'number') return field === 'costCents' ? moneyText(value) : String(value);
	if (typeof value === 'string')
		return (
			wordsOf[field]?.[value]?.() ??
			(field === 'causeCode' ? names.cause(value) : undefined) ??
			(field.endsWith('Id') ? names.place(value) : undefined) ??
			value
		);
	const said = entryText(value);
	if (said !== undefined) return said;
	return Object.entries(value)
		.filter(([name]) => name !== 'contactId')
		.map(([, part]) => plainText('', part, names))
		.join('　');
}

function joined(texts: readonly string[]): string {
	return texts.filter((text) => text !== '').join('、');
}

/** A step of a checklist or a cause of the taxonomy, by its words; nothing of one that is retired. */
function entryText(value: object): string | undefined {
	const { key, code, text, name, retired } = Object.fromEntries<unknown>(Object.entries(value));
	if (key === undefined && code === undefined) return undefined;
	if (retired === true) return '';
	return [text, name].find((words) => typeof words === 'string');
}

function moneyText(cents: number): string {
	return (cents / 100).toFixed(2);
}

/** Which device it was: the end of its id is enough to tell two apart. */
export function deviceText(device: string | undefined, names: Names): string | undefined {
	if (device === undefined) return undefined;
	if (names.isThisDevice(device)) return m.attention_this_device();
	return m.attention_device({ code: device.slice(-deviceCodeLength).toUpperCase() });
}

const deviceCodeLength = 4;
