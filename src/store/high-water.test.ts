import { expect, it, vi } from 'vitest';
import { openAccountStore } from './account-store.ts';
import { Database, type Engine } from './database.ts';
import { writeMeta } from './meta.ts';
import type { Markers } from './storage-health.ts';
import { engineer, handClock, memoryEngine, memoryMarkers, walkUp } from './test-store.ts';

async function openWith(engine: Engine, markers: Markers) {
	const store = await openAccountStore(engineer, { engine, markers, clock: handClock() });
	const database = new Database(engineer.userId, 'strict', engine);
	const report = async (id: string) => {
		const result = await store.execute(walkUp(id));
		const record = result.ok ? result.value.record : undefined;
		return record?.kind === 'workOrder' ? record.offlineNumber : undefined;
	};
	return { store, database, report };
}

it('a database put back alone goes on behind the numbers it once gave', async () => {
	const engine = memoryEngine();
	const { markers, kept } = memoryMarkers();
	const first = await openWith(engine, markers);
	await writeMeta(first.database, 'deviceCode', 'K7F');
	expect(await first.report('a')).toMatch(/-K7F-01$/);
	expect(await first.report('b')).toMatch(/-K7F-02$/);
	await vi.waitFor(() => expect([...kept.values()].join()).toContain('"lastSeq":2'));
	await first.database.meta.bulkPut([
		{ key: 'lastSeq', value: 0 },
		{ key: 'offlineCounters', value: {} },
	]);
	await first.database.outbox.clear();
	first.database.close();
	first.store.close();
	const second = await openWith(engine, markers);
	expect(await second.report('c')).toMatch(/-K7F-03$/);
	expect(await second.database.outbox.toCollection().primaryKeys()).toEqual([3]);
	second.database.close();
	second.store.close();
});

it('a mark of another installation, or one that cannot be read, changes nothing', async () => {
	const mark = JSON.stringify({ device: 'other', lastSeq: 9, offline: { D0201: 9 } });
	for (const text of [mark, 'no json', '{}']) {
		const { markers } = memoryMarkers();
		markers.setItem(`outpost-numbers:${engineer.userId}`, text);
		const { store, database, report } = await openWith(memoryEngine(), markers);
		await writeMeta(database, 'deviceCode', 'K7F');
		expect(await report('a')).toMatch(/-K7F-01$/);
		database.close();
		store.close();
	}
});
