import { describe, expect, test } from 'vitest';
import { marked, plainText, snippet, snippetLengthMax } from './hit-marks.ts';

const shown = (pieces: { text: string; hit: boolean }[]) =>
	pieces.map(({ text, hit }) => (hit ? `[${text}]` : text)).join('');

describe('marks', () => {
	test('pairs that overlap are one mark', () => {
		expect(shown(marked('开机三声短鸣，无显示', ['三声', '声短', '短鸣']))).toBe(
			'开机[三声短鸣]，无显示',
		);
	});

	test('words are marked at their beginning, whatever the capitals', () => {
		expect(shown(marked('Memory and in-memory, rememory', ['memory']))).toBe(
			'[Memory] and in-[memory], rememory',
		);
	});

	test('markup is text', () => {
		expect(shown(marked('<b>内存</b>', ['内存']))).toBe('<b>[内存]</b>');
	});
});

describe('snippet', () => {
	test('comes from the text with the hit, without Markdown', () => {
		expect(shown(snippet(['无显示', '## 步骤\n1. **断电**\n2. 测试`内存`'], ['内存']))).toBe(
			'步骤 断电 测试[内存]',
		);
	});

	test('begins a little before a hit far in', () => {
		const text = snippet([`${'前'.repeat(500)}内存${'后'.repeat(500)}`], ['内存']);
		expect(shown(text)).toContain('[内存]');
		expect(text[0]?.text.startsWith('…前')).toBe(true);
		expect(shown(text).length).toBeLessThan(snippetLengthMax + 8);
	});

	test('without a hit, from the first text there is', () => {
		expect(shown(snippet([undefined, '', '原因'], ['内存']))).toBe('原因');
		expect(plainText('| 灯 | 意 |\n|---|---|\n| 红 | 缺纸 |')).toBe('灯 意 红 缺纸');
		expect(plainText('[手册](https://example.org) ![图](x)')).toBe('手册 图');
	});
});
