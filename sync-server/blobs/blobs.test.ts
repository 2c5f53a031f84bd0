import { createHash, randomBytes } from 'node:crypto';
import { FileStore } from '@tus/file-store';
import { readdirSync, rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { blobBytesMax, bytesMaxOf } from '#domain/protocol/blob.ts';
import { sessionCookie } from '#server/http/session-cookie.ts';
import { UnfinishedUploads, unfinishedDaysMax, unfinishedMax } from './unfinished-uploads.ts';
import { TestServer, type TestDevice } from '#server/testing/test-server.ts';

const uploads = '/sync/v1/blobs/uploads';
const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(50_000)]);
const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

let server: TestServer;
let li: TestDevice;
let wang: TestDevice;

beforeEach(async () => {
	server = await TestServer.open();
	await server.staff({ desk: ['dispatcher'], li: ['engineer'], wang: ['engineer'] });
	await server.premises('north');
	await server.order('order-1', 'north', 'li');
	li = await server.signIn('li');
	wang = await server.signIn('wang');
});
afterEach(() => server.close());

test('bytes of a command that was taken are unsent work after its author was disabled', async () => {
	const of = (recordId: string) => ({ sha256: hashOf(jpeg), type: 'image/jpeg', recordId });
	const blob = { sha256: hashOf(jpeg), type: 'image/jpeg', bytes: jpeg.length };
	await server.order('order-2', 'north', 'wang');
	await wang.push(wang.command('workOrder.addPhoto@1', 'order-2', { blob }));
	const [taken] = await li.push(li.command('workOrder.addPhoto@1', 'order-1', { blob }));
	expect(taken?.outcome).toBe('applied');
	await server.must('user.edit@1', 'u-li', { set: { disabled: true } });
	expect((await announce(li, of('order-2'), jpeg.length)).statusCode).toBe(404);
	const other = { ...of('order-1'), sha256: hashOf(Buffer.from('other')) };
	expect((await announce(li, other, jpeg.length)).statusCode).toBe(404);
	const begun = await announce(li, of('order-1'), jpeg.length);
	expect(begun.statusCode).toBe(201);
	const done = await send(li, String(begun.headers['location']), 0, jpeg);
	expect(done.statusCode).toBe(204);
	const asked = `/sync/v1/blobs/${hashOf(jpeg)}?record=order-1`;
	expect((await li.request('HEAD', asked)).statusCode).toBe(200);
});

function tus(
	device: TestDevice,
	method: 'POST' | 'PATCH' | 'HEAD',
	url: string,
	headers: Record<string, string>,
	payload?: Buffer,
) {
	return server.app.inject({
		method,
		url,
		cookies: { [sessionCookie]: device.token },
		headers: { 'tus-resumable': '1.0.0', ...headers },
		...(payload && { payload }),
	});
}

function announce(device: TestDevice, metadata: Record<string, string>, bytes: number) {
	const words = Object.entries(metadata).map(
		([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`,
	);
	const headers = { 'upload-length': String(bytes), 'upload-metadata': words.join(',') };
	return tus(device, 'POST', uploads, headers);
}

function send(device: TestDevice, url: string, offset: number, bytes: Buffer) {
	const headers = {
		'upload-offset': String(offset),
		'content-type': 'application/offset+octet-stream',
	};
	return tus(device, 'PATCH', url, headers, bytes);
}

const metadataOf = (bytes: Buffer) => ({
	sha256: hashOf(bytes),
	type: 'image/jpeg',
	recordId: 'order-1',
});

async function uploadWhole(device: TestDevice, bytes: Buffer, metadata = metadataOf(bytes)) {
	const made = await announce(device, metadata, bytes.length);
	expect(made.statusCode).toBe(201);
	return send(device, String(made.headers['location']), 0, bytes);
}

async function addPhoto(sha256: string): Promise<void> {
	const blob = { sha256, type: 'image/jpeg', bytes: jpeg.length };
	const [result] = await li.push(li.command('workOrder.addPhoto@1', 'order-1', { blob }));
	expect(result?.outcome).toBe('applied');
}

const address = (sha256: string, record = 'order-1') => `/sync/v1/blobs/${sha256}?record=${record}`;
const kindOf = (body: string) => (JSON.parse(body) as { error: { kind: string } }).error.kind;

describe('upload', () => {
	test('resumes where it stopped, and counts only when it is whole', async () => {
		const sha256 = hashOf(jpeg);
		await addPhoto(sha256);
		const made = await announce(li, metadataOf(jpeg), jpeg.length);
		const url = String(made.headers['location']);
		expect(url.startsWith(`${uploads}/`)).toBe(true);
		expect((await send(li, url, 0, jpeg.subarray(0, 20_000))).statusCode).toBe(204);
		expect((await li.request('HEAD', address(sha256))).statusCode).toBe(404);
		const where = await tus(li, 'HEAD', url, {});
		expect(where.headers['upload-offset']).toBe('20000');
		expect((await send(li, url, 10_000, jpeg)).statusCode).toBe(409);
		expect((await send(li, url, 20_000, jpeg.subarray(20_000))).statusCode).toBe(204);
		const there = await li.request('HEAD', address(sha256));
		expect([there.statusCode, there.headers['content-length']]).toEqual([200, String(jpeg.length)]);
	});

	test('the same bytes twice are one file', async () => {
		await uploadWhole(li, jpeg);
		expect((await uploadWhole(li, jpeg)).statusCode).toBe(204);
		const sha256 = hashOf(jpeg);
		expect(readdirSync(join(server.dataDir, 'blobs', sha256.slice(0, 2)))).toEqual([sha256]);
	});

	test('other bytes than announced are refused and thrown away', async () => {
		const other = Buffer.concat([jpeg.subarray(0, 100), randomBytes(jpeg.length - 100)]);
		const refused = await uploadWhole(li, other, metadataOf(jpeg));
		expect([refused.statusCode, kindOf(refused.body)]).toEqual([460, 'hash-mismatch']);
		expect(await server.parts.store.blob(hashOf(jpeg), 'order-1')).toBeUndefined();
		expect(readdirSync(join(server.dataDir, 'uploads'))).toEqual([]);
	});

	test('a program that calls itself a picture is refused', async () => {
		const program = Buffer.from('MZ this is no picture');
		const refused = await uploadWhole(li, program);
		expect([refused.statusCode, kindOf(refused.body)]).toEqual([460, 'type-mismatch']);
	});

	test.each([
		['audio/webm', '1a45dfa39f4286810142f781', 204],
		['audio/mp4', '0000002066747970697336', 204],
		['audio/webm', '0000002066747970697336', 460],
		['audio/mp4', 'ffd8ffe000104a4649460001', 460],
	])('%s that begins with %s is answered with %i', async (type, beginning, status) => {
		const voice = Buffer.concat([Buffer.from(beginning, 'hex'), randomBytes(900)]);
		const begun = await announce(li, { ...metadataOf(voice), type }, voice.length);
		const done = await send(li, String(begun.headers['location']), 0, voice);
		expect(done.statusCode).toBe(status);
	});

	test.each([
		['too large', {}, blobBytesMax + 1, 413, 'too-large'],
		['too large for sound', { type: 'audio/webm' }, bytesMaxOf('audio/webm') + 1, 413, 'too-large'],
		['of a type we do not keep', { type: 'text/html' }, 9, 400, 'bad-input'],
		['without a hash', { sha256: 'x' }, 9, 400, 'bad-input'],
		['for a record that is not there', { recordId: 'none' }, 9, 404, 'not-found'],
	])('%s it is refused before a byte is sent', async (_, change, bytes, status, kind) => {
		const refused = await announce(li, { ...metadataOf(jpeg), ...change }, bytes);
		expect([refused.statusCode, kindOf(refused.body)]).toEqual([status, kind]);
	});

	test('who lost the order may still hand in his photos', async () => {
		await server.dispatch('order-1', 'wang', 'overload');
		expect((await uploadWhole(li, jpeg)).statusCode).toBe(204);
	});
});

describe('unfinished uploads', () => {
	const uploadsDir = () => join(server.dataDir, 'uploads');
	const idOf = (url: string) => url.slice(url.lastIndexOf('/') + 1);

	async function begin(device: TestDevice, n: number, bytes = 10): Promise<string> {
		const metadata = { ...metadataOf(jpeg), sha256: hashOf(Buffer.from([n])) };
		const made = await announce(device, metadata, bytes);
		expect(made.statusCode).toBe(201);
		const url = String(made.headers['location']);
		const written = new Date(Date.parse(server.now) + n * 1_000);
		utimesSync(join(uploadsDir(), idOf(url)), written, written);
		return url;
	}
	const isThere = async (url: string) => (await tus(li, 'HEAD', url, {})).statusCode === 200;

	test('beyond the number allowed, the one left alone longest makes room', async () => {
		const urls: string[] = [];
		for (let n = 0; n < unfinishedMax; n++) urls.push(await begin(li, n));
		expect(await isThere(String(urls[0]))).toBe(true);
		urls.push(await begin(li, unfinishedMax));
		expect(await isThere(String(urls[0]))).toBe(false);
		expect(await isThere(String(urls[1]))).toBe(true);
		expect(await isThere(String(urls.at(-1)))).toBe(true);
	});

	test('beyond the bytes allowed too, and another’s are left alone', async () => {
		await server.dispatch('order-1', 'wang', 'overload');
		const another = await begin(wang, 0, blobBytesMax);
		const urls: string[] = [];
		for (let n = 1; n <= 9; n++) urls.push(await begin(li, n, blobBytesMax));
		expect(await isThere(String(urls[0]))).toBe(false);
		expect(await isThere(String(urls[1]))).toBe(true);
		expect((await tus(wang, 'HEAD', another, {})).statusCode).toBe(200);
	});

	test('one nobody goes on with is forgotten, also after a restart and half removed', async () => {
		const stale = await begin(li, 0);
		const broken = await begin(li, 1);
		rmSync(join(uploadsDir(), idOf(broken)));
		const fresh = await begin(li, unfinishedDaysMax * 24 * 60 * 60);
		const store = new FileStore({ directory: uploadsDir() });
		const afterRestart = new UnfinishedUploads(store, uploadsDir());
		expect(await afterRestart.isOwn(idOf(stale), 'u-li')).toBe(true);
		await afterRestart.forgetStale(Date.parse(server.now) + unfinishedDaysMax * 86_400_000 + 500);
		expect(readdirSync(uploadsDir()).sort()).toEqual([idOf(fresh), `${idOf(fresh)}.json`]);
	});
});

describe('scope', () => {
	test('a stranger can neither add to the record nor go on with another’s upload', async () => {
		const refused = await announce(wang, metadataOf(jpeg), jpeg.length);
		const missing = await announce(wang, { ...metadataOf(jpeg), recordId: 'none' }, jpeg.length);
		expect([refused.statusCode, refused.body]).toEqual([404, missing.body]);
		const own = await announce(li, metadataOf(jpeg), jpeg.length);
		const url = String(own.headers['location']);
		expect((await send(wang, url, 0, jpeg)).statusCode).toBe(404);
		expect((await tus(wang, 'HEAD', url, {})).statusCode).toBe(404);
		expect((await li.request('GET', url)).statusCode).toBe(404);
	});

	test('another’s upload is not reached behind a question mark of one’s own', async () => {
		await server.order('order-2', 'north', 'wang');
		const ownBytes = { ...metadataOf(jpeg), recordId: 'order-2' };
		const own = String((await announce(wang, ownBytes, jpeg.length)).headers['location']);
		const foreign = String((await announce(li, metadataOf(jpeg), jpeg.length)).headers['location']);
		const id = foreign.slice(foreign.lastIndexOf('/'));
		await send(wang, `${own}?x=${id}`, 0, jpeg.subarray(0, 100));
		const reached = await tus(li, 'HEAD', foreign, {});
		expect(reached.headers['upload-offset']).toBe('0');
		const removed = await server.app.inject({
			method: 'DELETE',
			url: `${own}?x=${id}`,
			cookies: { [sessionCookie]: wang.token },
			headers: { 'tus-resumable': '1.0.0' },
		});
		expect(removed.statusCode).toBe(204);
		expect((await tus(li, 'HEAD', foreign, {})).statusCode).toBe(200);
		expect((await tus(wang, 'HEAD', own, {})).statusCode).toBe(404);
	});

	test('bytes are given to who sees the record, and only if it speaks of them', async () => {
		const sha256 = hashOf(jpeg);
		await uploadWhole(li, jpeg);
		expect((await li.request('GET', address(sha256))).statusCode).toBe(404);
		await addPhoto(sha256);
		const given = await li.request('GET', address(sha256));
		expect(given.rawPayload.equals(jpeg)).toBe(true);
		expect(given.headers).toMatchObject({
			'content-type': 'image/jpeg',
			'content-disposition': `attachment; filename="${sha256.slice(0, 12)}.jpg"`,
			'x-content-type-options': 'nosniff',
			'cache-control': 'no-store',
		});
		expect(given.headers['content-security-policy']).toContain('sandbox');
		const refused = await wang.request('GET', address(sha256));
		const missing = await wang.request('GET', address(sha256, 'none'));
		expect([refused.statusCode, refused.body]).toEqual([404, missing.body]);
		expect((await wang.request('HEAD', address(sha256))).statusCode).toBe(404);
		const desk = await server.signIn('desk');
		expect((await desk.request('GET', address(sha256))).statusCode).toBe(200);
	});

	test('who knows a hash opens nothing by writing it into an order of his own', async () => {
		const sha256 = hashOf(jpeg);
		await uploadWhole(li, jpeg);
		await addPhoto(sha256);
		await server.order('order-2', 'north', 'wang');
		const blob = { sha256, type: 'image/jpeg', bytes: jpeg.length };
		const [named] = await wang.push(wang.command('workOrder.addPhoto@1', 'order-2', { blob }));
		expect(named?.outcome).toBe('applied');
		expect((await wang.request('GET', address(sha256, 'order-2'))).statusCode).toBe(404);
		expect((await wang.request('HEAD', address(sha256, 'order-2'))).statusCode).toBe(404);
		await uploadWhole(wang, jpeg, { ...metadataOf(jpeg), recordId: 'order-2' });
		expect((await wang.request('GET', address(sha256, 'order-2'))).statusCode).toBe(200);
		expect((await wang.request('GET', address(sha256))).statusCode).toBe(404);
	});

	test('who handed bytes in is told that they lie here, and does not get them without the order', async () => {
		const sha256 = hashOf(jpeg);
		await uploadWhole(li, jpeg);
		expect((await li.request('HEAD', address(sha256))).statusCode).toBe(200);
		await addPhoto(sha256);
		await server.dispatch('order-1', 'wang', 'overload');
		expect((await li.request('HEAD', address(sha256))).statusCode).toBe(200);
		expect((await li.request('GET', address(sha256))).statusCode).toBe(404);
	});

	test('without a session there is nothing', async () => {
		const response = await server.app.inject({ method: 'GET', url: address(hashOf(jpeg)) });
		expect(response.statusCode).toBe(401);
		expect((await server.app.inject({ method: 'POST', url: uploads })).statusCode).toBe(401);
	});
});
