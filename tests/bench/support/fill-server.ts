import type { Asset } from '#domain/asset/asset.ts';
import { CalendarSchema, defaultCalendarId } from '#domain/organisation/records.ts';
import { parseRecord, type AnyRecord } from '#domain/record-schemas.ts';
import { instantOf } from '#domain/time/instant.ts';
import type { WorkOrder } from '#domain/work-order/work-order.ts';
import * as v from 'valibot';
import { demoCustomers } from '#server/demo/places.ts';
import { recordWrite } from '#server/push/record-write.ts';
import { openSqliteStore } from '#server/store/open-sqlite.ts';
import type { Store } from '#server/store/port.ts';
import {
	fieldArticles,
	fieldAssets,
	fieldOrders,
	type FieldCounts,
	type FieldScene,
} from './field-records.ts';

const batchRecords = 1_000;

/** What was written, and how long a record of it is as JSON on the average. */
export interface Filled {
	orders: WorkOrder[];
	assets: Asset[];
	bytes: { order: number; asset: number };
}

/**
 * Puts the records straight into the database of a stopped demo server: 20,000 commands would say the
 * same in minutes. From here on the device gets them by its own first pull.
 */
export async function fillServer(
	dataDir: string,
	engineerId: string,
	counts: FieldCounts,
): Promise<Filled> {
	const store = openSqliteStore(dataDir);
	try {
		const scene = await sceneOf(store, engineerId);
		const [orders, assets] = [fieldOrders(scene, counts), fieldAssets(scene, counts)];
		await writeAll(store, scene, [...orders, ...fieldArticles(scene, counts), ...assets]);
		return { orders, assets, bytes: { order: bytesOf(orders), asset: bytesOf(assets) } };
	} finally {
		await store.close();
	}
}

async function sceneOf(store: Store, engineerId: string): Promise<FieldScene> {
	const stored = await store.get('calendar', defaultCalendarId);
	if (!stored) throw new Error('the demo has no calendar');
	return {
		now: instantOf(Date.now()),
		engineerId,
		calendar: v.parse(CalendarSchema, JSON.parse(stored.json)),
		places: demoCustomers.flatMap(({ id: customerId, sites }) =>
			sites.map(({ id: siteId, rooms }) => ({ customerId, siteId, rooms })),
		),
	};
}

async function writeAll(
	store: Store,
	{ now }: FieldScene,
	records: readonly AnyRecord[],
): Promise<void> {
	for (let from = 0; from < records.length; from += batchRecords) {
		const batch = records.slice(from, from + batchRecords);
		const writes = batch.map((record) =>
			recordWrite(store, parseRecord(record.kind, record), 0, now),
		);
		const entries = (await Promise.all(writes)).map((write) => ({ write }));
		const outcomes = await store.commit(entries);
		if (outcomes.some(({ status }) => status !== 'written'))
			throw new Error('a record is there already');
	}
}

function bytesOf(records: readonly object[]): number {
	const bytes = records.reduce((sum, record) => sum + Buffer.byteLength(JSON.stringify(record)), 0);
	return Math.round(bytes / Math.max(1, records.length));
}
