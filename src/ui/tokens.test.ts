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

/** The colours of a theme as relative luminance (WCAG 2), from oklch by Ottosson's matrices. */
function luminances(selector: string): Record<string, number> {
	const found = (blocksOf(selector)[0] ?? '').matchAll(
		/--([a-z0-9-]+): oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)/g,
	);
	return Object.fromEntries(
		[...found].map(([, name = '', ...lch]) => [name, luminanceOf(lch.map(Number))]),
	);
}

function luminanceOf([lightness = 0, chroma = 0, hue = 0]: number[]): number {
	const [a, b] = [Math.cos, Math.sin].map((of) => chroma * of((hue * Math.PI) / 180));
	const [l = 0, m = 0, s = 0] = [
		[0.3963377774, 0.2158037573],
		[-0.1055613458, -0.0638541728],
		[-0.0894841775, -1.291485548],
	].map(([ka = 0, kb = 0]) => (lightness + ka * (a ?? 0) + kb * (b ?? 0)) ** 3);
	const [red = 0, green = 0, blue = 0] = [
		[4.0767416621, -3.3077115913, 0.2309699292],
		[-1.2684380046, 2.6097574011, -0.3413193965],
		[-0.0041960863, -0.7034186147, 1.707614701],
	].map(([kl = 0, km = 0, ks = 0]) => Math.min(1, Math.max(0, kl * l + km * m + ks * s)));
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Pairs of colours that stand on each other, and the lowest contrast among them. */
function lowest(theme: Record<string, number>, inks: string[], grounds: string[]): number {
	const pairs = inks.flatMap((ink) => grounds.map((ground) => [theme[ink], theme[ground]]));
	const ratios = pairs.map(([one = Number.NaN, other = Number.NaN]) => {
		const [dark, bright] = one < other ? [one, other] : [other, one];
		return (bright + 0.05) / (dark + 0.05);
	});
	return Math.min(...ratios);
}

describe('contrast', () => {
	const grounds = ['paper', 'surface', 'sunken'];
	const inks = ['ink', 'ink-2', 'ink-3', 'act', 'ok', 'warn', 'late', 'still'];
	const tinted = ['act', 'ok', 'warn', 'late', 'still'];
	const text = (theme: Record<string, number>) =>
		Math.min(
			lowest(theme, inks, grounds),
			lowest(theme, ['on-act'], ['act', 'act-press']),
			lowest(theme, ['on-warn'], ['warn-fill']),
			...tinted.map((ink) => lowest(theme, [ink, 'ink'], [`${ink}-tint`])),
		);

	it('of words is 4.5 to one by day and by night, of boxes 3 to one', () => {
		for (const selector of [':root', ":root[data-theme='dark']"]) {
			const theme = luminances(selector);
			expect(text(theme), selector).toBeGreaterThanOrEqual(4.5);
			expect(lowest(theme, ['edge', 'act'], ['paper', 'surface'])).toBeGreaterThanOrEqual(3);
		}
	});

	it('of words, lines, boxes and focus is seven to one in sunlight', () => {
		const theme = luminances(":root[data-theme='sun']");
		expect(text(theme)).toBeGreaterThanOrEqual(7);
		expect(lowest(theme, ['line', 'edge', 'act'], grounds)).toBeGreaterThanOrEqual(7);
	});
});
