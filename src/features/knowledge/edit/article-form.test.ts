import { describe, expect, test } from 'vitest';
import type { WorkOrder } from '#domain/work-order/work-order.ts';
import { articleForm, articleFromOrder, languageOf } from './article-form.ts';

describe('an article as text fields', () => {
	test('keywords are parted by any comma, once each', () => {
		const fields = { ...articleForm.fieldsOf({}), keywords: '内存，DDR4, 内存；短鸣 ' };
		expect(articleForm.valuesOf(fields)['keywords']).toEqual(['内存', 'DDR4', '短鸣']);
	});

	test('and back: nothing is changed by looking at it', () => {
		const article = { title: '甲', keywords: ['a', 'b'], solution: '乙', language: 'en' as const };
		expect(articleForm.valuesOf(articleForm.fieldsOf(article))).toMatchObject(article);
	});
});

describe('from a finished order', () => {
	const line = { id: 'l', result: 'solved', checklist: [], parts: [] };
	const order = {
		summary: '开机三声短鸣',
		symptom: '屏幕无显示',
		lines: [
			{
				...line,
				symptom: '屏幕无显示',
				cause: '内存松动',
				solution: '重插内存',
				asset: { tag: 'T', model: 'M8200' },
			},
			{ ...line, result: 'open', solution: '未处理' },
		],
	} as unknown as WorkOrder;

	test('solved lines only, nothing twice, the model as system type', () => {
		expect(articleFromOrder(order)).toEqual({
			title: '开机三声短鸣',
			systemType: 'M8200',
			symptom: '屏幕无显示',
			cause: '内存松动',
			solution: '重插内存',
			keywords: '',
			language: 'zh-CN',
		});
	});

	test('the language is that of the text', () => {
		expect(languageOf('Reseat the DIMM')).toBe('en');
		expect(languageOf('重插 DIMM')).toBe('zh-CN');
	});
});
