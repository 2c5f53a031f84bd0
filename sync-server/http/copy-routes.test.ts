import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CopyResponse, Reported } from '#domain/copy/copy-wire.ts';
import { signedStrokes } from '#domain/work-order/order-world.ts';
import { ensureReferenceRecords } from '#server/reference/reference-records.ts';
import { TestServer, type TestDevice } from '#server/testing/test-server.ts';
import { copiesPerMinuteMax, reportsPerMinuteMax } from './copy-routes.ts';

const token = 'Ab3dEf6hIj9kLm2nOp5qRs';
const other = 'Zz3dEf6hIj9kLm2nOp5qRs';
const bytes = { sha256: 'a'.repeat(64), bytes: 10, type: 'application/pdf' };

let server: TestServer;
let li: TestDevice;

/** Two orders of one engineer, completed, each with its sheet. */
beforeEach(async () => {
	server = await TestServer.open();
	await server.staff({ desk: ['dispatcher'], li: ['engineer'] });
	await ensureReferenceRecords(server.administration);
	li = await server.signIn('li');
	for (const [id, secret] of [
		['north', token],
		['south', other],
	] as const) {
		await server.premises(id);
		await server.must('asset.edit@1', `a-${id}`, { set: { warrantyUntil: '2027-03-31' } });
		await server.order(id, id, 'li');
		await finish(id);
		await attach(id, secret);
	}
});
afterEach(async () => {
	expect(server.faults).toEqual([]);
	await server.close();
});

async function does(type: string, record: string, args: Record<string, unknown> = {}) {
	server.pass(1);
	const [result] = await li.push(li.command(`workOrder.${type}`, record, args));
	expect(result).toMatchObject({ outcome: 'applied' });
}

async function finish(id: string) {
	for (const step of ['accept@1', 'depart@1', 'arrive@1']) await does(step, id);
	const line = (await order(id))?.lines[0]?.id;
	const set = { cause: '卡纸', solution: '清洁', result: 'solved' };
	await does('recordWork@1', id, { lineId: line, set });
	await does('sign@1', id, { name: '张三', strokes: signedStrokes });
	await does('complete@1', id, { minutes: 20 });
}

const attach = (id: string, secret: string, version = 1) =>
	does('attachPaper@1', id, {
		...{ number: `${id}-S${version}`, version, token: secret },
		blob: { ...bytes, sha256: String(version).repeat(64) },
	});
const order = (id: string) => server.administration.get('workOrder', id);
const ask = (url: string, payload: object, remoteAddress = '10.0.0.1') =>
	server.app.inject({ method: 'POST', url: `/sync/v1/copy${url}`, payload, remoteAddress });
const tell = async (id: string, secret: string) =>
	(await ask('', { order: id, token: secret })).json<CopyResponse>();

describe('what a sheet opens', () => {
	test('is told without an account, and is nothing but its own', async () => {
		const answer = await ask('', { order: 'north', token });
		expect(answer.statusCode).toBe(200);
		expect(answer.headers['cache-control']).toBe('no-store');
		expect(answer.json()).toEqual({
			...{ number: 'north-S1', zone: 'Asia/Shanghai', record: { kind: 'unsealed' } },
			sheets: [{ number: 'north-S1', sha256: '1'.repeat(64) }],
			repairUntil: '2026-11-28T02:06:00.000Z',
			warranties: [{ tag: 'TAG-north', until: '2027-03-31' }],
		});
	});

	test('a wrong token, another order’s and an order that is not there are one answer', async () => {
		const wrong = [
			{ order: 'north', token: other },
			{ order: 'nowhere', token },
			{ order: 'a-north', token },
		];
		const answers = await Promise.all(wrong.map((link) => ask('', link)));
		for (const answer of answers) {
			expect(answer.statusCode).toBe(404);
			expect(answer.body).toBe(answers[0]?.body);
		}
		expect((await ask('', { order: 'north', token: '' })).statusCode).toBe(400);
		expect((await ask('/broken', { order: 'north', token: other })).statusCode).toBe(404);
	});

	test('says of an earlier version that there is a later one', async () => {
		await attach('north', other, 2);
		expect((await tell('north', token)).sheets.map(({ number }) => number)).toEqual([
			...['north-S1', 'north-S2'],
		]);
		await server.must('workOrder.sendBack@1', 'north', { missing: '封条' });
		await does('sign@1', 'north', { name: '张三', strokes: signedStrokes });
		await does('arrive@1', 'north');
		await does('complete@1', 'north', { minutes: 20 });
		expect((await tell('north', token)).record).toEqual({ kind: 'superseded' });
	});

	test('is asked only so often from one address', async () => {
		const link = { order: 'north', token: other };
		for (let n = 0; n < copiesPerMinuteMax; n++) await ask('', link, '10.0.0.2');
		expect((await ask('', link, '10.0.0.2')).statusCode).toBe(429);
		expect((await ask('', link, '10.0.0.3')).statusCode).toBe(404);
	});
});

describe('still broken', () => {
	const say = async (text: string) => {
		const answer = await ask('/broken', { order: 'north', token, text });
		expect(answer.statusCode).toBe(200);
		return answer.json<Reported>();
	};

	test('is one request the desk sees, and leaves what was signed as it is', async () => {
		const before = await order('north');
		const { number } = await say('又卡纸了');
		expect(await say('还是卡')).toMatchObject({ number });
		expect(await order('north')).toEqual(before);
		const desk = await server.signIn('desk');
		const { records } = await desk.pull();
		const made = records
			.map(({ body }) => body)
			.filter((body) => 'stillBroken' in (body as object));
		expect(made).toMatchObject([
			{
				...{ number, state: 'new', symptom: '又卡纸了', customerId: 'c-north', siteId: 's-north' },
				...{ requester: { name: '张三' }, channel: 'self_service' },
				lines: [{ asset: { id: 'a-north' }, result: 'open' }],
				stillBroken: { order: 'north', paper: 'north-S1' },
			},
		]);
		expect((await tell('north', token)).reported).toMatchObject({ number });
		expect((await tell('south', other)).reported).toBeUndefined();
	});

	test('may be said again once that request has ended', async () => {
		const first = await say('');
		const { records } = await (await server.signIn('desk')).pull();
		const again = records.find(({ id }) => id.startsWith('again-'))?.id ?? '';
		await server.must('workOrder.cancel@1', again, { reason: '误报' });
		expect((await say('')).number).not.toBe(first.number);
	});

	test('is said only so often from one address', async () => {
		for (let n = 0; n < reportsPerMinuteMax; n++) await say('又坏');
		expect((await ask('/broken', { order: 'north', token })).statusCode).toBe(429);
	});

	test('is nothing a device may say by itself', async () => {
		const args = { order: 'north', paper: 'x', text: '' };
		const [result] = await li.push(li.command('workOrder.stillBroken@1', 'forged', args));
		expect(result).toMatchObject({ outcome: 'rejected' });
	});
});
