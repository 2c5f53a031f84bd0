import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Instant } from '../time/instant.ts';
import { pastCauses, pastFaults, pastFaultsOf, pastFixes, pastFixesMax } from './past-fixes.ts';
import type { Line, WorkOrder } from './work-order.ts';

const printer = { id: 'asset-1', tag: 'ZC-1', model: 'P3305dn' };
const sameModel = { id: 'asset-2', tag: 'ZC-2', model: 'P3305dn' };
const other = { id: 'asset-3', tag: 'ZC-3', model: 'M8200' };

function lineOf(asset: Line['asset'], more: Partial<Line> = {}): Line {
	return { id: 'line', asset, result: 'solved', checklist: [], parts: [], ...more };
}

function orderOf(id: string, lines: Line[], more: Partial<WorkOrder> = {}): WorkOrder {
	const at = '2026-11-20T02:00:00.000Z' as Instant;
	return { id, state: 'closed', reopenCount: 0, receivedAt: at, lines, ...more } as WorkOrder;
}

const today = orderOf('today', [lineOf(printer, { result: 'open' })], { state: 'on_site' });
const roller = { cause: '搓纸轮老化', solution: '更换搓纸轮' };
const driver = { cause: '驱动损坏', solution: '重装驱动' };

function fixesFor(...others: WorkOrder[]) {
	const [line] = today.lines;
	return line ? pastFixes(pastFaults(today, line, [today, ...others])) : [];
}

describe('fixes that worked before', () => {
	it('come from this asset first, then from its model, and from nothing else', () => {
		const fixes = fixesFor(
			orderOf('a', [lineOf(sameModel, driver)]),
			orderOf('b', [lineOf(printer, roller)]),
			orderOf('c', [lineOf(other, { solution: '重启' })]),
		);
		expect(fixes).toMatchObject([
			{ ...roller, times: 1, timesHere: 1 },
			{ ...driver, times: 1, timesHere: 0 },
		]);
	});

	it('count the same words once, so that what worked often stands first', () => {
		const often = ['a', 'b'].map((id) => orderOf(id, [lineOf(sameModel, driver)]));
		const fixes = fixesFor(orderOf('c', [lineOf(printer, roller)]), ...often);
		expect(fixes.map(({ solution, times }) => [solution, times])).toEqual([
			['重装驱动', 2],
			['更换搓纸轮', 1],
		]);
	});

	it('of several lines count each past line once, nearest first', () => {
		const both = [printer, sameModel].map((asset, n) => lineOf(asset, { id: `l${n}` }));
		const many = orderOf('many', both, { state: 'on_site' });
		const others = [
			orderOf('a', [lineOf(sameModel, driver)]),
			orderOf('b', [lineOf(printer, roller)]),
			orderOf('c', [lineOf({ ...other, model: 'P3305dn' }, roller)]),
			orderOf('d', [lineOf(other, { solution: '重启' })]),
		];
		expect(pastFixes(pastFaultsOf(many, both, others))).toMatchObject([
			{ ...roller, times: 2, timesHere: 1 },
			{ ...driver, times: 1, timesHere: 1 },
		]);
		expect(pastFaultsOf(many, [], others)).toEqual([]);
	});

	it('count by the cause of the taxonomy, whatever words stand beside it', () => {
		const code = { causeCode: 'pr-feed', solution: '更换搓纸轮' };
		const orders = [
			orderOf('a', [lineOf(printer, { ...code, cause: '老化' })]),
			orderOf('b', [lineOf(sameModel, { ...code, cause: '磨损' })]),
			orderOf('c', [lineOf(sameModel, { ...driver, causeCode: 'sw-driver' })]),
		];
		expect(fixesFor(...orders)).toMatchObject([{ ...code, times: 2 }, { causeCode: 'sw-driver' }]);
		const [line] = today.lines;
		expect(line && pastCauses(pastFaults(today, line, orders))).toEqual(['pr-feed', 'sw-driver']);
	});

	it('are none that did not last, were not handed in, or left the line open', () => {
		expect(
			fixesFor(
				orderOf('reopened', [lineOf(printer, roller)], { reopenCount: 1 }),
				orderOf('under way', [lineOf(printer, roller)], { state: 'on_site' }),
				orderOf('open', [lineOf(printer, { ...roller, result: 'open' })]),
				orderOf('cancelled', [lineOf(printer, roller)], { state: 'cancelled' }),
			),
		).toEqual([]);
	});

	it('put what solved it before what only helped for a while', () => {
		const fixes = fixesFor(
			orderOf('a', [lineOf(printer, { solution: '换到备用纸盒', result: 'workaround' })]),
			orderOf('b', [lineOf(sameModel, driver)]),
		);
		expect(fixes.map(({ solution }) => solution)).toEqual(['重装驱动', '换到备用纸盒']);
	});

	it('are the same whatever order the orders come in, and no more than a thumb can choose from', () => {
		const some = fc.array(
			fc.record({
				asset: fc.constantFrom(printer, sameModel, other),
				solution: fc.constantFrom('一', '二', '三', '四', '五', '六', '七'),
				day: fc.integer({ min: 1, max: 28 }),
			}),
			{ maxLength: 30 },
		);
		fc.assert(
			fc.property(some, fc.func(fc.integer()), (faults, chance) => {
				const orders = faults.map(({ asset, solution, day }, n) =>
					orderOf(`order-${n}`, [lineOf(asset, { solution })], {
						// Each at a time of its own: what came last decides between equals.
						completedAt: new Date(Date.UTC(2026, 9, day, 0, n)).toISOString() as Instant,
					}),
				);
				const shuffled = orders.toSorted((a, b) => chance(a.id) - chance(b.id));
				const fixes = fixesFor(...orders);
				expect(fixesFor(...shuffled)).toEqual(fixes);
				expect(fixes.length).toBeLessThanOrEqual(pastFixesMax);
			}),
		);
	});
});
