/**
 * An organisation for the load bench, put straight into the database of a stopped demo server: many
 * engineers with a few orders each, some desks, each with a session of its own.
 */
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { CalendarSchema, defaultCalendarId, defaultDeskId } from '#domain/organisation/records.ts';
import { parseRecord, type AnyRecord } from '#domain/record-schemas.ts';
import { addMinutes, instantOf, type Instant } from '#domain/time/instant.ts';
import { recordWrite } from '#server/push/record-write.ts';
import { openSqliteStore } from '#server/store/open-sqlite.ts';
import type { Store } from '#server/store/port.ts';
import { fieldAssets, fieldOrders, type FieldScene } from './field-records.ts';

export interface LoadCounts {
	engineers: number;
	desks: number;
	ordersEach: number;
	/** Assets of each engineer's own site. */
	assetsEach: number;
}

/** One installation: who is signed in on it, and his orders. */
export interface LoadDevice {
	userId: string;
	token: string;
	isDesk: boolean;
	orders: string[];
}

const batchRecords = 1_000;
const sessionMinutes = 7 * 24 * 60;
const systemId = 'system';

export async function fillForLoad(dataDir: string, counts: LoadCounts): Promise<LoadDevice[]> {
	return withStore(dataDir, async (store, scene) => {
		const devices: LoadDevice[] = [];
		for (let n = 0; n < counts.desks; n++)
			devices.push(await enrol(store, scene.now, `load-desk-${n}`, true, []));
		for (let n = 0; n < counts.engineers; n++) {
			const userId = `load-engineer-${n}`;
			const { orders, assets } = ownRecords(scene, userId, counts, n);
			await writeAll(store, scene.now, [...orders, ...assets]);
			devices.push(
				await enrol(
					store,
					scene.now,
					userId,
					false,
					orders.map(({ id }) => id),
				),
			);
		}
		return devices;
	});
}

/** Grows the database by assets that none of those devices may see. Gives how many records it has then. */
export function fillWithOthers(dataDir: string, from: number, until: number): Promise<void> {
	return withStore(dataDir, async (store, scene) => {
		for (let n = from; n < until; n += batchRecords) {
			const batch = fieldAssets(scene, {
				...{ orders: 0, openOrders: 0, articles: 0 },
				assets: Math.min(batchRecords, until - n),
			});
			await writeAll(
				store,
				scene.now,
				batch.map((asset, at) => ({
					...asset,
					id: `other-${n + at}`,
					siteId: `other-site-${(n + at) % 997}`,
				})),
			);
		}
	});
}

async function withStore<T>(
	dataDir: string,
	work: (store: Store, scene: FieldScene) => Promise<T>,
): Promise<T> {
	const store = openSqliteStore(dataDir);
	try {
		const stored = await store.get('calendar', defaultCalendarId);
		if (!stored) throw new Error('the demo has no calendar');
		return await work(store, {
			now: instantOf(Date.now()),
			engineerId: systemId,
			calendar: v.parse(CalendarSchema, JSON.parse(stored.json)),
			places: [{ customerId: 'customer-hospital', siteId: 'load-site', rooms: ['0101'] }],
		});
	} finally {
		await store.close();
	}
}

function ownRecords(scene: FieldScene, engineerId: string, counts: LoadCounts, n: number) {
	const places = [{ customerId: 'customer-hospital', siteId: `load-site-${n}`, rooms: ['0101'] }];
	const own = { ...scene, engineerId, places };
	const wanted = { assets: counts.assetsEach, orders: counts.ordersEach, articles: 0 };
	const all = { ...wanted, openOrders: counts.ordersEach };
	const named = <T extends { id: string }>(list: T[]): T[] =>
		list.map((record) => ({ ...record, id: `${record.id}-of-${n}` }));
	const orders = named(fieldOrders(own, all));
	return {
		orders: orders.map((order) => ({ ...order, number: `${order.number}-${n}` })),
		assets: named(fieldAssets(own, all)).map((asset) => ({ ...asset, tag: `${asset.tag}-${n}` })),
	};
}

async function enrol(
	store: Store,
	now: Instant,
	userId: string,
	isDesk: boolean,
	orders: string[],
): Promise<LoadDevice> {
	const user = {
		...{ id: userId, kind: 'user', name: userId, history: [] },
		...{ createdAt: now, createdBy: systemId, updatedAt: now, updatedBy: systemId },
		roles: [isDesk ? 'dispatcher' : 'engineer'],
		deskIds: [defaultDeskId],
	};
	await writeAll(store, now, [parseRecord('user', user)]);
	const token = `token-of-${userId}`;
	const tokenHash = createHash('sha256').update(token).digest('hex');
	const expiresAt = addMinutes(now, sessionMinutes);
	await store.putSession({ tokenHash, userId, createdAt: now, expiresAt });
	return { userId, token, isDesk, orders };
}

async function writeAll(store: Store, now: Instant, records: readonly AnyRecord[]): Promise<void> {
	const writes = await Promise.all(records.map((record) => recordWrite(store, record, 0, now)));
	const outcomes = await store.commit(writes.map((write) => ({ write })));
	if (outcomes.some(({ status }) => status !== 'written'))
		throw new Error('a record is there already');
}
