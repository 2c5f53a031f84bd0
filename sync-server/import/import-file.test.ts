import { existsSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import { beforeEach, describe, expect, test } from 'vitest';
import { importBytesMax, type ImportKind, type ImportReport } from '#domain/import/report.ts';
import { sourceId } from '#domain/import/source-id.ts';
import { WorkOrderSchema, type WorkOrder } from '#domain/work-order/work-order.ts';
import { dateOf } from '#domain/time/zone.ts';
import type { Instant } from '#domain/time/instant.ts';
import type { Administration } from '#server/administration.ts';
import { ensureReferenceRecords } from '#server/reference/reference-records.ts';
import { serverParts } from '#server/server-parts.ts';
import { MemoryStore } from '#server/store/memory.ts';
import { importFile } from './import-file.ts';

const now = '2026-11-21T02:00:00.000Z' as Instant;
const fixtures = new URL('../../tests/fixtures/csv/', import.meta.url);
const shared = new URL('../../../shared/data/', import.meta.url);

let administration: Administration;
beforeEach(async () => {
	const parts = await serverParts({
		store: new MemoryStore(),
		clock: () => now,
		fault(error) {
			throw error;
		},
	});
	administration = parts.administration;
	await ensureReferenceRecords(administration);
});

type Read = Extract<ImportReport, { ok: true }>;

async function bring(kind: ImportKind, bytes: Uint8Array): Promise<Read> {
	const report = await importFile(kind, bytes, administration);
	if (!report.ok) throw new Error(JSON.stringify(report.problem));
	return report;
}
const fixture = (name: string) => readFileSync(new URL(name, fixtures));
const text = (content: string) => new TextEncoder().encode(content);
const orderOf = async (number: string) =>
	(await administration.get('workOrder', sourceId('incident', number)))!;
const assetOf = async (tag: string) => await administration.get('asset', sourceId('asset', tag));

/** Files of the neighbouring folder of real data, where there is one. */
function realFile(name: string): Uint8Array | undefined {
	const file = new URL(name, shared);
	if (existsSync(file)) return readFileSync(file);
	console.info(`${name} is not here: this test has nothing to read and steps aside`);
	return undefined;
}

const countsOf = (report: Read) =>
	Object.fromEntries(
		report.records.map(({ kind, created, changed, unchanged, refused }) => [
			kind,
			[created, changed, unchanged, refused],
		]),
	);

describe('a file that cannot be read is one clear error and changes nothing', () => {
	test.each([
		['empty.csv', { kind: 'empty' }],
		['assets-latin1.csv', { kind: 'encoding' }],
		['assets-quotes.csv', { kind: 'quotes', line: 3 }],
		['assets-columns-missing.csv', { kind: 'columns-missing', columns: ['Asset Tag', 'Name'] }],
	])('%s', async (name, problem) => {
		expect(await importFile('assets', fixture(name), administration)).toEqual({
			ok: false,
			problem,
		});
	});

	test('one that is too large', async () => {
		const bytes = new Uint8Array(importBytesMax + 1);
		expect(await importFile('assets', bytes, administration)).toMatchObject({
			problem: { kind: 'too-large', max: importBytesMax },
		});
	});

	test('a spreadsheet sent as it is', async () => {
		const bytes = new Uint8Array([0x50, 0x4b, 3, 4, 0, 0, 0, 0]);
		expect(await importFile('assets', bytes, administration)).toMatchObject({
			problem: { kind: 'encoding' },
		});
	});
});

describe('assets', () => {
	test('in GBK with Chinese columns', async () => {
		const report = await bring('assets', fixture('assets-chinese-gbk.csv'));
		expect(report).toMatchObject({ encoding: 'GB18030', rows: 2, refusedRows: 0 });
		expect(await assetOf('ZC-9001')).toMatchObject({
			tag: 'ZC-9001',
			name: '打印机',
			serial: 'PRN-1',
			purchasedOn: '2026-03-05',
			costCents: 125_000,
			user: { name: '沈老师' },
			responsible: { name: '沈老师' },
			state: 'in_use',
		});
		expect(await assetOf('ZC-9002')).toMatchObject({ costCents: 680_000, state: 'in_stock' });
	});

	test('in UTF-16', async () => {
		expect(await bring('assets', fixture('assets-utf16.csv'))).toMatchObject({
			encoding: 'UTF-16',
			records: [{ kind: 'customer' }, { kind: 'asset', created: 1 }],
		});
	});

	test('each row that cannot be taken is named with its line and reason, the others go on', async () => {
		const report = await bring('assets', fixture('assets-bad-rows.csv'));
		expect(countsOf(report)['asset']).toEqual([3, 0, 0, 0]);
		expect(report.refused).toMatchObject([
			{ line: 3, column: 'Asset Tag', reason: 'value-missing' },
			{ line: 6, column: 'Purchase Date', reason: 'date', detail: { value: '2/30/26' } },
			{ line: 7, column: 'Purchase Cost', reason: 'money', detail: { value: 'about 100' } },
			{ line: 8, column: 'Asset Tag', reason: 'twice' },
			{ line: 9, reason: 'cells', detail: { found: 2, expected: 5 } },
			{ line: 10, reason: 'cells', detail: { found: 7, expected: 5 } },
		]);
		expect(await assetOf('ZC-2')).toMatchObject({ name: 'Two lines in a name' });
	});

	test('whose dates could be either are assumed American, and the report says so', async () => {
		const report = await bring('assets', text('Asset Tag,Name,Purchase Date\nA,B,1/2/26\n'));
		expect(report.dates).toEqual([
			{ columns: ['Purchase Date'], order: 'month-day', decidedBy: 'assumption' },
		]);
		expect(await assetOf('A')).toMatchObject({ purchasedOn: '2026-01-02' });
	});

	test('twice change nothing; a newer file changes what is new and keeps what people corrected', async () => {
		const first = 'Asset Tag,Name,Room\nA,Laptop,1F\nB,Printer,2F\n';
		await bring('assets', text(first));
		const again = await bring('assets', text(first));
		expect(countsOf(again)).toEqual({ customer: [0, 0, 1, 0], asset: [0, 0, 2, 0] });
		const correct = { set: { room: '9F' } };
		const record = sourceId('asset', 'B');
		await administration.execute({ type: 'asset.edit@1', kind: 'asset', record, args: correct });
		const newer = await bring(
			'assets',
			text(first.replace('Laptop', 'Notebook').replace('2F', '3F')),
		);
		expect(countsOf(newer)['asset']).toEqual([0, 1, 1, 0]);
		expect(newer.refused).toMatchObject([{ line: 3, reason: 'conflict', fields: ['room'] }]);
		expect(await assetOf('B')).toMatchObject({ room: '9F' });
	});

	test('with a warranty in months end with it', async () => {
		await bring('assets', text('Asset Tag,Name,Purchase Date,Warranty\nA,B,2026-01-31,1\n'));
		expect(await assetOf('A')).toMatchObject({ warrantyUntil: '2026-02-28' });
	});
});

describe('incidents', () => {
	test('are told again in our commands at the times it happened', async () => {
		const report = await bring('incidents', fixture('incidents-small.csv'));
		expect(report).toMatchObject({ rows: 13, rowsWithoutEffect: 1 });
		const order = await orderOf('INC1');
		expect(order).toMatchObject({
			number: 'D0201-2016022901',
			references: ['INC1'],
			state: 'closed',
			requester: { name: 'Caller 1' },
			priority: 'P2',
			receivedAt: '2016-02-28T17:16:00.000Z',
			reopenCount: 1,
			firstDispatchCorrect: true,
			visits: [{ outcome: 'superseded' }, { reason: 'escalation' }, {}],
			notes: [{ text: '工作组 / group: Group 1 → Group 2' }, { text: 'INC1: Awaiting User Info' }],
			closing: { returnVisit: { outcome: 'declined' }, code: 'code 5' },
		});
		expect(
			order.history.map(({ at, command }) => `${at.slice(5, 16)} ${command.slice(10)}`),
		).toEqual([
			'02-28T17:16 create@1',
			'11-21T02:00 number@1',
			'02-28T18:00 dispatch@1',
			'02-28T18:00 accept@1',
			'02-28T19:00 note@1',
			'02-28T19:00 dispatch@1',
			'02-28T19:00 note@1',
			'02-28T20:00 resolveRemotely@1',
			'03-01T20:00 reopen@1',
			'03-01T20:00 dispatch@1',
			'03-01T20:00 accept@1',
			'03-01T21:00 resolveRemotely@1',
			'03-08T21:00 close@1',
		]);
	});

	test('reopened later than the rule allows keep it as a note and say so; unreadable rows are named', async () => {
		const report = await bring('incidents', fixture('incidents-small.csv'));
		expect(report.refused).toMatchObject([
			{ line: 11, reason: 'too-late', detail: { days: 7 } },
			{ line: 13, column: 'opened_at', reason: 'date' },
		]);
		expect(await orderOf('INC2')).toMatchObject({
			state: 'closed',
			reopenCount: 0,
			notes: [{ text: 'INC2: Active' }],
		});
		expect(await orderOf('INC4')).toMatchObject({ channel: 'email', requester: { name: '?' } });
	});

	test('twice change nothing, and a longer log only adds what is new', async () => {
		const whole = new TextDecoder().decode(fixture('incidents-small.csv'));
		const begun = whole.split('\n').slice(0, 4).join('\n');
		await bring('incidents', text(begun));
		expect(await orderOf('INC1')).toMatchObject({ state: 'dispatched' });
		await bring('incidents', text(whole));
		const order = await orderOf('INC1');
		const again = await bring('incidents', text(whole));
		expect(countsOf(again)['workOrder']).toEqual([0, 0, 3, 0]);
		expect(await orderOf('INC1')).toEqual(order);
	});

	test('make people who cannot sign in and are shown as their log names them', async () => {
		await bring('incidents', fixture('incidents-small.csv'));
		const id = sourceId('user', 'engineer', 'Resolver 1');
		const user = await administration.get('user', id);
		expect(user).toMatchObject({ name: 'Resolver 1', roles: ['engineer'] });
		expect(user).not.toHaveProperty('account');
	});
});

describe('the real files', () => {
	test('22 assets with their people and places, the second run changes nothing', async () => {
		const bytes = realFile('assets-snipeit.csv');
		if (!bytes) return;
		const counts = { customer: 22, site: 29, contact: 9, asset: 22 };
		const first = await bring('assets', bytes);
		expect(first).toMatchObject({ encoding: 'UTF-8', rows: 22, refused: [] });
		expect(first.dates).toMatchObject([{ order: 'month-day', decidedBy: 'values' }]);
		const all = (place: number) =>
			Object.fromEntries(
				Object.entries(counts).map(([kind, n]) => [
					kind,
					[0, 0, 0, 0].map((_, at) => (at === place ? n : 0)),
				]),
			);
		expect(countsOf(first)).toEqual(all(0));
		expect(await assetOf('WBH-2841795')).toMatchObject({
			name: 'Dragline',
			costCents: 129_294,
			purchasedOn: '2022-11-14',
			endOfLifeOn: '2028-10-27',
			supplier: { name: 'Krajcik LLC' },
			user: { name: 'Gage McCrackem' },
			state: 'in_use',
		});
		expect(countsOf(await bring('assets', bytes))).toEqual(all(2));
	});

	test('300 incidents are 300 closed orders, each numbered by its day; the second run changes nothing', async () => {
		const bytes = realFile('incidents-servicenow.csv');
		if (!bytes) return;
		const first = await bring('incidents', bytes);
		expect(first).toMatchObject({ rows: 2_040, refusedRows: 1 });
		expect(countsOf(first)['workOrder']).toEqual([300, 0, 0, 0]);
		const orders = await allOrders(bytes);
		expect(orders).toHaveLength(300);
		for (const order of orders) {
			expect(v.is(WorkOrderSchema, order)).toBe(true);
			const day = dateOf(order.createdAt, 'Asia/Shanghai').replaceAll('-', '');
			expect(order).toMatchObject({ state: 'closed', createdAt: order.receivedAt });
			expect(order.number).toMatch(new RegExp(`^D0201-${day}\\d{2,3}$`));
		}
		expect(new Set(orders.map(({ number }) => number)).size).toBe(300);
		const again = await bring('incidents', bytes);
		expect(countsOf(again)['workOrder']).toEqual([0, 0, 300, 0]);
		expect(await allOrders(bytes)).toEqual(orders);
	}, 60_000);
});

async function allOrders(bytes: Uint8Array): Promise<WorkOrder[]> {
	const numbers = new Set(new TextDecoder().decode(bytes).match(/^INC\d+/gmu));
	return await Promise.all([...numbers].map(orderOf));
}
