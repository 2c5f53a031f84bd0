import { expect, test } from 'vitest';
import { seenTogether, type SeenCode } from './seen-together.ts';

const room = { siteId: 's', room: '6F' };
const code = (text: string, more: Partial<SeenCode<{ text: string }>> = {}) => ({
	...{ reading: { text }, expected: undefined, room: undefined },
	...more,
});
const machine = (text: string, assetId: string, tag = text) =>
	code(text, { expected: { ...room, siteName: '', line: { assetId, tag, name: '' } } });

const told = (...codes: SeenCode<{ text: string }>[]) => {
	const { counted, aside } = seenTogether(codes);
	return { counted: counted.map(({ reading }) => reading.text), aside };
};

test('the room comes before what is seen in it', () => {
	expect(told(machine('ZC-01', 'a'), code('D010602', { room }))).toEqual({
		...{ counted: ['D010602', 'ZC-01'], aside: [] },
	});
});

test('tag and serial of one machine count once', () => {
	const { counted } = told(machine('ZC-01', 'a'), machine('SN9', 'a', 'ZC-01'));
	expect(counted).toHaveLength(1);
});

test('on no list: a tag beside a tag counts, a serial beside a tag is told, alone it counts', () => {
	const seen = told(machine('ZC-01', 'a'), code('ZC-99'), code('6901234567892'));
	expect(seen).toEqual({ counted: ['ZC-01', 'ZC-99'], aside: ['6901234567892'] });
	expect(told(code('6901234567892'))).toEqual({ counted: ['6901234567892'], aside: [] });
});
