import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sourceId } from '#domain/import/source-id.ts';
import { sessionCookie } from './session-cookie.ts';
import { password, TestServer } from '#server/testing/test-server.ts';

let server: TestServer;
beforeEach(async () => {
	server = await TestServer.open();
	await server.staff({ guan: ['admin'], ku: ['storekeeper'], diao: ['dispatcher'] });
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
const columns = ['tag', 'name'];
const ask = (order: object, more = '') =>
	`order=${encodeURIComponent(JSON.stringify(order))}${more}`;
const good = ask({ source: 'free', columns });

describe('importing over HTTP', () => {
	test('looks, tries out and begins, for who keeps the register', async () => {
		expect((await post('ku', 'assets/look', file)).json()).toMatchObject({
			...{ ok: true, encoding: 'UTF-8', separator: ',', rows: 2, source: 'free' },
			columns: [{ title: 'Asset Tag', samples: ['ZC-1'] }, { title: 'Name' }],
			guesses: { free: columns },
		});
		expect((await post('ku', `assets/check?${good}`, file)).json()).toMatchObject({
			counts: { new: 1, changed: 0, same: 0, refused: 1 },
			refused: [{ line: 3, column: 'Asset Tag', reason: 'value-missing' }],
		});
		const id = sourceId('asset', 'ZC-1');
		expect(await server.administration.get('asset', id)).toBeUndefined();
		const run = `assets/run?${good}&id=import-1&name=${encodeURIComponent('资产.csv')}`;
		expect((await post('ku', run, file)).json()).toEqual({ ok: true, id: 'import-1' });
		await server.parts.imports.settled();
		expect(await server.administration.get('asset', id)).toMatchObject({
			...{ name: '打印机', createdBy: 'u-ku' },
			history: [{ importName: '资产.csv' }],
		});
	});

	test('answers what is wrong with the file as a whole', async () => {
		const response = await post('guan', 'assets/look', '%PDF-1.7');
		expect(response.json()).toMatchObject({ ok: false, problem: { kind: 'pdf' } });
	});

	test.each([
		['diao', 'assets/look', 'text/csv', 403],
		['diao', `assets/check?${good}`, 'text/csv', 403],
		['diao', `assets/run?${good}&id=a&name=b`, 'text/csv', 403],
		['ku', 'incidents', 'text/csv', 403],
		['nobody', 'assets/look', 'text/csv', 401],
		['guan', 'everything', 'text/csv', 404],
		['guan', 'assets/check', 'text/csv', 400],
		['guan', 'assets/check?order=%7B', 'text/csv', 400],
		['guan', `assets/check?${ask({ source: 'mine', columns })}`, 'text/csv', 400],
		['guan', `assets/run?${good}`, 'text/csv', 400],
		['guan', 'assets/look', 'application/json', 400],
	])('%s sending %s as %s is answered %i', async (account, kind, type, status) => {
		const response = await post(account, kind, type === 'text/csv' ? file : '{}', type);
		expect(response.statusCode).toBe(status);
		expect(await server.administration.get('asset', sourceId('asset', 'ZC-1'))).toBeUndefined();
	});

	test('a device cannot begin or finish an import by itself', async () => {
		const counts = { new: 0, changed: 0, same: 0, refused: 0 };
		const args = { name: 'x', source: 'free', total: 0, counts, mapping: [] };
		const actor = { userId: 'guan', name: 'guan', roles: ['admin'], deskIds: [] } as const;
		const begin = { type: 'assetImport.begin@1', kind: 'assetImport', record: 'i', args } as const;
		expect(await server.administration.execute({ ...begin, actor })).toMatchObject({
			refusal: { kind: 'not-allowed' },
		});
	});
});
