import { afterEach, beforeEach, expect, test } from 'vitest';
import { TestServer, type TestDevice } from '#server/testing/test-server.ts';

/** What waits for the desk about a machine lies there as long as it waits, and nowhere it did not before. */
let server: TestServer;
let li: TestDevice;
let wang: TestDevice;
let desk: TestDevice;

beforeEach(async () => {
	server = await TestServer.open();
	await server.staff({ desk: ['dispatcher'], li: ['engineer'], wang: ['engineer'] });
	for (const name of ['north', 'south']) await server.premises(name);
	await server.order('order-1', 'north', 'li');
	await server.order('order-2', 'south', 'wang');
	[li, wang, desk] = await Promise.all([
		server.signIn('li'),
		server.signIn('wang'),
		server.signIn('desk'),
	]);
});
afterEach(() => server.close());

async function assetsOn(device: TestDevice): Promise<string[]> {
	const { records } = await device.pull();
	return records.flatMap(({ kind, id }) => (kind === 'asset' ? [id] : [])).sort();
}

test('a correction brings the machine to the desk until it is decided', async () => {
	const set = { hostName: 'ward-7' };
	const proposed = { orderId: 'order-1', lineId: 'line', set, seen: {} };
	const command = (device: TestDevice) =>
		device.command('asset.proposeCorrection@1', 'a-north', proposed);
	expect(await wang.push(command(wang))).not.toMatchObject([{ outcome: 'applied' }]);
	expect(await assetsOn(desk)).toEqual([]);
	expect(await li.push(command(li))).toMatchObject([{ outcome: 'applied' }]);
	expect(await assetsOn(desk)).toEqual(['a-north']);
	expect(await assetsOn(wang)).toEqual(['a-south']);
	const asset = await server.administration.get('asset', 'a-north');
	const args = { correctionId: asset?.corrections?.[0]?.id, as: 'accepted' };
	const decision = desk.command('asset.decideCorrection@1', 'a-north', args);
	expect(await desk.push(decision)).toMatchObject([{ outcome: 'applied' }]);
	expect(await assetsOn(desk)).toEqual([]);
	expect(await server.administration.get('asset', 'a-north')).toMatchObject(set);
});

test('a machine found on site is its finder’s and the desk’s until it is decided', async () => {
	const set = { tag: 'NEW-1', name: '主机', customerId: 'c-north', siteId: 's-north' };
	const found = li.command('asset.registerFound@1', 'a-new', { orderId: 'order-1', set });
	expect(await li.push(found)).toMatchObject([{ outcome: 'applied' }]);
	expect(await assetsOn(li)).toEqual(['a-new', 'a-north']);
	expect(await assetsOn(desk)).toEqual(['a-new']);
	expect(await assetsOn(wang)).toEqual(['a-south']);
	const decision = desk.command('asset.decideFound@1', 'a-new', { as: 'confirmed' });
	expect(await desk.push(decision)).toMatchObject([{ outcome: 'applied' }]);
	expect(await assetsOn(desk)).toEqual([]);
});
