import { afterEach, beforeEach, expect, test } from 'vitest';
import { addMinutes } from '#domain/time/instant.ts';
import { channelsAt, finishedOrderDaysMax } from '#server/scope/channels-at.ts';
import { TestServer } from '#server/testing/test-server.ts';

let server: TestServer;
const repairId = 'repair-1';

beforeEach(async () => {
	server = await TestServer.open();
	await server.staff({
		...{ desk: ['dispatcher'], li: ['engineer'], wang: ['engineer'], ku: ['storekeeper'] },
	});
	await server.premises('north');
	await server.order('order-1', 'north', 'li');
	const phone = await server.signIn('li');
	await phone.push(
		phone.command('workOrder.linkRepair@1', 'order-1', { repairId }),
		phone.command('repair.request@1', repairId, {
			...{ orderId: 'order-1', fault: '电源烧毁', type: 'third_party', urgency: 'high' },
		}),
	);
});
afterEach(() => server.close());

async function heldBy(account: string): Promise<string[]> {
	const { records } = await (await server.signIn(account)).pull();
	return records.flatMap(({ kind, id }) => (kind === 'repair' ? [id] : []));
}

async function foundBy(account: string, wanted: object): Promise<string[]> {
	const device = await server.signIn(account);
	const response = await device.request('POST', '/sync/v1/lookup', { kind: 'repair', ...wanted });
	return response.json<{ records: { id: string }[] }>().records.map(({ id }) => id);
}

test('its engineer and the desk hold it and find it, nobody else', async () => {
	for (const account of ['li', 'desk']) {
		expect(await heldBy(account)).toEqual([repairId]);
		for (const wanted of [{ text: 'D0302-D0201' }, { text: '电源' }, { text: '', id: repairId }])
			expect(await foundBy(account, wanted), account).toEqual([repairId]);
	}
	for (const account of ['wang', 'ku']) {
		expect(await heldBy(account)).toEqual([]);
		for (const wanted of [{ text: 'D0302-D0201' }, { text: '', id: repairId }])
			expect(await foundBy(account, wanted), account).toEqual([]);
	}
});

test('long ended it leaves the devices, with a loan device out it does not', async () => {
	const repair = (await server.administration.get('repair', repairId))!;
	const long = addMinutes(repair.updatedAt, finishedOrderDaysMax * 24 * 60);
	const ended = { ...repair, state: 'passed' as const };
	const loan = { id: 'd:1.0', at: repair.updatedAt, by: 'u-li', device: { tag: 'BJ-1' } };
	expect(channelsAt(repair, long).channels).toHaveLength(3);
	expect(channelsAt(ended, long).channels).toEqual(['client:c-north']);
	expect(channelsAt({ ...ended, loans: [loan] }, long).channels).toHaveLength(3);
});

test('a place merely named opens nothing to that customer until the supervisor approves', async () => {
	const repair = (await server.administration.get('repair', repairId))!;
	const named = channelsAt({ ...repair, unconfirmedPlace: true }, repair.updatedAt).channels;
	expect(named).toEqual(['desk:orders', 'author:u-li']);
});
