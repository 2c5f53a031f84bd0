import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PushResponse } from '#domain/protocol/wire.ts';
import { sessionCookie } from '#server/http/session-cookie.ts';
import { ensureReferenceRecords } from '#server/reference/reference-records.ts';
import { orderArgs, TestServer, type TestDevice } from '#server/testing/test-server.ts';
import { documentBytesMax } from './document-limit.ts';
import { commandDepthMax } from './push-batch.ts';

/** What somebody signed in may try with a client of his own making. */
let server: TestServer;
let li: TestDevice;

beforeEach(async () => {
	server = await TestServer.open();
	await server.staff({ desk: ['dispatcher'], li: ['engineer'], wang: ['engineer'] });
	for (const name of ['north', 'south']) await server.premises(name);
	await server.order('order-1', 'north', 'li');
	li = await server.signIn('li');
});
afterEach(async () => {
	expect(server.faults).toEqual([]);
	await server.close();
});

const order = () => server.administration.get('workOrder', 'order-1');
const note = (text: string) => li.command('workOrder.note@1', 'order-1', { text });

/** A push as text, for what no client of ours would write. */
function pushText(commands: string) {
	return server.app.inject({
		method: 'POST',
		url: '/sync/v1/push',
		headers: { 'content-type': 'application/json' },
		cookies: { [sessionCookie]: li.token },
		payload: `{"device":"${li.id}","protocol":1,"commands":[${commands}]}`,
	});
}

describe('ids', () => {
	test.each(['c-south', 'u-desk', 'policy-default', 'organisation'])(
		'a new order cannot take the id of another record, %s',
		async (id) => {
			await ensureReferenceRecords(server.administration);
			const [result] = await li.push(
				li.command('workOrder.createOnSite@1', id, orderArgs('north')),
			);
			expect(result?.refusal).toEqual({ kind: 'not-found' });
			expect(await server.administration.get('workOrder', id)).toBeUndefined();
			const desk = await server.signIn('desk');
			const twins = (await desk.pull()).records.filter((record) => record.id === id);
			expect(twins.map(({ kind }) => kind)).not.toContain('workOrder');
		},
	);

	test('nor can two commands of one batch share one', async () => {
		const results = await li.push(
			li.command('workOrder.createOnSite@1', 'twin', orderArgs('north')),
			li.command('asset.register@1', 'twin', { set: { tag: 'T', name: 'twin' } }),
		);
		expect(results.map(({ outcome }) => outcome)).toEqual(['applied', 'rejected']);
	});

	test.each(['server', 'import-0123', 'demo-seed', 'demo-seed-seals'])(
		'the device %s is the server’s own',
		async (device) => {
			for (const door of ['hello', 'push', 'pull']) {
				const payload = { device, protocol: 1, commands: [] };
				const answer = await li.request('POST', `/sync/v1/${door}`, payload);
				expect([answer.statusCode, answer.json()]).toEqual([
					403,
					{ error: { kind: 'device-of-another' } },
				]);
			}
		},
	);
});

describe('shapes', () => {
	test('a command nested without end is refused by itself', async () => {
		const line = (depth: number) => {
			const asset = { tag: 'x', deep: 'here' };
			const command = li.command('workOrder.addLine@1', 'order-1', { symptom: 'x', asset });
			const deep = `${'['.repeat(depth)}${']'.repeat(depth)}`;
			return JSON.stringify(command).replace('"here"', deep);
		};
		const commands = [line(50_000), JSON.stringify(note('fine')), line(commandDepthMax), line(9)];
		const { results } = v.parse(PushResponse, (await pushText(commands.join(','))).json());
		expect(results.map(({ refusal, outcome }) => refusal?.kind ?? outcome)).toEqual([
			'bad-input',
			'applied',
			'bad-input',
			'applied',
		]);
	});

	test('a record is not blown up beyond what devices can take', async () => {
		const stuffed = () =>
			li.command('workOrder.addLine@1', 'order-1', {
				symptom: 'x',
				asset: { tag: 'x', stuffing: 'y'.repeat(documentBytesMax / 2) },
			});
		const first = await li.push(stuffed());
		const second = await li.push(stuffed());
		expect([...first, ...second].map(({ refusal, outcome }) => refusal?.kind ?? outcome)).toEqual([
			'applied',
			'too-many',
		]);
		expect((await li.push(note('still open')))[0]?.outcome).toBe('applied');
	});

	test.each(['__proto__', 'constructor'])('keys such as %s reach nothing', async (key) => {
		const command = JSON.stringify(note('x')).replace('"text"', `"${key}":{"late":true},"text"`);
		const answer = await pushText(command);
		expect(answer.statusCode).toBeLessThan(500);
		expect(Object.prototype).not.toHaveProperty('late');
		expect((await order())?.notes.some((entry) => entry.late)).toBe(false);
	});

	test('a command cannot name a type that every object has', async () => {
		const [result] = await li.push({ ...note('x'), type: 'constructor.name@1' });
		expect(result?.refusal?.kind).toBe('unknown-command');
	});
});

test('nobody closes or rates his own work by naming himself as its requester', async () => {
	const requester = { name: 'Li', userId: 'u-li' };
	await li.push(
		li.command('workOrder.createOnSite@1', 'own', { ...orderArgs('north'), requester }),
	);
	const made = await server.administration.get('workOrder', 'own');
	expect(made?.requester).toEqual({ name: 'Li' });
});

test('the daily number is told in the history, once', async () => {
	await li.push(note('one'), note('two'));
	const given = (await order())?.history.filter(({ command }) => command === 'workOrder.number@1');
	expect(given).toMatchObject([
		{ by: 'server', changes: [{ field: 'number', from: null, to: 'D0201-2026112101' }] },
	]);
});
