import { describe, expect, test } from 'vitest';
import type { Asset } from '#domain/asset/asset.ts';
import type { Swap } from '#domain/asset/swap.ts';
import type { Line } from '#domain/work-order/work-order.ts';
import { emptySwap, swapBack, swapLacks, swapOf, type SwapInput } from './swap-form.ts';

const line = { id: 'line', asset: { id: 'asset-1', tag: 'ZC-1', name: '台式工作站' } } as Line;
const device = { id: 'asset-2', tag: 'ZC-2', model: 'M8200', serial: 'SN-9' } as Asset;
const pieces = [
	{
		id: 'piece-1',
		sort: '内存条',
		model: 'DDR4',
		serial: 'SN-1',
		since: '2026-11-20T02:00:00.000Z',
	},
] as never;
const around = { swapId: 'swap-1', line, pieces };
const input = (more: Partial<SwapInput>): SwapInput => ({ ...emptySwap, ...more });

describe('the form of a swap', () => {
	test('says what is exchanged, by the piece on record, and for how long', () => {
		const said = input({
			...{ pieceId: 'piece-1', sort: '内存条', oldSerial: 'SN-1', newCode: ' SN-2 ' },
			...{ goes: 'vendor', temporary: true, backBy: '2026-12-01' },
		});
		expect(swapOf(said, around)).toEqual({
			...{ swapId: 'swap-1', what: 'part', sort: '内存条', goes: 'vendor' },
			out: { id: 'piece-1', model: 'DDR4', serial: 'SN-1' },
			in: { serial: 'SN-2' },
			...{ temporary: true, backBy: '2026-12-01' },
		});
	});

	test('leaves out what is not there: an accessory added leaves nothing behind', () => {
		const said = input({ what: 'add', sort: '读卡器', goes: 'scrap' });
		expect(swapOf(said, around)).toEqual({
			swapId: 'swap-1',
			what: 'part',
			sort: '读卡器',
			in: {},
		});
	});

	test('names both machines, the new one by its record or by what was read', () => {
		const said = input({ what: 'device', newCode: 'ZC-2', goes: 'store' });
		expect(swapOf(said, { ...around, device })).toMatchObject({
			...{ what: 'device', sort: '台式工作站' },
			out: { assetId: 'asset-1', tag: 'ZC-1' },
			in: { assetId: 'asset-2', tag: 'ZC-2', serial: 'SN-9' },
		});
		expect(swapOf(said, around).in).toEqual({ tag: 'ZC-2' });
	});

	test('lacks what it needs, one thing after the other', () => {
		expect(swapLacks(input({}), around)).toBeDefined();
		expect(swapLacks(input({ sort: '硬盘' }), around)).toBeDefined();
		expect(swapLacks(input({ sort: '硬盘', goes: 'scrap' }), around)).toBeUndefined();
		expect(swapLacks(input({ what: 'add', sort: '硬盘' }), around)).toBeUndefined();
		const same = input({ what: 'device', newCode: 'ZC-1', goes: 'store' });
		expect(swapLacks(same, around)).toBeDefined();
	});
});

describe('swapping back', () => {
	const part: Swap = {
		...{ swapId: 'swap-0', what: 'part', sort: '硬盘', goes: 'vendor', temporary: true },
		...{ out: { serial: 'SN-1' }, in: { serial: 'SN-2' } },
	};
	const whole: Swap = {
		...part,
		...{ what: 'device', sort: '台式工作站' },
		...{ out: { assetId: 'asset-1', tag: 'ZC-1' }, in: { assetId: 'asset-2', tag: 'ZC-2' } },
	};

	test('takes the temporary piece out again and ends its swap', () => {
		const back = swapOf(swapBack(part), { ...around, ends: part });
		expect(back).toMatchObject({ sort: '硬盘', goes: 'store', ends: 'swap-0' });
		expect([back.out?.serial, back.in?.serial]).toEqual(['SN-2', 'SN-1']);
		expect(back.temporary).toBeUndefined();
	});

	test('brings the machine of the line in again', () => {
		const said = swapBack(whole);
		expect(swapLacks(said, { ...around, ends: whole })).toBeUndefined();
		expect(swapOf(said, { ...around, ends: whole })).toMatchObject({
			...{ out: { tag: 'ZC-2' }, in: { tag: 'ZC-1' }, ends: 'swap-0' },
		});
	});

	test('of what was only added takes it out', () => {
		const { out: _, goes: __, ...added } = part;
		const back = swapOf(swapBack(added), { ...around, ends: added });
		expect(back).toMatchObject({ out: { serial: 'SN-2' }, ends: 'swap-0' });
		expect(back.in).toBeUndefined();
	});
});
