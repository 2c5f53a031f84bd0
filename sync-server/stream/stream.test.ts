import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sessionCookie } from '#server/http/session-cookie.ts';
import { listenersPerUserMax } from '#server/stream/pokes.ts';
import { TestServer, type TestDevice } from '#server/testing/test-server.ts';

let server: TestServer;

beforeEach(async () => {
	server = await TestServer.open();
	await server.staff({ desk: ['dispatcher'], li: ['engineer'], wang: ['engineer'] });
	await server.premises('north');
	await server.order('order-1', 'north', 'li');
	await server.app.listen({ port: 0, host: '127.0.0.1' });
});
afterEach(() => server.close());

/** What the device's stream says from now on, until it ends. */
async function listen(device: TestDevice) {
	const { port } = server.app.server.address() as AddressInfo;
	const response = await fetch(`http://127.0.0.1:${port}/sync/v1/stream`, {
		headers: { cookie: `${sessionCookie}=${device.token}` },
	});
	const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
	if (!reader) throw new Error('no stream');
	return { response, next: async () => (await reader.read()).value };
}

test('several writes make one poke that says nothing of what changed', async () => {
	const stream = await listen(await server.signIn('li'));
	expect(stream.response.headers.get('content-type')).toContain('text/event-stream');
	expect(await stream.next()).toBe('retry: 2000\n\n');
	await server.must('workOrder.note@1', 'order-1', { text: 'one' });
	await server.must('workOrder.note@1', 'order-1', { text: 'two' });
	expect(await stream.next()).toBe('event: changed\ndata: {}\n\n');
	await server.dispatch('order-1', 'wang', 'overload');
	expect(await stream.next()).toBe('event: changed\ndata: {}\n\n');
});

test('a stranger hears nothing; the stream ends with the session', async () => {
	const device = await server.signIn('wang');
	await device.pull();
	const stream = await listen(device);
	expect(await stream.next()).toBe('retry: 2000\n\n');
	await server.must('workOrder.note@1', 'order-1', { text: 'not for him' });
	await device.request('DELETE', '/session');
	expect(await stream.next()).toBeUndefined();
});

test('who lost the order hears when the desk has decided about his work there, and of nothing else', async () => {
	const li = await server.signIn('li');
	const desk = await server.signIn('desk');
	const cursor = (await li.pull()).cursor;
	await server.dispatch('order-1', 'wang', 'overload');
	await li.push(li.command('workOrder.accept@1', 'order-1'));
	await li.pull(cursor);
	const stream = await listen(li);
	expect(await stream.next()).toBe('retry: 2000\n\n');
	await server.must('workOrder.note@1', 'order-1', { text: 'not for him' });
	const [held] = (await server.administration.get('workOrder', 'order-1'))?.held ?? [];
	const args = { heldId: held?.id, reason: '重复' };
	const [done] = await desk.push(desk.command('workOrder.discardHeld@1', 'order-1', args));
	expect(done?.outcome).toBe('applied');
	expect(await stream.next()).toBe('event: changed\n' + 'data: {}\n\n');
	await server.must('workOrder.note@1', 'order-1', { text: 'nor this' });
	await li.request('DELETE', '/session');
	expect(await stream.next()).toBeUndefined();
});

test('one user’s streams leave room for the others', async () => {
	const li = await server.signIn('li');
	const streams = await Promise.all(Array.from({ length: listenersPerUserMax }, () => listen(li)));
	expect(streams.map(({ response }) => response.status)).not.toContain(503);
	expect((await listen(li)).response.status).toBe(503);
	expect((await listen(await server.signIn('wang'))).response.status).toBe(200);
});

test('closing the server ends the streams', async () => {
	const stream = await listen(await server.signIn('li'));
	await stream.next();
	await server.app.close();
	expect(await stream.next()).toBeUndefined();
});
