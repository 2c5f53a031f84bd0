/**
 * Photos travel apart from commands: over a real socket to the real server, with lines that break
 * between chunks and tabs that are killed. Local bytes count as sent only once the server showed them.
 */
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { blobRefOf } from '#store/blob-store.ts';
import type { CommandDraft } from '#store/execute.ts';
import { handClock, memoryEngine } from '#store/test-store.ts';
import { Online } from '#sync/online.ts';
import type { Fetch } from '#sync/server-door.ts';
import { chunkBytesMax } from '#sync/uploads.ts';
import { Seeded } from '../fixtures/seeded.ts';
import { SimDevice } from './sim-device.ts';
import { startSimServer, urlOf, type SimPerson, type SimServer } from './sim-server.ts';

const desk: SimPerson = { id: 'user-desk', account: 'desk', roles: ['dispatcher'] };
const other: SimPerson = { id: 'user-e1', account: 'engineer1', roles: ['engineer'] };
const clock = handClock();

// Real sockets and hashing on a loaded machine.
vi.setConfig({ testTimeout: 60_000 });

const never = () => false;

let server: SimServer;
let base: string;
const open: SimDevice[] = [];

beforeEach(async () => {
	server = await startSimServer([desk, other], clock.wallMs);
	await server.app.listen({ host: '127.0.0.1', port: 0 });
	base = `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}`;
});
afterEach(async () => {
	for (const device of open.splice(0)) device.close();
	await server.close();
});

type Asked = (method: string) => boolean;

/**
 * Asks over the socket; says which requests never get through, which answers never come back and
 * which are answered well by something in between that drops them.
 */
async function device(
	person: SimPerson,
	broken: Asked = never,
	lost: Asked = never,
	feigned: Asked = never,
) {
	const cookie = await server.cookieOf(person);
	const fetch: Fetch = async (input, init) => {
		const url = new URL(urlOf(input), base).href;
		const method = init?.method ?? 'GET';
		if (broken(method)) throw new TypeError('no line');
		if (feigned(method))
			return new Response(null, { status: 204, headers: { 'upload-offset': '1000' } });
		const headers = { ...(init?.headers as Record<string, string>), cookie };
		const response = await globalThis.fetch(url, { ...init, headers });
		if (lost(method)) throw new TypeError('line lost');
		return response;
	};
	const made = new SimDevice({
		person,
		engine: memoryEngine(),
		clock,
		fetch,
		chance: new Seeded(1),
		base,
	});
	await made.open();
	open.push(made);
	return { device: made, online: new Online(fetch, base) };
}

const create: CommandDraft = {
	type: 'workOrder.create@1',
	kind: 'workOrder',
	record: 'order-1',
	args: {
		orderKind: 'fault',
		channel: 'phone',
		requester: { name: '护士站' },
		customerId: 'customer-1',
		summary: '屏幕碎了',
		impact: 'low',
		urgency: 'low',
	},
};

/** Begins as a JPEG does. */
function picture(bytes: number): ArrayBuffer {
	const data = new Uint8Array(bytes).map((_, n) => n % 251);
	data.set([0xff, 0xd8, 0xff]);
	return data.buffer;
}

async function addPhoto({ store }: SimDevice, data: ArrayBuffer) {
	const blob = await blobRefOf(data, 'image/jpeg');
	const add = { type: 'workOrder.addPhoto@1', kind: 'workOrder' as const, record: 'order-1' };
	const result = await store.execute([{ ...add, args: { blob } }], {
		blobs: [{ sha256: blob.sha256, type: 'image/jpeg', data, recordId: 'order-1' }],
	});
	expect(result).toMatchObject({ ok: true });
	return blob.sha256;
}

it('a photo goes up in chunks, goes on after a broken line and a killed tab, and is the same at the desk', async () => {
	let chunks = 0;
	const afterTwo = (method: string) => method === 'PATCH' && ++chunks === 3;
	const { device: phone } = await device(desk, afterTwo);
	await phone.store.execute(create);
	const data = picture(chunkBytesMax * 3 + 17);
	const sha256 = await addPhoto(phone, data);
	await phone.sync();
	expect(phone.connection).toMatchObject({ phase: 'backoff', problem: 'network' });
	expect(await phone.store.outbox.summary()).toMatchObject({
		waitingCommands: 0,
		waitingBlobs: 1,
		sentBytes: chunkBytesMax * 2,
	});
	await phone.kill();
	await phone.sync();
	expect(chunks).toBe(5);
	expect(await phone.store.blobs.info(sha256)).toMatchObject({ status: 'confirmed' });
	expect(await phone.store.outbox.summary()).toMatchObject({ waitingBlobs: 0 });

	const { device: tablet, online } = await device(desk);
	await tablet.sync();
	const loaded = await online.loadBlob(tablet.store.blobs, sha256, 'order-1');
	expect(loaded).toMatchObject({ ok: true, value: { type: 'image/jpeg' } });
	expect(loaded.ok && new Uint8Array(loaded.value.data)).toEqual(new Uint8Array(data));
	expect(await tablet.store.blobs.get(sha256)).toBeDefined();
	expect(phone.bugs.concat(tablet.bugs)).toEqual([]);
});

it('a lost last answer sends nothing twice: the server is asked first', async () => {
	let chunks = 0;
	const { device: phone } = await device(
		desk,
		never,
		(method) => method === 'PATCH' && ++chunks > 0,
	);
	await phone.store.execute(create);
	const sha256 = await addPhoto(phone, picture(1_000));
	await phone.sync();
	expect(await phone.store.blobs.info(sha256)).toMatchObject({ status: 'waiting' });
	await phone.sync();
	expect(await phone.store.blobs.info(sha256)).toMatchObject({ status: 'confirmed' });
	expect(chunks).toBe(1);
});

it('bytes are only a cache once the server has shown their hash, whatever the upload was told', async () => {
	let chunks = 0;
	const first = (method: string) => method === 'PATCH' && ++chunks === 1;
	const { device: phone } = await device(desk, never, never, first);
	await phone.store.execute(create);
	const sha256 = await addPhoto(phone, picture(1_000));
	await phone.sync();
	expect(await phone.store.blobs.info(sha256)).toMatchObject({ status: 'waiting', sentBytes: 0 });
	await phone.sync();
	expect(await phone.store.blobs.info(sha256)).toMatchObject({ status: 'confirmed' });
	expect(chunks).toBe(2);
});

it('photos wait while the line costs, papers do not, and the person may send them anyway', async () => {
	const { device: phone } = await device(desk);
	await phone.store.setPhotoChoice('asked');
	await phone.store.execute(create);
	const sha256 = await addPhoto(phone, picture(1_000));
	await phone.sync();
	expect(phone.connection).toMatchObject({ phase: 'idle', photosHeld: 'asked' });
	expect(await phone.store.outbox.summary()).toMatchObject({
		waitingCommands: 0,
		waitingPhotos: 1,
	});
	await phone.sync('photosNow');
	expect(await phone.store.blobs.info(sha256)).toMatchObject({ status: 'confirmed' });
	expect(phone.connection).toMatchObject({ phase: 'idle', photosHeld: 'asked' });
});

it('what is no picture is refused by the server, stays here and stops nothing', async () => {
	const { device: phone } = await device(desk);
	await phone.store.execute(create);
	const text = new TextEncoder().encode('no picture').buffer;
	const bad = await addPhoto(phone, text);
	const good = await addPhoto(phone, picture(2_000));
	await phone.sync();
	expect(await phone.store.blobs.info(bad)).toMatchObject({ status: 'refused' });
	expect(await phone.store.blobs.get(bad)).toBeDefined();
	expect(await phone.store.blobs.info(good)).toMatchObject({ status: 'confirmed' });
	expect(await phone.store.outbox.summary()).toMatchObject({ refusedBlobs: 1, needsYou: 1 });
});

it('nobody loads the photo of an order he may not see', async () => {
	const { device: phone } = await device(desk);
	await phone.store.execute(create);
	const sha256 = await addPhoto(phone, picture(1_000));
	await phone.sync();
	const { device: stranger, online } = await device(other);
	const loaded = await online.loadBlob(stranger.store.blobs, sha256, 'order-1');
	expect(loaded).toEqual({ ok: false, refusal: { kind: 'not-found' } });
});
