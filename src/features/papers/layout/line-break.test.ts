import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clustersOf, widthOf, type Cluster, type Measure } from './clusters.ts';
import { breakLines } from './line-break.ts';

/** Half an em for Latin, one for everything else. */
const measure: Measure = (text) => (/^[\x20-\x7e]/.test(text) ? 0.5 : 1);
const clusters = (text: string) => clustersOf([{ text, bold: false }], measure);
const textOf = (line: Cluster[]) => line.map(({ text }) => text).join('');
const broken = (text: string, width: number) => breakLines(clusters(text), width).map(textOf);

const words = fc.array(
	fc.constantFrom(...('停电后重启，。（）《》“”abcXYZ019 -/\u3000𠮷'.match(/./gu) ?? [])),
	{ maxLength: 120 },
);

describe('line breaking', () => {
	test('loses no character but spaces at line ends', () => {
		fc.assert(
			fc.property(words, fc.integer({ min: 3, max: 30 }), (letters, width) => {
				const text = letters.join('');
				const kept = broken(text, width).join('').replaceAll(/\s/g, '');
				expect(kept).toBe(text.replaceAll(/\s/g, ''));
			}),
		);
	});

	test('never passes the width', () => {
		fc.assert(
			fc.property(words, fc.integer({ min: 3, max: 30 }), (letters, width) => {
				for (const line of breakLines(clusters(letters.join('')), width)) {
					const end = line.at(-1);
					// The gap between scripts may hang over the edge, ink may not; a narrowed quote has none.
					const hanging = Math.max(
						0,
						end === undefined ? 0 : end.advance - measure(end.text, false),
					);
					expect(widthOf(line, 1) - hanging).toBeLessThanOrEqual(width + 1e-9);
				}
			}),
		);
	});

	test('counts a Latin quote at its narrowed width', () => {
		expect(broken('停　91Z“', 4)).toEqual(['停　91Z“']);
	});

	test('keeps closing marks off the start of a line and opening marks off its end', () => {
		expect(broken('停电一次。重启', 4)).toEqual(['停电一', '次。重启']);
		expect(broken('停电一（次）', 4)).toEqual(['停电一', '（次）']);
	});

	test('breaks Latin at spaces only', () => {
		expect(broken('memory module', 4)).toEqual(['memory', 'module']);
	});

	test('cuts a word that is too long, at a seam where there is one', () => {
		expect(broken('ZC-2026-000123', 4)).toEqual(['ZC-2026-', '000123']);
		expect(broken('aaaaaaaaaa', 3)).toEqual(['aaaaaa', 'aaaa']);
	});

	test('of nothing is nothing', () => {
		expect(broken('', 10)).toEqual([]);
		expect(broken('   ', 10)).toEqual([]);
	});
});
