import { expect, test } from 'vitest';
import type { Reached } from '#domain/asset/relations.ts';
import { cutText, layoutOf } from './graph-layout.ts';

const reached = (ids: string[], depth = 1): Reached => ({
	nodes: ids.map((id) => ({ id, depth })),
	steps: ids.map((to) => ({ from: 'self', to, type: 'uses' })),
	isCut: false,
});
const none = reached([]);
const ids = Array.from({ length: 9 }, (_, n) => `n${n}`);

test('what it needs stands above it, what stops with it below', () => {
	const graph = layoutOf('self', { needs: reached(['up']), stops: reached(['down']) }, 400);
	const y = (id: string) => graph?.boxes.find((box) => box.id === id)?.y ?? NaN;
	expect(y('up')).toBeLessThan(y('self'));
	expect(y('self')).toBeLessThan(y('down'));
	expect(graph?.lines).toHaveLength(2);
});

test('a row takes what fits and tells how many more there are, on any width', () => {
	for (const width of [232, 352, 720, 1200]) {
		const graph = layoutOf('self', { needs: none, stops: reached(ids) }, width);
		const row = graph?.boxes.filter(({ y }) => y > 0) ?? [];
		const more = row.find((box) => box.more)?.more ?? 0;
		expect(row.filter(({ id }) => id).length + more).toBe(9);
		for (const { x } of row) {
			expect(x).toBeGreaterThanOrEqual(0);
			expect(x + (graph?.box.width ?? 0)).toBeLessThanOrEqual(width);
		}
	}
});

test('where two do not fit beside each other there is no picture', () => {
	expect(layoutOf('self', { needs: none, stops: reached(ids) }, 180)).toBeUndefined();
});

test('words are cut by the width they take', () => {
	expect(cutText('台式工作站', 7)).toBe('台式工作站');
	expect(cutText('视频会议录播一体机', 7)).toBe('视频会议录播…');
	expect(cutText('ZC-2026-000123', 9)).toBe('ZC-2026-000123');
});
