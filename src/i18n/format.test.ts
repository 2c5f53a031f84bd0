import { expect, it } from 'vitest';
import { waitText } from './format.ts';
import { overwriteGetLocale } from './generated/runtime.js';

it.each([
	[30, '30 秒'],
	[0.4, '1 秒'],
	[90, '90 秒'],
	[91, '2 分'],
	[300, '5 分'],
	[3_600, '1 时'],
])('a wait of %d seconds is "%s"', (seconds, words) => {
	overwriteGetLocale(() => 'zh-CN');
	expect(waitText(seconds)).toBe(words);
});
