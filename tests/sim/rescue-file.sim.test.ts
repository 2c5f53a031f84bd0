/**
 * The escape hatch end to end without screens: what a phone could not send leaves it as a file and
 * takes effect exactly once, whoever brings it and however often; a file that was touched does not.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ErrorResponse } from '#domain/protocol/wire.ts';
import { gcmTagBytes, rescueChunkBytes, rescueMagic } from '#domain/rescue/rescue-file.ts';
import { RescueReportSchema, type RescueReport } from '#domain/rescue/rescue-report.ts';
import { serverKeys } from '#server/keys/server-keys.ts';
import { rescuesPerMinuteMax } from '#server/http/rescue-route.ts';
import { blobRefOf } from '#store/blob-store.ts';
import { Database, type Engine } from '#store/database.ts';
import type { CommandDraft } from '#store/execute.ts';
import { handClock, memoryEngine } from '#store/test-store.ts';
import * as v from 'valibot';
import { noFaults, SimDevice } from './sim-device.ts';
import { Seeded } from '../fixtures/seeded.ts';
import { startSimServer, type SimPerson, type SimServer } from './sim-server.ts';

const desk: SimPerson = { id: 'user-desk', account: 'desk', roles: ['dispatcher'] };
const engineer: SimPerson = { id: 'user-e1', account: 'engineer1', roles: ['engineer'] };
const noLine = { ...noFaults, drop: 1 };

let clock: ReturnType<typeof handClock>;
let server: SimServer;
const open: SimDevice[] = [];

beforeEach(async () => {
	clock = handClock();
	server = await startSimServer([desk, engineer], clock.wallMs);
});
afterEach(async () => {
	for (const device of open.splice(0)) device.close();
	await server.close();
});

async function device(person: SimPerson, engine: Engine = memoryEngine()): Promise<SimDevice> {
	const fetch = await server.fetchAs(person);
	const made = new SimDevice({ person, engine, clock, fetch, chance: new Seeded(1) });
	await made.open();
	open.push(made);
	return made;
}

async function must(on: SimDevice, name: string, args: object = {}, blobs: object[] = []) {
	clock.advance(1_000);
	const draft: CommandDraft = {
		...{ type: `workOrder.${name}@1`, kind: 'workOrder', record: 'order-1' },
		args: { ...args },
	};
	const result = await on.store.execute(draft, { blobs: blobs as never });
	expect(result.ok ? name : result.refusal).toBe(name);
}

/** A JPEG by its first bytes, as large as wanted. */
function photo(bytes: number): ArrayBuffer {
	const data = Uint8Array.from({ length: bytes }, (_, n) => (n * 31) % 251);
	data.set([0xff, 0xd8, 0xff]);
	return data.buffer;
}

/** An engineer who said hello once and then works without signal: a note and photos wait. */
async function stranded(photoBytes: readonly number[] = [40_000]): Promise<SimDevice> {
	const office = await device(desk);
	await office.sync();
	await must(office, 'create', {
		...{ orderKind: 'fault', channel: 'phone', customerId: 'customer-1', siteId: 'site-1' },
		...{ summary: '打印机卡纸', requester: { name: '护士站' }, impact: 'low', urgency: 'low' },
		lines: [{}],
	});
	await must(office, 'dispatch', { assigneeId: engineer.id });
	await office.sync();
	const phone = await device(engineer);
	await phone.sync();
	phone.faults = noLine;
	for (const step of ['accept', 'arrive']) await must(phone, step);
	await must(phone, 'note', { text: '已换硒鼓' });
	for (const bytes of photoBytes) {
		const data = photo(bytes);
		const blob = await blobRefOf(data, 'image/jpeg');
		await must(phone, 'addPhoto', { blob }, [{ ...blob, data, recordId: 'order-1' }]);
	}
	return phone;
}

async function exported(phone: SimDevice): Promise<Uint8Array<ArrayBuffer>> {
	const result = await phone.store.exportUnsent(() => undefined);
	if (!result.ok) throw new Error(result.refusal.kind);
	return new Uint8Array(await result.value.file.arrayBuffer());
}

async function bring(file: Uint8Array, person = desk, on = server) {
	return on.app.inject({
		method: 'POST',
		url: '/sync/v1/rescue',
		headers: { cookie: await on.cookieOf(person), 'content-type': 'application/octet-stream' },
		payload: Buffer.from(file),
	});
}

async function reported(file: Uint8Array): Promise<RescueReport> {
	return v.parse(RescueReportSchema, (await bring(file)).json());
}

async function refusal(file: Uint8Array, person = desk): Promise<string> {
	const answer = await bring(file, person);
	expect(answer.statusCode).toBeGreaterThanOrEqual(400);
	return v.parse(ErrorResponse, answer.json()).error.kind;
}

const order = () => server.parts.administration.get('workOrder', 'order-1');

describe('work off a phone without signal', () => {
	it('takes effect once: by the file, the file again, and the phone itself', async () => {
		const phone = await stranded([40_000, rescueChunkBytes + 7]);
		const before = await phone.store.outbox.ledger();
		const file = await exported(phone);
		expect(await phone.store.outbox.ledger()).toEqual(before);
		expect(await reported(file)).toMatchObject({
			author: { id: engineer.id },
			...{ applied: 5, duplicate: 0, refused: 0, held: 0 },
			blobs: { stored: 2, known: 0, refused: [] },
			records: [{ kind: 'workOrder', id: 'order-1' }],
		});
		const after = await order();
		expect(after).toMatchObject({ state: 'on_site', notes: [{ by: engineer.id }] });
		for (const { blob } of after?.photos ?? [])
			expect((await server.parts.store.blob(blob.sha256, 'order-1'))?.bytes).toBe(blob.bytes);
		expect(await reported(file)).toMatchObject({
			...{ applied: 0, duplicate: 5, refused: 0 },
			blobs: { stored: 0, known: 2 },
		});
		phone.faults = noFaults;
		await phone.sync();
		expect(await phone.store.outbox.summary()).toMatchObject({
			...{ waitingCommands: 0, waitingBlobs: 0, needsYou: 0 },
		});
		expect(await order()).toEqual(after);
	});

	it('after the phone sent it by itself', async () => {
		const phone = await stranded([]);
		const file = await exported(phone);
		phone.faults = noFaults;
		await phone.sync();
		expect(await reported(file)).toMatchObject({ applied: 0, duplicate: 3 });
		expect((await order())?.notes).toHaveLength(1);
	});

	it('runs in its author’s name with his rights of today, not with those of who brings it', async () => {
		const phone = await stranded();
		const file = await exported(phone);
		await server.parts.administration.execute({
			...{ type: 'user.edit@1', kind: 'user', record: engineer.id },
			args: { set: { roles: [] } },
		});
		const report = await reported(file);
		expect(report).toMatchObject({ applied: 0, refused: 4 });
		expect(report.refusals[0]).toMatchObject({ type: 'workOrder.accept@1', record: 'order-1' });
		expect((await order())?.notes).toEqual([]);
	});

	it('is for dispatchers and administrators to bring, so often a minute', async () => {
		const phone = await stranded();
		const file = await exported(phone);
		expect(await refusal(file, engineer)).toBe('not-allowed');
		for (let n = 0; n < rescuesPerMinuteMax; n++) await bring(file);
		expect(await refusal(file)).toBe('too-many-requests');
	});

	it('whose owner was disabled goes to the desk, as if he handed it in himself', async () => {
		const phone = await stranded();
		const file = await exported(phone);
		await server.parts.administration.execute({
			...{ type: 'user.edit@1', kind: 'user', record: engineer.id },
			args: { set: { disabled: true } },
		});
		expect(await reported(file)).toMatchObject({ applied: 0, held: 4, blobs: { stored: 1 } });
		expect((await order())?.notes).toEqual([]);
	});
});

describe('the device says why there is no file', () => {
	it('before its first hello, and when nothing waits', async () => {
		const fresh = await device(engineer);
		const progress = () => undefined;
		expect(await fresh.store.exportUnsent(progress)).toMatchObject({
			refusal: { kind: 'no-server-key' },
		});
		await fresh.sync();
		expect(await fresh.store.exportUnsent(progress)).toMatchObject({
			refusal: { kind: 'nothing-unsent' },
		});
	});
});

describe('a file that is not what its device made', () => {
	it('any byte changed, anything cut off or put behind it: nothing of it is used', async () => {
		const phone = await stranded([rescueChunkBytes]);
		const file = await exported(phone);
		const places = [0, rescueMagic.length + 3, rescueMagic.length + 20, 600, file.length - 1];
		for (const at of places) {
			const touched = file.slice();
			touched[at] = (touched[at] ?? 0) ^ 1;
			expect(await refusal(touched), `byte ${at}`).toMatch(
				/^rescue-(damaged|unverified|other-server)$/,
			);
		}
		const whole = rescueChunkBytes + gcmTagBytes;
		for (const shorter of [file.slice(0, -1), file.slice(0, -whole), file.slice(0, 30)])
			expect(await refusal(shorter)).toMatch(/^rescue-(damaged|unverified)$/);
		expect(await refusal(new Uint8Array([...file, 0]))).toBe('rescue-unverified');
		expect((await order())?.notes).toEqual([]);
		expect((await order())?.state).toBe('dispatched');
	});

	it('sealed for another server, or from a device this server does not know', async () => {
		const phone = await stranded();
		const file = await exported(phone);
		const other = await startSimServer([desk, engineer], clock.wallMs);
		const answer = await bring(file, desk, other);
		expect(answer.json()).toEqual({ error: { kind: 'rescue-other-server' } });
		await other.close();
	});

	it('signed by another key than the registered one', async () => {
		const engine = memoryEngine();
		await stranded();
		const thief = await device(engineer, engine);
		await thief.sync();
		const database = new Database(engineer.id, 'strict', engine);
		await database.meta.delete('deviceKey');
		database.close();
		await must(thief, 'note', { text: '不是我写的' });
		expect(await refusal(await exported(thief))).toBe('rescue-unverified');
	});
});

describe('the server’s keys', () => {
	it('come from its secret: the same database has the same ones, another one others', () => {
		const secret = new Uint8Array(32).fill(7);
		expect(serverKeys(secret).public).toEqual(serverKeys(secret).public);
		expect(serverKeys(new Uint8Array(32).fill(8)).public).not.toEqual(serverKeys(secret).public);
		const { receipt, rescue } = serverKeys(secret).public;
		expect(receipt.publicKey).not.toBe(rescue.publicKey);
	});
});
