import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

/** Every word in both languages, with the same places to fill in, and none that no screen says. */
const source = 'src';
const folder = join(source, 'i18n/messages');
const areas = readdirSync(join(folder, 'zh-CN'));

function wordsOf(locale: string): Map<string, string> {
	const texts = areas.map((area) => readFileSync(join(folder, locale, area), 'utf8'));
	return new Map(
		texts.flatMap((text) => Object.entries(JSON.parse(text) as Record<string, string>)),
	);
}

function placeholders(words: string | undefined): string[] {
	const names = [...JSON.stringify(words ?? '').matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
	// A plural says the same things once more.
	return [...new Set(names.map((name) => name ?? ''))].sort();
}

function usedKeys(): Set<string> {
	const files = readdirSync(source, { recursive: true, encoding: 'utf8' });
	const code = files.filter((file) => /\.(svelte|ts)$/.test(file) && !file.includes('generated'));
	const text = code.map((file) => readFileSync(join(source, file), 'utf8')).join('\n');
	return new Set([...text.matchAll(/\bm\.([a-z0-9_]+)/g)].map(([, key]) => key ?? ''));
}

describe('messages', () => {
	const zh = wordsOf('zh-CN');
	const en = wordsOf('en');

	test('stand in both languages', () => {
		expect(readdirSync(join(folder, 'en'))).toEqual(areas);
		expect([...en.keys()].sort()).toEqual([...zh.keys()].sort());
	});

	test('fill in the same things', () => {
		for (const [key, words] of zh)
			expect(placeholders(en.get(key)), key).toEqual(placeholders(words));
	});

	test('are all said somewhere', () => {
		const used = usedKeys();
		expect([...zh.keys()].filter((key) => !used.has(key))).toEqual([]);
	});
});
