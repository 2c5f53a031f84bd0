import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { TestServer } from '#server/testing/test-server.ts';

const shell = '<!doctype html><script>\n\tstart();\n</script>';
let buildDir: string;
let server: TestServer;

function file(path: string, content: string | Buffer): void {
	const full = join(buildDir, path);
	mkdirSync(join(full, '..'), { recursive: true });
	writeFileSync(full, content);
}

const get = (url: string, headers: Record<string, string> = { accept: 'text/html' }) =>
	server.app.inject({ method: 'GET', url, headers });

beforeEach(() => {
	buildDir = mkdtempSync(join(tmpdir(), 'outpost-build-'));
});
afterEach(async () => {
	await server.close();
	rmSync(buildDir, { recursive: true, force: true });
});

describe('with a build', () => {
	beforeEach(async () => {
		file('200.html', shell);
		file('_app/immutable/start.js', 'let here = 1;');
		file('_app/immutable/start.js.gz', gzipSync('let here = 1;'));
		file('service-worker.js', '/* sw */');
		file('manifest.webmanifest', '{}');
		file('.stamp', 'of the tools');
		server = await TestServer.open({ buildDir });
	});

	test.each(['/', '/work-orders/42', '/gallery?lang=en'])('%s is the shell', async (url) => {
		const response = await get(url);
		expect([response.statusCode, response.body]).toEqual([200, shell]);
		expect(response.headers['cache-control']).toBe('no-cache');
	});

	test.each([
		['a missing chunk', '/_app/immutable/gone.js', { accept: 'text/html' }],
		['a folder', '/_app/immutable/', { accept: 'text/html' }],
		['what tools left beside it', '/.stamp', { accept: '*/*' }],
		['an unknown door', '/sync/v1/nothing', { accept: 'text/html' }],
		['what is not a page', '/picture.png', { accept: 'image/*' }],
		['a way out of the folder', '/..%2f..%2fetc/passwd', { accept: 'image/*' }],
	])('%s is not found, in words', async (_, url, headers) => {
		const response = await get(url, headers);
		expect([response.statusCode, response.json()]).toEqual([404, { error: { kind: 'not-found' } }]);
	});

	test('a page is only read', async () => {
		const response = await server.app.inject({
			method: 'POST',
			url: '/work-orders',
			headers: { accept: 'text/html' },
		});
		expect(response.statusCode).toBe(404);
	});

	test('hashed files are kept for good, the others asked for each time', async () => {
		const chunk = await get('/_app/immutable/start.js');
		expect(chunk.headers['cache-control']).toBe('public, max-age=31536000, immutable');
		for (const url of ['/service-worker.js', '/manifest.webmanifest', '/200.html'])
			expect((await get(url)).headers['cache-control']).toBe('no-cache');
	});

	test('what is packed already is sent packed', async () => {
		const packed = await get('/_app/immutable/start.js', { 'accept-encoding': 'gzip' });
		expect(packed.headers['content-encoding']).toBe('gzip');
		expect(packed.headers['content-type']).toContain('javascript');
		expect(packed.headers['cache-control']).toContain('immutable');
	});

	test('the policy allows the page’s own inline script and no frame around it', async () => {
		const policy = String((await get('/')).headers['content-security-policy']);
		expect(policy).toMatch(/script-src 'self' 'wasm-unsafe-eval' 'sha256-[\w+/=]{44}'(;|$)/);
		expect(policy).toContain("frame-ancestors 'none'");
		expect(policy).not.toContain('unsafe-inline');
		expect((await get('/_app/immutable/start.js')).headers['content-security-policy']).toBe(policy);
	});
});

describe('without a build', () => {
	beforeEach(async () => {
		server = await TestServer.open({ buildDir });
	});

	test('the page says so and the doors work', async () => {
		const page = await get('/');
		expect([page.statusCode, page.body.includes('not built')]).toEqual([503, true]);
		const health = await get('/healthz');
		expect(health.json()).toMatchObject({ status: 'ok', store: 'memory', time: server.now });
	});

	test('a fault of ours is told as a kind, without a stack', async () => {
		await server.staff({ li: ['engineer'] });
		const device = await server.signIn('li');
		server.parts.store.head = () => Promise.reject(new Error('secret detail'));
		const response = await device.request('POST', '/sync/v1/pull', { device: device.id });
		expect([response.statusCode, response.json()]).toEqual([
			500,
			{ error: { kind: 'server-fault' } },
		]);
	});
});
