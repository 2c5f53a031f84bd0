import { beforeEach, describe, expect, test } from 'vitest';
import { OrderWorld, people, type Person } from '../work-order/order-world.ts';
import { logoBytesMax, templateOf, type Logo, type PaperLooks } from './paper-template.ts';
import { organisationId, type Organisation } from './records.ts';

const logo: Logo = {
	...{ sha256: 'a'.repeat(64), bytes: 20_000, width: 600, height: 200 },
	type: 'image/png',
};
const looks: PaperLooks = { name: '青澜运维', language: 'both', fields: ['tag', 'times'], logo };

describe('the template of papers', () => {
	let world: OrderWorld;
	const organisation = () => world.get('organisation', organisationId) as Organisation;
	const set = (args: object, who: Person = 'admin') =>
		world.run(people[who], 'organisation.setPaperTemplate@1', organisationId, args as never);

	beforeEach(() => {
		world = new OrderWorld();
		const stamps = { createdBy: 'x', updatedAt: world.now, updatedBy: 'x', history: [] };
		world.put({
			...{ ...stamps, createdAt: world.now, id: organisationId, kind: 'organisation' },
			...{ name: '旧名', nameEn: 'Old', zone: 'Asia/Shanghai' },
		});
	});

	test('has a version for each change, and keeps those before', async () => {
		await set({ ...looks, seen: 0 });
		await set({ ...looks, language: 'en', nameEn: 'Qinglan', seen: 1 });
		expect(organisation().paperTemplates?.map(({ version }) => version)).toEqual([1, 2]);
		expect(templateOf(organisation(), 1)).toMatchObject({ language: 'both', logo });
		expect(templateOf(organisation())).toMatchObject({ version: 2, language: 'en' });
		expect(organisation()).toMatchObject({ name: '青澜运维', nameEn: 'Qinglan' });
		expect(templateOf(organisation(), 0)).toBeUndefined();
	});

	test('is no new one where nothing changed', async () => {
		await set({ ...looks, seen: 0 });
		await set({ ...looks, seen: 1 });
		expect(organisation().paperTemplates).toHaveLength(1);
	});

	test('of somebody else is not overwritten unseen', async () => {
		await set({ ...looks, seen: 0 });
		const late = await set({ ...looks, language: 'zh', seen: 0 });
		expect(late).toMatchObject({ refusal: { kind: 'conflict' } });
	});

	test.each(Object.keys(people).filter((who) => who !== 'admin') as Person[])(
		'is not changed by %s',
		async (who) => {
			expect(await set({ ...looks, seen: 0 }, who)).toMatchObject({
				refusal: { kind: 'not-allowed' },
			});
		},
	);

	test.each([
		['an SVG', { ...logo, type: 'image/svg+xml' }],
		['a PDF', { ...logo, type: 'application/pdf' }],
		['too many bytes', { ...logo, bytes: logoBytesMax + 1 }],
		['too many pixels', { ...logo, width: 20_000 }],
	])('takes no logo that is %s', async (_, wrong) => {
		const result = await set({ ...looks, logo: wrong, seen: 0 });
		expect(result).toMatchObject({ refusal: { kind: 'bad-input' } });
	});

	test('is changed by its own command only', async () => {
		const edit = { set: { paperTemplates: [], sendsMail: true } };
		await world.run(people.admin, 'organisation.edit@1', organisationId, edit);
		expect(organisation()).not.toHaveProperty('sendsMail');
		expect(organisation()).not.toHaveProperty('paperTemplates');
	});
});
