import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseMarkdown, type Block, type Inline } from './markdown.ts';

describe('what articles use', () => {
	test('steps, emphasis, code', () => {
		expect(parseMarkdown('## 步骤\n1. **断电**\n2. 运行 `sfc /scannow`')).toEqual([
			{ kind: 'heading', depth: 2, parts: [{ kind: 'text', text: '步骤' }] },
			{
				kind: 'list',
				ordered: true,
				start: 1,
				items: [
					{ blocks: [paragraph({ kind: 'strong', parts: [{ kind: 'text', text: '断电' }] })] },
					{
						blocks: [
							paragraph({ kind: 'text', text: '运行 ' }, { kind: 'code', text: 'sfc /scannow' }),
						],
					},
				],
			},
		]);
	});

	test('a line end is a line end, entities are characters', () => {
		expect(parseMarkdown('一 &amp; 二\n三')).toEqual([
			paragraph({ kind: 'text', text: '一 & 二' }, { kind: 'break' }, { kind: 'text', text: '三' }),
		]);
	});

	test('tables and task lists', () => {
		const [table, list] = parseMarkdown('| 声 | 意 |\n|---|---|\n| 3 | 内存 |\n\n- [x] 备份');
		expect(table).toMatchObject({ kind: 'table', rows: [[[{ text: '3' }], [{ text: '内存' }]]] });
		expect(list).toMatchObject({ kind: 'list', items: [{ checked: true }] });
	});
});

describe('what could hurt', () => {
	test('raw HTML stays text', () => {
		const shown = JSON.stringify(parseMarkdown('<script>alert(1)</script>\n\n甲 <img src=x> 乙'));
		expect(shown).toContain('<script>alert(1)</script>');
		expect(kindsIn(parseMarkdown('甲 <img src=x onerror=y> 乙'))).toEqual(['paragraph', 'text']);
	});

	test('links lead to harmless schemes or are words', () => {
		for (const href of ['javascript:alert(1)', 'JavaScript&#58;alert(1)', 'data:text/html,x', '/x'])
			expect(kindsIn(parseMarkdown(`[字](${href})`))).toEqual(['paragraph', 'text']);
		expect(parseMarkdown('[字](https://example.org/a)')).toEqual([
			paragraph({
				kind: 'link',
				href: 'https://example.org/a',
				parts: [{ kind: 'text', text: '字' }],
			}),
		]);
	});

	test('pictures are own blobs only', () => {
		const sha256 = 'a'.repeat(64);
		expect(parseMarkdown(`![图](blob:${sha256})`)).toEqual([
			paragraph({ kind: 'image', alt: '图', sha256 }),
		]);
		expect(parseMarkdown('![图](https://example.org/x.png)')).toEqual([
			paragraph({ kind: 'image', alt: '图' }),
		]);
	});

	test('any text is drawn, however deep', () => {
		expect(kindsIn(parseMarkdown('> '.repeat(200) + '深')).length).toBeLessThan(40);
		const unit = fc.constantFrom(...'#*_>`-[]()!<>|\n 1.字a&;:');
		fc.assert(
			fc.property(fc.string({ unit, maxLength: 80 }), (text) => Array.isArray(parseMarkdown(text))),
		);
	});
});

function paragraph(...parts: Inline[]): Block {
	return { kind: 'paragraph', parts };
}

function kindsIn(value: unknown): string[] {
	if (Array.isArray(value)) return [...new Set(value.flatMap(kindsIn))];
	if (typeof value !== 'object' || value === null) return [];
	const own = 'kind' in value ? [String(value.kind)] : [];
	return [...new Set([...own, ...Object.values(value).flatMap(kindsIn)])];
}
