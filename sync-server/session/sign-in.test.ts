import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sessionCookie } from '#server/http/session-cookie.ts';
import { requestsPerMinuteMax } from '#server/http/sync-routes.ts';
import { signInsPerMinuteMax } from '#server/http/session-routes.ts';
import { cheapHash, password, TestServer, type TestDevice } from '#server/testing/test-server.ts';
import { checkPassword, hashPassword } from './password.ts';
import { leaverDaysMax, sessionDays } from './sessions.ts';
import { lockSecondsMin, wrongPasswordsMax } from './sign-in-throttle.ts';

let server: TestServer;

beforeEach(async () => {
	server = await TestServer.open();
	await server.staff({ desk: ['dispatcher'], li: ['engineer'] });
});
afterEach(() => server.close());

function signIn(account: string, secret: string, headers: Record<string, string> = {}) {
	const payload = { account, password: secret };
	return server.app.inject({ method: 'POST', url: '/session', payload, headers });
}

describe('sign-in', () => {
	test('gives a cookie scripts cannot read and other sites cannot send', async () => {
		const response = await signIn('Desk', password);
		expect(response.statusCode).toBe(200);
		expect(response.json()).toMatchObject({
			user: { id: 'u-desk', account: 'desk', roles: ['dispatcher'] },
		});
		const [cookie] = response.cookies;
		expect(cookie).toMatchObject({
			name: sessionCookie,
			path: '/',
			httpOnly: true,
			sameSite: 'Strict',
			maxAge: sessionDays * 24 * 60 * 60,
		});
		expect(cookie).not.toHaveProperty('secure');
		expect(cookie?.value).toMatch(/^[\w-]{43}$/);
	});

	test('over TLS the cookie stays on TLS', async () => {
		const [cookie] = (await signIn('desk', password, { 'x-forwarded-proto': 'https' })).cookies;
		expect(cookie).toMatchObject({ secure: true });
	});

	test('an unknown account and a wrong password get the same answer', async () => {
		const wrong = await signIn('desk', 'wrong');
		const unknown = await signIn('nobody', 'wrong');
		expect(wrong.statusCode).toBe(401);
		expect(unknown.body).toBe(wrong.body);
		expect(unknown.headers['set-cookie']).toBeUndefined();
	});

	test('the fifth wrong password makes even the right one wait, longer each time', async () => {
		for (let n = 1; n < wrongPasswordsMax; n++)
			expect((await signIn('desk', 'wrong')).statusCode).toBe(401);
		const fifth = await signIn('desk', 'wrong');
		expect(fifth.statusCode).toBe(429);
		expect(fifth.headers['retry-after']).toBe(String(lockSecondsMin));
		expect(fifth.json()).toEqual({
			error: { kind: 'too-many-attempts', retryAfterS: lockSecondsMin },
		});
		expect((await signIn('desk', password)).statusCode).toBe(429);
		expect((await signIn('li', password)).statusCode).toBe(200);
		server.pass(1);
		expect((await signIn('desk', 'wrong')).json()).toEqual({
			error: { kind: 'too-many-attempts', retryAfterS: 2 * lockSecondsMin },
		});
		server.pass(1);
		expect((await signIn('desk', password)).statusCode).toBe(200);
		expect((await signIn('desk', 'wrong')).statusCode).toBe(401);
	});

	test('tries at the same moment count like tries one after the other', async () => {
		const answers = await Promise.all(
			Array.from({ length: 3 * wrongPasswordsMax }, () => signIn('desk', 'wrong')),
		);
		const checked = answers.filter(({ statusCode }) => statusCode === 401);
		expect(checked).toHaveLength(wrongPasswordsMax - 1);
	});

	test('a disabled user gets in to hand in what is unsent, with his password, and sees nothing', async () => {
		await server.must('user.edit@1', 'u-li', { set: { disabled: true } });
		expect((await signIn('li', 'wrong')).statusCode).toBe(401);
		expect((await signIn('li', password)).json()).toMatchObject({ disabled: true });
		const device = await server.signIn('li');
		const hello = await device.request('POST', '/sync/v1/hello', {
			device: device.id,
			protocol: 1,
		});
		expect(hello.json()).toMatchObject({ disabled: true });
		const note = device.command('workOrder.note@1', 'order-1', { text: 'done' });
		expect((await device.push(note))[0]).toMatchObject({ outcome: 'quarantined' });
		for (const url of ['/sync/v1/pull', '/sync/v1/lookup', '/sync/v1/claim'])
			expect((await device.request('POST', url, {})).statusCode, url).toBe(403);
		expect((await device.request('GET', '/session')).statusCode).toBe(403);
	});

	test('one address cannot sign in all day long, whoever it tries', async () => {
		for (let n = 0; n < signInsPerMinuteMax; n++) await signIn(`nobody-${n}`, 'wrong');
		const refused = await signIn('li', password);
		expect(refused.statusCode).toBe(429);
		const told = Number(refused.headers['retry-after']);
		expect(refused.json()).toEqual({ error: { kind: 'too-many-requests', retryAfterS: told } });
	});

	test('nonsense is refused in words', async () => {
		const response = await server.app.inject({
			method: 'POST',
			url: '/session',
			payload: { a: 1 },
		});
		expect([response.statusCode, response.json()]).toEqual([400, { error: { kind: 'bad-input' } }]);
	});
});

describe('session', () => {
	test('several of one user share what he may ask in a minute', async () => {
		const [one, two] = [await server.signIn('li'), await server.signIn('li')];
		const ask = (device: TestDevice) =>
			device.request('POST', '/sync/v1/lookup', { kind: 'asset', text: 'x', id: 'none' });
		for (let n = 0; n < requestsPerMinuteMax; n++) await ask(n % 2 === 0 ? one : two);
		expect((await ask(one)).statusCode).toBe(429);
		expect((await ask(two)).statusCode).toBe(429);
		expect((await ask(await server.signIn('desk'))).statusCode).toBe(200);
	});

	test('is the person’s own until signed out', async () => {
		const device = await server.signIn('li');
		expect((await device.request('GET', '/session')).json()).toMatchObject({
			user: { id: 'u-li' },
		});
		const out = await device.request('DELETE', '/session');
		expect(out.statusCode).toBe(204);
		expect(out.cookies[0]).toMatchObject({ name: sessionCookie, value: '' });
		const after = await device.request('GET', '/session');
		expect([after.statusCode, after.json()]).toEqual([401, { error: { kind: 'signed-out' } }]);
	});

	test('of a disabled user ends, however often he comes', async () => {
		const device = await server.signIn('li');
		await server.must('user.edit@1', 'u-li', { set: { disabled: true } });
		const greet = async () =>
			(await device.request('POST', '/sync/v1/hello', { device: device.id, protocol: 1 }))
				.statusCode;
		const weekMinutes = 7 * 24 * 60;
		for (let days = 0; days + 7 < leaverDaysMax; days += 7) {
			server.pass(weekMinutes);
			expect(await greet()).toBe(200);
		}
		for (let days = 0; days <= sessionDays + 7; days += 7) {
			server.pass(weekMinutes);
			await greet();
		}
		expect(await greet()).toBe(401);
	});

	test('lives on while it is used, and ends 30 days after', async () => {
		const minutesPerDay = 24 * 60;
		const device = await server.signIn('li');
		server.pass(20 * minutesPerDay);
		const used = await device.request('GET', '/session');
		expect(used.cookies[0]).toMatchObject({ name: sessionCookie, value: device.token });
		server.pass(20 * minutesPerDay);
		expect((await device.request('GET', '/session')).statusCode).toBe(200);
		server.pass(sessionDays * minutesPerDay);
		expect((await device.request('GET', '/session')).statusCode).toBe(401);
	});

	test('ends with a new password', async () => {
		const device = await server.signIn('li');
		await server.administration.setPassword('u-li', 'li', 'another one');
		expect((await device.request('GET', '/session')).statusCode).toBe(401);
	});

	test.each(['hello', 'push', 'pull', 'lookup'])('without one there is no %s', async (door) => {
		const url = `/sync/v1/${door}`;
		const response = await server.app.inject({ method: 'POST', url, payload: {} });
		expect([response.statusCode, response.json()]).toEqual([
			401,
			{ error: { kind: 'signed-out' } },
		]);
	});

	test.each([
		['another origin', { origin: 'https://evil.example' }, 403],
		['no origin', { origin: 'null' }, 403],
		['another site by the browser’s word', { 'sec-fetch-site': 'cross-site' }, 403],
		['our own origin', { origin: 'http://localhost:80', host: 'localhost:80' }, 204],
	])('a request from %s', async (_, headers, statusCode) => {
		const { token } = await server.signIn('li');
		const cookies = { [sessionCookie]: token };
		const host = 'localhost:80';
		const response = await server.app.inject({
			method: 'DELETE',
			url: '/session',
			cookies,
			headers: { host, ...headers },
		});
		expect(response.statusCode).toBe(statusCode);
	});

	test('only JSON is read', async () => {
		const { token } = await server.signIn('li');
		const response = await server.app.inject({
			method: 'POST',
			url: '/sync/v1/pull',
			cookies: { [sessionCookie]: token },
			headers: { 'content-type': 'text/plain' },
			payload: '{"device":"d"}',
		});
		expect(response.statusCode).toBe(415);
	});
});

describe('password hash', () => {
	test('is argon2id with its parameters, and different every time', async () => {
		const [one, two] = await Promise.all([
			hashPassword(password, cheapHash),
			hashPassword(password, cheapHash),
		]);
		expect(one).toMatch(/^\$argon2id\$v=19\$m=8,t=1,p=1\$/);
		expect(one).not.toBe(two);
		expect(await checkPassword(password, one, cheapHash)).toEqual({ ok: true, stale: false });
		expect(await checkPassword('other', one, cheapHash)).toMatchObject({ ok: false });
	});

	test('made at another cost it is made anew at the next sign-in', async () => {
		const { store } = server.parts;
		const hash = await hashPassword(password, { memoryKiB: 16, passes: 2 });
		await store.setCredential({ userId: 'u-li', account: 'li', hash });
		expect((await signIn('li', password)).statusCode).toBe(200);
		expect((await store.credentialOf('li'))?.hash).toContain('m=8,t=1,p=1');
		expect((await signIn('li', password)).statusCode).toBe(200);
	});
});
