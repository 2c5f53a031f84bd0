import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sourceId } from '#domain/import/source-id.ts';
import { sessionCookie } from './session-cookie.ts';
import { password, TestServer } from '#server/testing/test-server.ts';

let server: TestServer;
beforeEach(async () => {
	server = await TestServer.open();
	await server.staff({ guan: ['admin'], diao: ['dispatcher'] });
});
afterEach(async () => {
	await server.close();
});

async function post(account: string, kind: string, payload: string, type = 'text/csv') {
	const signedIn = await server.app.inject({
		method: 'POST',
		url: '/session',
		payload: { account, password },
	});
	const token = signedIn.cookies.find(({ name }) => name === sessionCookie)?.value ?? '';
	return await server.app.inject({
		method: 'POST',
		url: `/sync/v1/import/${kind}`,
		headers: { 'content-type': type },
		cookies: { [sessionCookie]: token },
		payload,
	});
}

const file = 'Asset Tag,Name\nZC-1,打印机\n,Laptop\n';

describe('importing over HTTP', () => {
	test('answers the administrator with the report', async () => {
		const response = await post('guan', 'assets', file);
		expect(response.statusCode).toBe(200);
		expect(response.json()).toMatchObject({
			ok: true,
			encoding: 'UTF-8',
			records: [
				{ kind: 'customer', created: 1 },
				{ kind: 'asset', created: 1 },
			],
			refused: [{ line: 3, column: 'Asset Tag', reason: 'value-missing' }],
		});
		const asset = await server.administration.get('asset', sourceId('asset', 'ZC-1'));
		expect(asset).toMatchObject({ name: '打印机', createdBy: 'system' });
	});

	test('answers what is wrong with the file as a whole', async () => {
		const response = await post('guan', 'assets', 'a,b\n1,2\n');
		expect(response.json()).toMatchObject({ ok: false, problem: { kind: 'columns-missing' } });
	});

	test.each([
		['diao', 'assets', 'text/csv', 403],
		['nobody', 'assets', 'text/csv', 401],
		['guan', 'everything', 'text/csv', 400],
		['guan', 'assets', 'application/json', 400],
	])('%s sending %s as %s is answered %i', async (account, kind, type, status) => {
		const response = await post(account, kind, type === 'text/csv' ? file : '{}', type);
		expect(response.statusCode).toBe(status);
		expect(await server.administration.get('asset', sourceId('asset', 'ZC-1'))).toBeUndefined();
	});
});
