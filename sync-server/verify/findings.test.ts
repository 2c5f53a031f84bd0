import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AnyRecord } from '#domain/record-schemas.ts';
import type { MemoryStore } from '#server/store/memory.ts';
import { TestServer } from '#server/testing/test-server.ts';
import { findingsIn } from './findings.ts';

let server: TestServer;
beforeEach(async () => {
	server = await TestServer.open();
	await server.staff({ desk: ['dispatcher'], e08: ['engineer'] });
	await server.premises('one');
	await server.order('a', 'one', 'e08');
	await server.order('b', 'one');
});
afterEach(() => server.close());

const store = () => server.parts.store as MemoryStore;

async function found(): Promise<string[]> {
	const findings: string[] = [];
	for await (const { kind, what, where } of findingsIn(store()))
		findings.push([kind, what, ...where].join(' '));
	return findings;
}

/** Writes past every rule. */
async function force(id: string, change: object): Promise<void> {
	const stored = await store().get('workOrder', id);
	const record = { ...(JSON.parse(stored?.json ?? '{}') as object), ...change } as AnyRecord;
	const [outcome] = await store().commit([
		{ write: { record, expectedRev: stored?.rev ?? 0, channels: stored?.channels ?? [] } },
	]);
	expect(outcome).toMatchObject({ status: 'written' });
}

test('a sound store has none; a command that changed nothing and one refused are no findings', async () => {
	const engineer = await server.signIn('e08');
	await engineer.push(
		engineer.command('workOrder.accept@1', 'a'),
		engineer.command('workOrder.accept@1', 'a'),
		engineer.command('workOrder.accept@1', 'b'),
		engineer.command('workOrder.note@1', 'a', { text: 'x' }),
	);
	expect(await found()).toEqual([]);
});

test('numbers given twice, daily and offline', async () => {
	const offlineNumber = 'D0201-20261121-K7F-01';
	await force('a', { offlineNumber });
	await force('b', { offlineNumber, number: 'D0201-2026112101' });
	expect(await found()).toEqual([
		'number-twice D0201-2026112101 a b',
		`offline-number-twice ${offlineNumber} a b`,
	]);
});

test('a counter behind the highest number', async () => {
	await force('b', { number: 'D0201-2026112177' });
	expect(await found()).toEqual(['counter-behind D0201 2026-11-21 2 < 77']);
});

test('a code of two devices', async () => {
	await store().registerDevice('one', 'u', () => 'K7F');
	await store().registerDevice('two', 'u', () => 'K7F');
	expect(await found()).toEqual(['device-code-twice K7F one two']);
});

test('a command without effect, and an effect without a command', async () => {
	const order = await server.administration.get('workOrder', 'a');
	const [created, ...rest] = order?.history ?? [];
	await force('a', { history: [{ ...created, seq: 999, id: 'server:999' }, ...rest] });
	expect(await found()).toEqual([
		'record-without-command server:999 workOrder/a',
		`command-without-effect ${String(created?.['id'])} workOrder/a`,
	]);
});

test('a record nobody can read', async () => {
	await force('b', { state: 'lost' });
	expect(await found()).toContain('record-unreadable workOrder/b');
});
