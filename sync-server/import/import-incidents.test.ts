import { existsSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import { beforeEach, describe, expect, test } from 'vitest';
import type { ImportReport } from '#domain/import/report.ts';
import { sourceId } from '#domain/import/source-id.ts';
import { WorkOrderSchema, type WorkOrder } from '#domain/work-order/work-order.ts';
import { dateOf } from '#domain/time/zone.ts';
import type { Instant } from '#domain/time/instant.ts';
import type { Administration } from '#server/administration.ts';
import { ensureReferenceRecords } from '#server/reference/reference-records.ts';
import { serverParts } from '#server/server-parts.ts';
import { MemoryStore } from '#server/store/memory.ts';
import { importIncidents } from './import-incidents.ts';

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

async function bring(bytes: Uint8Array): Promise<Read> {
	const report = await importIncidents(bytes, administration);
	if (!report.ok) throw new Error(JSON.stringify(report.problem));
	return report;
}
const fixture = (name: string) => readFileSync(new URL(name, fixtures));
const text = (content: string) => new TextEncoder().encode(content);
const orderOf = async (number: string) =>
	(await administration.get('workOrder', sourceId('incident', number)))!;

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

describe('incidents', () => {
	test('are told again in our commands at the times it happened', async () => {
		const report = await bring(fixture('incidents-small.csv'));
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
		const report = await bring(fixture('incidents-small.csv'));
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
		await bring(text(begun));
		expect(await orderOf('INC1')).toMatchObject({ state: 'dispatched' });
		await bring(text(whole));
		const order = await orderOf('INC1');
		const again = await bring(text(whole));
		expect(countsOf(again)['workOrder']).toEqual([0, 0, 3, 0]);
		expect(await orderOf('INC1')).toEqual(order);
	});

	test('make people who cannot sign in and are shown as their log names them', async () => {
		await bring(fixture('incidents-small.csv'));
		const id = sourceId('user', 'engineer', 'Resolver 1');
		const user = await administration.get('user', id);
		expect(user).toMatchObject({ name: 'Resolver 1', roles: ['engineer'] });
		expect(user).not.toHaveProperty('account');
	});
});

describe('the real file', () => {
	test('300 incidents are 300 closed orders, each numbered by its day; the second run changes nothing', async () => {
		const bytes = realFile('incidents-servicenow.csv');
		if (!bytes) return;
		const first = await bring(bytes);
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
		const again = await bring(bytes);
		expect(countsOf(again)['workOrder']).toEqual([0, 0, 300, 0]);
		expect(await allOrders(bytes)).toEqual(orders);
	}, 60_000);
});

async function allOrders(bytes: Uint8Array): Promise<WorkOrder[]> {
	const numbers = new Set(new TextDecoder().decode(bytes).match(/^INC\d+/gmu));
	return await Promise.all([...numbers].map(orderOf));
}
