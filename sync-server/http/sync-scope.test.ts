import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { MemoryStore } from '#server/store/memory.ts';
import { openSqliteStore } from '#server/store/open-sqlite.ts';
import type { Store } from '#server/store/port.ts';
import { finishedOrderDaysMax } from '#server/scope/channels-at.ts';
import { reviewScopes } from '#server/scope/review.ts';
import { TestServer, type TestDevice } from '#server/testing/test-server.ts';

const stores: [string, () => Store][] = [
	['memory', () => new MemoryStore()],
	['sqlite', () => openSqliteStore(mkdtempSync(join(tmpdir(), 'outpost-scope-')))],
];

/** Ids on the device after pulling everything, reference records left out. */
async function idsOn(device: TestDevice): Promise<string[]> {
	const { records } = await device.pull();
	const own = records.filter(({ channels }) => !channels.includes('org:reference'));
	return own.map(({ id }) => id).sort();
}

describe.each(stores)('what a device gets (%s)', (_, makeStore) => {
	let server: TestServer;
	afterEach(async () => {
		expect(server.faults).toEqual([]);
		await server.close();
		await server.parts.store.close();
	});

	async function open(): Promise<void> {
		server = await TestServer.open({ store: makeStore() });
		await server.staff({ desk: ['dispatcher'], li: ['engineer'], wang: ['engineer'] });
		for (const name of ['north', 'south']) await server.premises(name);
		await server.order('order-1', 'north', 'li');
		await server.order('order-2', 'south', 'wang');
	}

	test('an engineer gets his orders with site, customer and assets, and nothing else', async () => {
		await open();
		const own = ['a-north', 'c-north', 'order-1', 's-north'];
		expect(await idsOn(await server.signIn('li'))).toEqual(own);
		const other = ['a-south', 'c-south', 'order-2', 's-south'];
		expect(await idsOn(await server.signIn('wang'))).toEqual(other);
	});

	test('the desk gets open orders and customers, and no assets', async () => {
		await open();
		const ids = await idsOn(await server.signIn('desk'));
		expect(ids).toEqual(['c-north', 'c-south', 'order-1', 'order-2', 's-north', 's-south']);
	});

	test('a re-dispatched order leaves one device and arrives on the other, and back again', async () => {
		await open();
		const li = await server.signIn('li');
		const first = await li.pull();
		await server.dispatch('order-1', 'wang', 'overload');
		const after = await li.pull(first.cursor);
		expect(after.removals).toEqual([{ kind: 'workOrder', id: 'order-1' }]);
		expect(after.grants).not.toContain('site:s-north');
		expect(await idsOn(await server.signIn('wang'))).toContain('a-north');
		await server.dispatch('order-1', 'li', 'overload');
		const again = await li.pull(after.cursor);
		expect(again.records.map(({ id }) => id).sort()).toEqual([
			'a-north',
			'c-north',
			'order-1',
			's-north',
		]);
	});

	test('a role taken away takes its records away; a disabled user is out at once', async () => {
		await open();
		const desk = await server.signIn('desk');
		expect((await desk.pull()).grants).toContain('desk:orders');
		await server.must('user.edit@1', 'u-desk', { set: { roles: ['storekeeper'] } });
		expect((await desk.pull()).grants).not.toContain('desk:orders');
		await server.must('user.edit@1', 'u-desk', { set: { disabled: true } });
		expect((await desk.request('GET', '/session')).statusCode).toBe(403);
	});

	test('an asset registered without a site stays with who registered it until it has one', async () => {
		await open();
		const li = await server.signIn('li');
		await li.push(li.command('asset.register@1', 'a-new', { set: { tag: 'NEW', name: 'PC' } }));
		expect(await idsOn(li)).toContain('a-new');
		expect(await idsOn(await server.signIn('wang'))).not.toContain('a-new');
		await server.must('asset.edit@1', 'a-new', { set: { siteId: 's-south' } });
		expect(await idsOn(li)).not.toContain('a-new');
	});

	test('an order finished long ago leaves the desk’s device, the desk still finds it', async () => {
		await open();
		await server.must('workOrder.cancel@1', 'order-1', { reason: 'called off' });
		expect(await idsOn(await server.signIn('desk'))).toContain('order-1');
		server.pass(finishedOrderDaysMax * 24 * 60 + 1);
		const { store, scopes } = server.parts;
		const reviewed = await reviewScopes(store, server.now, (key, touched) =>
			scopes.written(key, touched),
		);
		expect(reviewed).toBe(1);
		const desk = await server.signIn('desk');
		expect(await idsOn(desk)).not.toContain('order-1');
		const wanted = { kind: 'workOrder', text: 'D0201-2026112101' };
		const found = await desk.request('POST', '/sync/v1/lookup', wanted);
		expect(found.json()).toMatchObject({ records: [{ id: 'order-1' }] });
	});

	test('looking up: the desk in everything, an engineer in his sites only', async () => {
		await open();
		const lookUp = async (account: string, wanted: object) => {
			const device = await server.signIn(account);
			const response = await device.request('POST', '/sync/v1/lookup', wanted);
			return response.json<{ records: { id: string }[] }>().records.map(({ id }) => id);
		};
		expect(await lookUp('desk', { kind: 'asset', text: 'tag-' })).toEqual(['a-north', 'a-south']);
		expect(await lookUp('li', { kind: 'asset', text: 'tag-' })).toEqual(['a-north']);
		expect(await lookUp('li', { kind: 'asset', text: '', siteId: 's-north' })).toEqual(['a-north']);
		expect(await lookUp('li', { kind: 'asset', text: '', siteId: 's-south' })).toEqual([]);
		expect(await lookUp('li', { kind: 'asset', text: '', id: 'a-south' })).toEqual([]);
		expect(await lookUp('li', { kind: 'workOrder', text: 'D0201' })).toEqual(['order-1']);
		expect(await lookUp('desk', { kind: 'asset', text: '打印机 south' })).toEqual(['a-south']);
	});

	test('looking up reads nothing out of scope: how long it takes tells nothing', async () => {
		await open();
		const li = await server.signIn('li');
		const { store } = server.parts;
		const get = store.get.bind(store);
		let read = 0;
		store.get = (kind, id) => {
			if (kind === 'asset') read++;
			return get(kind, id);
		};
		for (const text of ['TAG-SOUTH', 'NO-SUCH-TAG']) {
			const found = await li.request('POST', '/sync/v1/lookup', { kind: 'asset', text });
			expect(found.json()).toEqual({ records: [] });
		}
		expect(read).toBe(0);
	});

	test('who lost an order is not told how often others write it', async () => {
		await open();
		const li = await server.signIn('li');
		const note = li.command('workOrder.note@1', 'order-1', { text: 'mine' });
		const [first] = await li.push(note);
		expect([first?.outcome, typeof first?.rev]).toEqual(['applied', 'number']);
		await server.dispatch('order-1', 'wang', 'overload');
		const late = li.command('workOrder.note@1', 'order-1', { text: 'late' });
		for (const [result] of [await li.push(late), await li.push(late), await li.push(note)])
			expect(result).not.toHaveProperty('rev');
	});

	test('hello gives each installation a code of its own', async () => {
		await open();
		const hello = async (account: string) => {
			const device = await server.signIn(account);
			const body = { device: device.id, protocol: 1 };
			return (await device.request('POST', '/sync/v1/hello', body)).json<object>();
		};
		const li = await hello('li');
		expect(li).toMatchObject({ lastSeq: 0, oldestProtocol: 1, user: { id: 'u-li' } });
		expect(await hello('li')).toEqual(li);
		expect(await hello('wang')).not.toHaveProperty('deviceCode', Reflect.get(li, 'deviceCode'));
	});
});
