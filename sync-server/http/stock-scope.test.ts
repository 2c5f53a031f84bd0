import { afterEach, beforeEach, expect, test } from 'vitest';
import { balanceOf } from '#domain/stock/stock.ts';
import { TestServer, type TestDevice } from '#server/testing/test-server.ts';

let server: TestServer;
const partId = 'part-SSD';
const [liVan, wangVan] = ['van-u-li', 'van-u-wang'];

beforeEach(async () => {
	server = await TestServer.open();
	await server.staff({
		...{ li: ['engineer'], wang: ['engineer'], ku: ['storekeeper'] },
		...{ pan: ['auditor'], liu: ['requester'], diao: ['dispatcher'] },
	});
	await server.must('part.register@1', partId, { set: { name: '硬盘', unit: '块' } });
	for (const storeId of ['warehouse', liVan, wangVan])
		await server.must('stock.move@1', `${storeId}.SSD`, {
			...{ storeId, partId, type: 'in', quantity: 1 },
		});
});
afterEach(() => server.close());

async function heldBy(account: string): Promise<string[]> {
	const { records } = await (await server.signIn(account)).pull();
	const kinds = ['part', 'stock'];
	return records.flatMap(({ kind, id }) => (kinds.includes(kind) ? [id] : [])).sort();
}

test('an engineer holds his own van and the warehouse, the storekeeper and the desk all, others nothing', async () => {
	const all = [partId, `${liVan}.SSD`, `${wangVan}.SSD`, 'warehouse.SSD'];
	expect(await heldBy('li')).toEqual([partId, `${liVan}.SSD`, 'warehouse.SSD']);
	expect(await heldBy('ku')).toEqual(all);
	expect(await heldBy('diao')).toEqual(all);
	expect(await heldBy('pan')).toEqual([]);
	expect(await heldBy('liu')).toEqual([]);
});

function use(device: TestDevice, storeId: string, quantity = -1) {
	const args = { storeId, partId, type: 'use', quantity };
	return device.command('stock.move@1', `${storeId}.SSD`, args);
}

test('two take the last one without signal: both moves count, below zero', async () => {
	const phone = await server.signIn('li');
	const keeper = await server.signIn('ku');
	expect(await phone.push(use(phone, liVan))).toMatchObject([{ outcome: 'applied' }]);
	const other = { storeId: liVan, partId, type: 'out', quantity: -1, note: '坏了' };
	const out = keeper.command('stock.move@1', `${liVan}.SSD`, other);
	expect(await keeper.push(out)).toMatchObject([{ outcome: 'applied' }]);
	const stock = await server.administration.get('stock', `${liVan}.SSD`);
	expect(stock && balanceOf(stock)).toBe(-1);
	// The same command once more is the same move.
	await keeper.push(out);
	const again = await server.administration.get('stock', `${liVan}.SSD`);
	expect(again).toEqual(stock);
});

test('a colleague’s van is as if it were not there', async () => {
	const phone = await server.signIn('li');
	expect(await phone.push(use(phone, wangVan))).toMatchObject([
		{ outcome: 'rejected', refusal: { kind: 'not-found' } },
	]);
});
