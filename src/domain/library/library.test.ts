import { describe, expect, test } from 'vitest';
import { grantsOf } from '../access/grants.ts';
import { channelsOf } from '../access/channels.ts';
import { OrderWorld, people, type Person } from '../work-order/order-world.ts';
import { bringItems, bringItemsMax } from './bring-library.ts';
import { libraryMatches, type LibraryItem } from './library-item.ts';

const driver = {
	...{ type: 'driver' as const, name: '热敏驱动', version: '7.4', system: 'Windows 11' },
	...{ models: ['T80'], place: '共享盘' },
};
const itemOf = (id: string, more: Partial<LibraryItem> = {}) =>
	({
		id,
		kind: 'libraryItem',
		...driver,
		models: [],
		system: '',
		name: id,
		...more,
	}) as LibraryItem;

describe('the library', () => {
	const register = async (who: Person) => {
		const world = new OrderWorld();
		const done = await world.run(people[who], 'libraryItem.register@1', 'lib-1', { set: driver });
		return { world, done };
	};
	const keepers: Person[] = ['admin', 'storekeeper'];

	test.each(Object.keys(people) as Person[])('is written by its keepers: %s', async (who) => {
		const { done } = await register(who);
		if (keepers.includes(who)) expect(done).toMatchObject({ ok: true });
		else expect(done).toMatchObject({ refusal: { kind: 'not-allowed' } });
	});

	test('lies with all staff and nobody else', async () => {
		const { world } = await register('admin');
		const item = world.get('libraryItem', 'lib-1');
		const held = (Object.keys(people) as Person[]).filter((who) => {
			const grants = grantsOf(people[who], []);
			return item && channelsOf(item).some((channel) => grants.includes(channel));
		});
		const clients = ['approver', 'requester', 'stranger'];
		expect(held).toEqual(Object.keys(people).filter((who) => !clients.includes(who)));
	});

	test('has a place for everything', async () => {
		const world = new OrderWorld();
		const set = { ...driver, place: ' ' };
		expect(await world.run(people.admin, 'libraryItem.register@1', 'lib-1', { set })).toMatchObject(
			{ refusal: { kind: 'bad-input', fields: ['set.place'] } },
		);
	});

	test('is searched by every word, whatever its width, without what is retired', () => {
		const items = [itemOf('a', driver), itemOf('b', { ...driver, retired: true })];
		expect(libraryMatches(items, 'ｔ８０ windows')).toHaveLength(1);
		expect(libraryMatches(items, 'T80 mac')).toEqual([]);
	});
});

describe('what to bring of it', () => {
	const need = { machines: ['t80', '热敏打印机'], said: '收费窗口打印机反复卡纸 windows 11' };
	const idsFor = (items: LibraryItem[], near: { said: string; worth: number }[] = []) =>
		bringItems(need, near, items).map(({ itemId }) => itemId);

	test('stands by what solved it, then the model, then the system', () => {
		const items = [
			itemOf('system', { system: 'Windows 11' }),
			itemOf('model', { models: ['T80'] }),
			itemOf('solved', { name: '打印头清洁笔' }),
			itemOf('other', { models: ['M8200'], system: 'Linux' }),
		];
		expect(idsFor(items, [{ said: '用打印头清洁笔擦拭', worth: 3 }])).toEqual([
			...['solved', 'model', 'system'],
		]);
	});

	test('is few, and nothing retired', () => {
		const many = Array.from({ length: 20 }, (_, n) => itemOf(`i${n}`, { models: ['T80'] }));
		expect(idsFor(many)).toHaveLength(bringItemsMax);
		expect(idsFor([itemOf('gone', { models: ['T80'], retired: true })])).toEqual([]);
	});
});
