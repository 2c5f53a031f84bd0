import { expect, test } from 'vitest';
import type { Asset } from '#domain/asset/asset.ts';
import type { Repair } from '#domain/repair/repair.ts';
import type { LocalDate } from '#domain/time/local-date.ts';
import { countDue, dueRows, groupOf } from './due-list.ts';

const zone = 'Asia/Shanghai';
const today = '2026-11-20' as LocalDate;
const lent = (id: string, backBy?: string, state = 'on_loan') =>
	({
		...{ id, state },
		moves: [{ at: '2026-11-01T00:00:00.000Z', by: 'u', from: 'in_stock', to: state, backBy }],
	}) as unknown as Asset;

test('the most overdue stands first, what has no date last; due today counts', () => {
	const rows = dueRows(
		[
			lent('later', '2026-12-24'),
			lent('none'),
			lent('now', '2026-11-20'),
			lent('late', '2026-11-18'),
		],
		[],
		zone,
	);
	expect(rows.map((row) => `${row.id} ${groupOf(row, today)}`)).toEqual([
		...['late overdue', 'now soon', 'later later', 'none undated'],
	]);
	expect(countDue(rows, today)).toBe(2);
});

test('in repair without a date of its own, it is due when the vendor has to give it back', () => {
	const repair = {
		...{ id: 'r', asset: { id: 'a' }, receipts: [{ vendor: '恒通' }] },
		due: { backAt: '2026-11-24T16:30:00.000Z' },
	} as unknown as Repair;
	const [row] = dueRows([lent('a', undefined, 'in_repair')], [repair], zone);
	expect(row).toMatchObject({ backBy: '2026-11-25', with: '恒通', repairId: 'r' });
});
