import { expect, test, vi } from 'vitest';
import type { WorkOrder } from '#domain/work-order/work-order.ts';
import type { AccountScope } from '#store/account-context.ts';
import type { OpenPhoto } from './keep-photo.ts';
import { PhotoIntake } from './photo-intake.svelte.ts';

const picked = ['front.jpg', 'broken.jpg', 'back.jpg'].map((name) => new File([name], name));
const kept: string[] = [];
/** What happens while the broken one is being kept. */
let meanwhile: () => Promise<void>;

vi.mock('./pick-photos.ts', () => ({
	photoFileBytesMax: 1_000,
	pickPhotos: () => Promise.resolve(picked),
}));
vi.mock('./keep-photo.ts', () => ({
	stampTexts: () => [],
	unreadable: (name: string) => ({ kind: 'unreadable', words: name }),
	keepPhoto: async ({ name }: OpenPhoto) => {
		if (name !== 'broken.jpg') return void kept.push(name);
		await meanwhile();
		return { kind: 'unreadable', words: name };
	},
}));

test('a photo found broken twice takes none along: once on the screen, once while it is kept', async () => {
	const order = { lines: [], photos: [] } as unknown as WorkOrder;
	const account = { zone: 'Asia/Shanghai' } as unknown as AccountScope;
	const intake = new PhotoIntake(account, () => order);
	meanwhile = () => intake.passOver();
	await intake.take();
	await intake.keepAll({ marks: [], phase: undefined, withOriginal: false });
	expect(kept).toEqual(['front.jpg', 'back.jpg']);
	expect(intake.unkept).toBe('broken.jpg');
	expect(intake.current).toBeUndefined();
});
