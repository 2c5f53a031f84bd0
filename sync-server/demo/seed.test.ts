import * as v from 'valibot';
import { beforeAll, describe, expect, test } from 'vitest';
import { isProvisional } from '#domain/asset/asset.ts';
import { openCorrections } from '#domain/asset/correction.ts';
import { grantsOf } from '#domain/access/grants.ts';
import { roles } from '#domain/access/roles.ts';
import { defaultCalendarId } from '#domain/organisation/records.ts';
import { readClock } from '#domain/sla/clock.ts';
import { balanceOf } from '#domain/stock/stock.ts';
import { WorkOrderSchema, type WorkOrder } from '#domain/work-order/work-order.ts';
import type { Administration } from '#server/administration.ts';
import { cheapHash, start as now } from '#server/testing/test-server.ts';
import { serverParts } from '#server/server-parts.ts';
import { MemoryStore } from '#server/store/memory.ts';
import { demoAssets } from './assets.ts';
import { earlierOrders } from './earlier-orders.ts';
import { finishedOrders } from './finished-orders.ts';
import { demoOrders } from './orders.ts';
import { demoParts } from './parts.ts';
import { demoPeople, demoActor } from './people.ts';
import { seedDemo, type DemoAccount } from './seed.ts';

let administration: Administration;
let accounts: DemoAccount[];
let orders: Map<string, WorkOrder>;

async function readOrders(): Promise<Map<string, WorkOrder>> {
	const all = [...demoOrders, ...finishedOrders, ...earlierOrders].map(
		async ({ id }) => [id, (await administration.get('workOrder', id))!] as const,
	);
	return new Map(await Promise.all(all));
}

beforeAll(async () => {
	const parts = await serverParts({
		store: new MemoryStore(),
		clock: () => now,
		hashCost: cheapHash,
		fault(error) {
			throw error;
		},
	});
	administration = parts.administration;
	accounts = await seedDemo(administration, now);
	orders = await readOrders();
});

describe('the demo organisation', () => {
	test('has an account for every role, a second engineer and a second dispatcher', () => {
		const held = accounts.flatMap((account) => account.roles);
		expect(new Set(held)).toEqual(new Set(roles));
		for (const role of ['engineer', 'dispatcher'])
			expect(held.filter((each) => each === role)).toHaveLength(2);
		expect(accounts.every(({ password }) => password.length >= 8)).toBe(true);
	});

	test('shows a board of a busy hour, whatever the hour', async () => {
		const states = [...orders.values()].map(({ state }) => state);
		for (const state of ['new', 'dispatched', 'accepted', 'en_route', 'on_site', 'suspended'])
			expect(states).toContain(state);
		for (const state of ['returned', 'resolved_by_phone', 'completed', 'closed'])
			expect(states).toContain(state);
		const calendar = (await administration.get('calendar', defaultCalendarId))!;
		const reading = (id: string) => readClock(orders.get(id)!.clocks!.resolution, calendar, now);
		expect(reading('demo-gate')).toMatchObject({ state: 'breached', remainingMinutes: -18 });
		expect(reading('demo-nurses')).toMatchObject({ mark: 'soon', remainingMinutes: 22 });
		expect(reading('demo-reading-room').state).toBe('paused');
	});

	test('numbers its orders in the order they came in, and all of them are valid', () => {
		const sorted = [...orders.values()].toSorted((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
		const numbers = sorted.map(({ number }) => number ?? '');
		expect(numbers).toEqual(numbers.toSorted());
		for (const order of sorted) expect(v.is(WorkOrderSchema, order)).toBe(true);
	});

	test('has a machine with a broken seal whose correction waits for the desk', async () => {
		const [line] = orders.get('demo-pharmacy')!.lines;
		const asset = (await administration.get('asset', 'asset-ZC-2026-000116'))!;
		expect(line?.asset?.id).toBe(asset.id);
		const [correction] = openCorrections(asset);
		expect(correction?.lineId).toBe(line?.id);
		for (const { field, from } of correction?.fields ?? [])
			expect(from).toBe((asset as Record<string, unknown>)[field]);
	});

	test('has a machine found on site that waits for the desk', async () => {
		const [found] = orders.get('demo-office')!.found ?? [];
		const asset = await administration.get('asset', found?.asset.id ?? '');
		expect(asset && isProvisional(asset)).toBe(true);
	});

	test('has the workstation of the visit as the pictures show it', async () => {
		expect(demoAssets()).toHaveLength(61);
		expect(await administration.get('asset', 'asset-ZC-2026-000123')).toMatchObject({
			model: '启明 M8200',
			serial: 'QM82-7K2D91',
			room: '6F 东护士站',
			locationCode: 'D010602-003',
			seal: { number: 'FT-004417', state: 'intact' },
		});
		expect(orders.get('demo-nurses')?.lines[0]?.asset?.tag).toBe('ZC-2026-000123');
	});

	test('has parts in the warehouse and the vans, one below zero', async () => {
		const balance = async (id: string) => balanceOf((await administration.get('stock', id))!);
		for (const { code, warehouse, vans = {} } of demoParts) {
			expect(await balance(`warehouse.${code}`)).toBe(warehouse[0]);
			for (const [number, level] of Object.entries(vans))
				expect(await balance(`van-user-eng${number}.${code}`)).toBe(level?.[0]);
		}
		expect(await balance('van-user-eng09.SSD-512')).toBe(-1);
		expect(orders.get('demo-ward-printer')?.lines[0]?.parts).toMatchObject([{ quantity: 1 }]);
	});

	test('gives the second engineer nothing of the first one’s order', () => {
		const grants = (id: string) => {
			const assigned = [...orders.values()].filter(({ assigneeId }) => assigneeId === id);
			return grantsOf(demoActor(id), assigned);
		};
		expect(grants('user-eng07')).toContain('site:site-hospital-ward');
		expect(grants('user-eng09')).not.toContain('site:site-hospital-ward');
	});

	test('a second run changes nothing', async () => {
		await seedDemo(administration, now);
		expect(await readOrders()).toEqual(orders);
		const desk = demoPeople.find(({ account }) => account === 'desk1')!;
		expect((await administration.get('user', desk.id))?.history).toHaveLength(1);
	});
});
