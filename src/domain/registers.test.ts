import { describe, expect, test } from 'vitest';
import { OrderWorld, people } from './work-order/order-world.ts';
import type { Asset } from './asset/asset.ts';
import { openRelations } from './asset/relations.ts';
import type { Article } from './knowledge/article.ts';

const { admin, engineer, dispatcher, supervisor, storekeeper, requester } = people;
const laptop = { tag: 'ZC-1', name: '笔记本', room: '6F' };

function world(): { world: OrderWorld; asset: () => Asset; article: () => Article } {
	const made = new OrderWorld();
	const asset = () => made.get('asset', 'a') as Asset;
	return { world: made, asset, article: () => made.get('article', 'k') as Article };
}

describe('a register', () => {
	test('is kept by its own roles only', async () => {
		const { world: w } = world();
		const set = { name: '医院' };
		const by = async (who: typeof admin) =>
			(await w.run(who, 'customer.register@1', 'c', { set })).ok;
		expect(await by(engineer)).toBe(false);
		expect(await by(requester)).toBe(false);
		expect(await by(dispatcher)).toBe(true);
		const role = { set: { name: '我', roles: ['admin'], deskIds: [] } };
		expect(await w.run(dispatcher, 'user.register@1', 'u', role)).toMatchObject({
			refusal: { kind: 'not-allowed' },
		});
	});

	test('refuses what its schema does not take, with the field', async () => {
		const { world: w } = world();
		const result = await w.run(admin, 'asset.register@1', 'a', { set: { ...laptop, tag: ' ' } });
		expect(result).toMatchObject({ refusal: { kind: 'bad-input', fields: ['set.tag'] } });
	});

	test('drops fields that are not to be set, such as state or history', async () => {
		const { world: w, asset } = world();
		const set = { ...laptop, state: 'retired', history: [], number: 'x' };
		await w.run(engineer, 'asset.register@1', 'a', { set });
		expect(asset().state).toBe('in_use');
		expect(asset()).not.toHaveProperty('number');
	});

	test('refuses a command of another kind of record', async () => {
		const { world: w } = world();
		expect(await w.run(admin, 'asset.fly@1', 'a', {})).toMatchObject({
			refusal: { kind: 'unknown-command' },
		});
	});
});

describe('importing', () => {
	const source = (set: object, state?: string) => ({ set: { ...laptop, ...set }, state });

	test('the same source twice changes nothing, a newer one what is new in it', async () => {
		const { world: w, asset } = world();
		await w.run(admin, 'asset.import@1', 'a', source({}, 'in_stock'));
		const first = asset();
		expect(first.state).toBe('in_stock');
		await w.run(admin, 'asset.import@1', 'a', source({}, 'in_stock'));
		expect(asset()).toBe(first);
		await w.run(admin, 'asset.import@1', 'a', source({ serial: 'S1' }));
		expect(asset()).toMatchObject({ serial: 'S1', state: 'in_stock' });
	});

	test('leaves what people corrected, unless the source changed it too: that is a conflict', async () => {
		const { world: w, asset } = world();
		await w.run(admin, 'asset.import@1', 'a', source({}));
		await w.run(engineer, 'asset.edit@1', 'a', { set: { room: '7F' } }, { room: '6F' });
		await w.run(admin, 'asset.import@1', 'a', source({ serial: 'S1' }));
		expect(asset()).toMatchObject({ room: '7F', serial: 'S1' });
		expect(await w.run(admin, 'asset.import@1', 'a', source({ room: '8F' }))).toMatchObject({
			refusal: { kind: 'conflict', fields: ['room'] },
		});
	});

	describe('of lists', () => {
		const mouse = { sort: '鼠标' };
		const keyboard = { sort: '键盘', serial: 'K1' };
		const on = (to: string) => ({ type: 'runs_on', to });
		const lists = (accessories: object[], relations: object[], more: object = {}) => ({
			...source({}),
			...{ accessories, relations, ...more },
		});
		const sorts = ({ accessories = [] }: Asset) => accessories.map(({ sort }) => sort);
		const targets = (one: Asset) => openRelations(one).map(({ to }) => to);

		test('a file of ours tells them whole: what it leaves out went, what stays is what it was', async () => {
			const { world: w, asset } = world();
			await w.run(admin, 'asset.import@1', 'a', lists([mouse, keyboard], [on('srv'), on('ups')]));
			const [, before] = asset().accessories ?? [];
			const ours = { overwrites: true };
			const later = lists([keyboard, { sort: '扩展坞' }], [on('ups'), on('sw')], ours);
			await w.run(admin, 'asset.import@1', 'a', later);
			expect(sorts(asset())).toEqual(['键盘', '扩展坞']);
			expect(asset().accessories?.[0]).toEqual(before);
			expect(targets(asset())).toEqual(['ups', 'sw']);
			expect(asset().relations).toMatchObject([{ to: 'srv', ended: { by: admin.userId } }, {}, {}]);
			const same = asset();
			await w.run(admin, 'asset.import@1', 'a', later);
			expect(asset()).toBe(same);
		});

		test('any other file only adds', async () => {
			const { world: w, asset } = world();
			await w.run(admin, 'asset.import@1', 'a', lists([mouse], [on('srv')]));
			await w.run(admin, 'asset.import@1', 'a', lists([keyboard], [on('ups'), on('ups')]));
			expect(sorts(asset())).toEqual(['鼠标', '键盘']);
			expect(targets(asset())).toEqual(['srv', 'ups']);
		});

		test('are taken back with the import, and never longer than a record may hold', async () => {
			const { world: w, asset } = world();
			await w.run(admin, 'asset.import@1', 'a', lists([mouse], [on('srv')]));
			const { accessories, relations } = asset();
			const later = lists([keyboard], [on('ups')], { overwrites: true, importId: 'i1' });
			await w.run(admin, 'asset.import@1', 'a', later);
			await w.run(admin, 'asset.undoImport@1', 'a', { importId: 'i1' });
			expect(asset()).toMatchObject({ accessories, relations });
			const many = Array.from({ length: 100 }, (_, n) => ({ sort: `模块 ${n}` }));
			expect(await w.run(admin, 'asset.import@1', 'a', lists(many, []))).toMatchObject({
				refusal: { kind: 'too-many', fields: ['accessories'] },
			});
		});
	});

	test('is for who keeps the register', async () => {
		const { world: w } = world();
		expect(await w.run(dispatcher, 'asset.import@1', 'a', source({}))).toMatchObject({ ok: false });
	});
});

describe('the life of an asset', () => {
	test('each move is a dated entry; a move the table lacks is refused', async () => {
		const { world: w, asset } = world();
		await w.run(admin, 'asset.register@1', 'a', { set: laptop });
		await w.run(storekeeper, 'asset.move@1', 'a', { to: 'in_repair', reason: '主板' });
		expect(asset()).toMatchObject({
			state: 'in_repair',
			moves: [{ from: 'in_use', reason: '主板' }],
		});
		expect(await w.run(storekeeper, 'asset.move@1', 'a', { to: 'ordered' })).toMatchObject({
			refusal: { kind: 'wrong-state' },
		});
	});
});

describe('a knowledge article', () => {
	const set = { title: '卡纸', problemType: 'hardware', solution: '清洁', audience: 'internal' };

	test('is published by a supervisor who did not write it', async () => {
		const { world: w, article } = world();
		const step = async (who: typeof admin, name: string) =>
			await w.run(who, `article.${name}@1`, 'k', {});
		await w.run(engineer, 'article.draft@1', 'k', { set });
		expect(await step(supervisor, 'publish')).toMatchObject({ refusal: { kind: 'wrong-state' } });
		expect(await step(supervisor, 'submit')).toMatchObject({ refusal: { kind: 'not-allowed' } });
		await step(engineer, 'submit');
		expect(await step(engineer, 'publish')).toMatchObject({ refusal: { kind: 'not-allowed' } });
		await step(supervisor, 'publish');
		expect(article().state).toBe('published');
		await step(supervisor, 'retire');
		expect(article().state).toBe('retired');
	});

	test('by a supervisor himself needs another one', async () => {
		const { world: w } = world();
		await w.run(supervisor, 'article.draft@1', 'k', { set });
		await w.run(supervisor, 'article.submit@1', 'k', {});
		expect(await w.run(supervisor, 'article.publish@1', 'k', {})).toMatchObject({ ok: false });
	});

	test('counts its versions; what is published its author no longer changes alone', async () => {
		const { world: w, article } = world();
		await w.run(engineer, 'article.draft@1', 'k', { set });
		const edit = { set: { solution: '清洁辊轮' } };
		await w.run(engineer, 'article.edit@1', 'k', edit);
		expect(article().version).toBe(2);
		await w.run(engineer, 'article.submit@1', 'k', {});
		await w.run(supervisor, 'article.publish@1', 'k', {});
		const later = { set: { solution: '别的' } };
		expect(await w.run(engineer, 'article.edit@1', 'k', later)).toMatchObject({ ok: false });
		expect(await w.run(supervisor, 'article.edit@1', 'k', later)).toMatchObject({ ok: true });
	});
});
