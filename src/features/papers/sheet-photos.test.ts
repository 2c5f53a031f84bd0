import { describe, expect, test } from 'vitest';
import type { Photo, PhotoPhase } from '#domain/work-order/work-order.ts';
import { photosOfSheet, printedPhotos, sheetPhotosMax } from './sheet-photos.ts';

const blob = { sha256: 'a'.repeat(64), type: 'image/jpeg', bytes: 1 } as const;
const photo = (id: string, phase?: PhotoPhase): Photo => ({
	...{ id, at: '2026-11-21T01:40:00.000Z' as Photo['at'], by: 'chen', blob },
	...(phase && { phase }),
});
const many = (phase: PhotoPhase, count: number) =>
	Array.from({ length: count }, (_, n) => photo(`${phase}-${n}`, phase));
const ids = (photos: Photo[]) => printedPhotos({ photos }).map(({ id }) => id);

describe('on the sheet', () => {
	test('stand those of before and after, none else', () => {
		const gone = { ...photo('gone', 'after'), retracted: { at: blob, by: 'chen', reason: '' } };
		const all = [photo('other'), photo('a', 'after'), photo('b', 'before'), gone as never];
		expect(ids(all)).toEqual(['b', 'a']);
	});

	test('neither side crowds out the other, and room left is used', () => {
		expect(ids([...many('before', 6), ...many('after', 3)])).toEqual([
			...['before-0', 'before-1', 'after-0', 'after-1'],
		]);
		expect(ids([...many('after', 9), photo('b', 'before')])).toEqual([
			...['b', 'after-0', 'after-1', 'after-2'],
		]);
		expect(ids(many('before', 9))).toHaveLength(sheetPhotosMax);
	});

	test('one that is not on the device is a line of text', async () => {
		const order = { photos: [photo('b', 'before')] };
		const { photos, pictures } = await photosOfSheet(
			order,
			{ zone: 'Asia/Shanghai', look: { language: 'zh' } },
			() => Promise.resolve(undefined),
		);
		expect(photos).toEqual([
			{ caption: '处理前 Before　2026-11-21 09:40　照片不在这台设备上 Photo not on this device' },
		]);
		expect(pictures).toEqual({});
	});
});
