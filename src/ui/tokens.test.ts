import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

/** The declarations of every block that a selector opens, in order. */
function blocksOf(selector: string): string[] {
	return css
		.split(`${selector} {`)
		.slice(1)
		.map((rest) => rest.slice(0, rest.indexOf('}')).replaceAll(/\s+/g, ' ').trim());
}

describe('tokens', () => {
	it('says the same in both dark blocks: chosen, and followed from the system', () => {
		const [chosen] = blocksOf(":root[data-theme='dark']");
		const [followed] = blocksOf(':root:not([data-theme])');
		expect(chosen).toBeTruthy();
		expect(followed).toBe(chosen);
	});

	it('gives every colour of the light theme in dark and sun too', () => {
		const names = (block = '') => block.match(/--[a-z0-9-]+(?=: oklch)/g) ?? [];
		const light = names(blocksOf(':root')[0]);
		expect(light.length).toBeGreaterThan(20);
		expect(names(blocksOf(":root[data-theme='dark']")[0])).toEqual(expect.arrayContaining(light));
		expect(names(blocksOf(":root[data-theme='sun']")[0])).toEqual(expect.arrayContaining(light));
	});

	it('has no size in px outside of hairlines and media queries', () => {
		const sizes = css.match(/^\s*--[a-z0-9-]+: [^;]*\dpx/gm) ?? [];
		const hairlines = ['--hair', '--float'];
		expect(sizes.filter((line) => !hairlines.some((name) => line.includes(name)))).toEqual([]);
	});
});
