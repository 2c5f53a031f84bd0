import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { canonicalJson } from '#domain/canonical-json.ts';
import type { PulledRecord } from '#domain/protocol/wire.ts';
import { parseRecord, type AnyRecord } from '#domain/record-schemas.ts';
import type { WorkOrder } from '#domain/work-order/work-order.ts';
import { databaseFile } from '#server/store/open-sqlite.ts';
import type { ApiDevice } from '../fixtures/api-device.ts';
import type { DeviceRow } from '../fixtures/device-rows.ts';

/** All the records of a pull, parsed. */
export function recordsOf(pulled: readonly PulledRecord[]): AnyRecord[] {
	return pulled.map(({ kind, body }) => parseRecord(kind, body));
}

export function ordersOf(records: readonly AnyRecord[]): WorkOrder[] {
	return records.filter((record) => record.kind === 'workOrder');
}

/** Numbers two orders carry, and orders without any. */
export function numberFaults(orders: readonly WorkOrder[]): string[] {
	const numbers = orders.flatMap(({ number, offlineNumber }) => [number, offlineNumber]);
	const given = numbers.filter((number) => number !== undefined);
	const twice = given.filter((number, n) => given.indexOf(number) !== n);
	const none = orders.filter(({ number }) => number === undefined);
	return [
		...twice.map((number) => `number ${number} was given twice`),
		...none.map(({ id }) => `order ${id} has no number`),
	];
}

/** Entries of a record's history that stand in it twice. */
export function historyFaults(orders: readonly WorkOrder[]): string[] {
	return orders.flatMap(({ id, history }) => {
		const ids = history.map((entry) => entry['id']).filter((one) => typeof one === 'string');
		const twice = ids.filter((one, n) => ids.indexOf(one) !== n);
		return twice.map((one) => `command ${one} took effect twice on ${id}`);
	});
}

/** Photos whose bytes the server does not have, or not as named. */
export async function photoFaults(
	api: ApiDevice,
	orders: readonly WorkOrder[],
): Promise<{ faults: string[]; photos: number }> {
	const faults: string[] = [];
	let photos = 0;
	for (const { id, photos: own } of orders)
		for (const { blob } of own) {
			photos++;
			const answer = await api.blob(blob.sha256, id);
			const bytes = Buffer.from(await answer.arrayBuffer());
			const hash = createHash('sha256').update(bytes).digest('hex');
			if (!answer.ok || hash !== blob.sha256)
				faults.push(`photo ${blob.sha256} of ${id}: ${answer.status}, ${bytes.length} bytes`);
		}
	return { faults, photos };
}

/** What a device holds that differs from what the server gives that user. */
export function deviceFaults(
	name: string,
	rows: readonly DeviceRow[],
	served: readonly PulledRecord[],
): string[] {
	const bodies = new Map(rows.map((row) => [row.id, (row['body'] as { sealed: unknown }).sealed]));
	const wrong = served.filter(
		({ id, body }) => canonicalJson(bodies.get(id)) !== canonicalJson(body),
	);
	const ids = new Set(served.map(({ id }) => id));
	const extra = rows.filter(({ id }) => !ids.has(id ?? ''));
	return [
		...wrong.map(({ id }) => `${name}: ${id} differs from the server's`),
		...extra.map(({ id }) => `${name}: ${id} is not the user's`),
	];
}

/** What SQLite itself finds in the server's file; the server must not be running. */
export function databaseFaults(dataDir: string): string[] {
	const db = new DatabaseSync(join(dataDir, databaseFile), { readOnly: true });
	try {
		const found = db.prepare('PRAGMA integrity_check').all();
		const words = found.map((row) => String(row['integrity_check']));
		return words.filter((word) => word !== 'ok');
	} finally {
		db.close();
	}
}
