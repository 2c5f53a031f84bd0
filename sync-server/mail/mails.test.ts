import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { organisationId } from '#domain/organisation/records.ts';
import type { Mail } from '#domain/work-order/mail.ts';
import { TestServer, type TestDevice } from '#server/testing/test-server.ts';
import { MailServer } from '#server/testing/mail-server.ts';
import { handOverBySmtp, type HandOver } from './hand-over.ts';
import { lettersPerHourMax, Mails } from './mails.ts';
import { mailSettings } from './mail-settings.ts';

const pdf = Buffer.from('%PDF-1.7 the very bytes\n\u0000\u0001.\r\n.\r\n'.repeat(2_000));
const sha256 = createHash('sha256').update(pdf).digest('hex');
const blob = { sha256, type: 'application/pdf', bytes: pdf.length };
const number = 'D0201-2026112101-S1';

let mail: MailServer;
let server: TestServer;
let li: TestDevice;
let handOver: HandOver;

beforeEach(async () => {
	mail = await MailServer.open();
	handOver = handOverBySmtp({ url: mail.url, from: 'service@example.com' });
	server = await TestServer.open({
		post: { handOver: (letter) => handOver(letter), bytes: async () => pdf },
	});
	await server.staff({
		desk: ['dispatcher'],
		li: ['engineer'],
		wang: ['engineer'],
		guest: ['requester'],
	});
	await server.premises('north');
	await server.order('order-1', 'north', 'li');
	li = await server.signIn('li');
	await server.parts.mails.begin();
});
afterEach(async () => {
	await server.parts.mails.settled();
	expect(server.faults).toEqual([]);
	await server.close();
	await mail.close();
});

async function paperId(): Promise<string> {
	await li.push(li.command('workOrder.attachPaper@1', 'order-1', { number, version: 1, blob }));
	return (await server.administration.get('workOrder', 'order-1'))?.papers[0]?.id ?? '';
}

async function bytesArrive(recordId = 'order-1'): Promise<void> {
	const createdAt = server.now;
	await server.parts.store.putBlob({
		...{ sha256, recordId, type: 'application/pdf', bytes: pdf.length, createdAt },
	});
	server.parts.mails.arrived(recordId);
	await server.parts.mails.settled();
}

async function askOnly(to = 'ward@hospital.example', device = li) {
	const order = await server.administration.get('workOrder', 'order-1');
	const args = { paperId: order?.papers[0]?.id ?? (await paperId()), to };
	const [result] = await device.push(device.command('workOrder.mailPaper@1', 'order-1', args));
	return result;
}

async function ask(to?: string, device?: TestDevice) {
	const result = await askOnly(to, device);
	await server.parts.mails.settled();
	return result;
}

async function state(): Promise<Mail | undefined> {
	return (await server.administration.get('workOrder', 'order-1'))?.mails?.at(-1);
}

describe('a paper by e-mail', () => {
	test('waits for its bytes, goes once, and is exactly the kept ones', async () => {
		expect((await ask())?.outcome).toBe('applied');
		expect(await state()).toMatchObject({ state: 'waiting', tries: 0 });
		await bytesArrive();
		await bytesArrive();
		server.parts.mails.recover();
		await server.parts.mails.settled();
		expect(mail.letters).toMatchObject([
			{ to: ['ward@hospital.example'], fileName: `${number}.pdf`, sha256 },
		]);
		expect(await state()).toMatchObject({ state: 'handed', tries: 1 });
	});

	test('of a vendor repair goes by its order, with the bytes that came for the repair', async () => {
		const repair = 'repair-1';
		const does = async (type: string, record: string, args: Record<string, unknown>) => {
			const [result] = await li.push(li.command(type, record, args));
			expect([type, result?.outcome]).toEqual([type, 'applied']);
		};
		await does('workOrder.linkRepair@1', 'order-1', { repairId: repair });
		const asked = { orderId: 'order-1', fault: '不开机', type: 'third_party', urgency: 'high' };
		await does('repair.request@1', repair, asked);
		await does('repair.attachPaper@1', repair, { number: 'D0302-S1', version: 1, blob });
		const paper = (await server.administration.get('repair', repair))?.papers[0]?.id;
		const args = { paperId: paper, repairId: repair, to: 'ward@hospital.example' };
		await does('workOrder.mailPaper@1', 'order-1', args);
		await server.parts.mails.settled();
		expect(await state()).toMatchObject({ state: 'waiting', repairId: repair });
		await bytesArrive(repair);
		expect(mail.letters).toMatchObject([{ fileName: 'D0302-S1.pdf', sha256 }]);
		expect(await state()).toMatchObject({ state: 'handed', number: 'D0302-S1' });
	});

	test('that is refused says so with the mail server’s words, and the desk tries again', async () => {
		mail.refuses = () => true;
		await ask();
		await bytesArrive();
		const failed = await state();
		expect(failed).toMatchObject({ state: 'failed', fault: 'refused' });
		expect(failed?.detail).toContain('No such mailbox');
		mail.refuses = () => false;
		const desk = await server.signIn('desk');
		await desk.push(desk.command('workOrder.retryMail@1', 'order-1', { mailId: failed?.id }));
		await server.parts.mails.settled();
		expect(await state()).toMatchObject({ state: 'handed' });
		expect(mail.letters).toHaveLength(1);
	});

	test('says where nobody answers', async () => {
		handOver = handOverBySmtp({ url: 'smtp://127.0.0.1:1', from: 'service@example.com' });
		await ask();
		await bytesArrive();
		expect(await state()).toMatchObject({ state: 'failed', fault: 'unreachable' });
	});

	test('a server that dies in the middle sends at most one duplicate, by the same name', async () => {
		const real = handOver;
		let release: () => void = () => undefined;
		const released = new Promise<void>((resolve) => (release = resolve));
		const dies: HandOver = async (letter) => {
			const handed = await real(letter);
			await released;
			return handed;
		};
		handOver = dies;
		await putBytes();
		await askOnly();
		await mail.received(1);
		const { store, clock, administration } = server.parts;
		const again = () =>
			new Mails({
				...{ store, clock, administration, fault: () => undefined },
				post: { handOver: dies, bytes: async () => pdf },
			});
		again().recover();
		await mail.received(2);
		const third = again();
		third.recover();
		await third.settled();
		expect(await state()).toMatchObject({ state: 'failed', fault: 'uncertain', tries: 2 });
		release();
		await server.parts.mails.settled();
		expect(await state()).toMatchObject({ state: 'failed', fault: 'uncertain' });
		expect(new Set(mail.letters.map(({ messageId }) => messageId)).size).toBe(1);
		expect(mail.letters).toHaveLength(2);
	});

	test('never carries other bytes than the order names', async () => {
		const other = new Mails({
			...{ store: server.parts.store, clock: server.parts.clock, fault: () => undefined },
			administration: server.administration,
			post: { handOver, bytes: async () => Buffer.from('%PDF-something else') },
		});
		await ask();
		await putBytes();
		other.recover();
		await other.settled();
		expect(await state()).toMatchObject({ state: 'failed', fault: 'paper-missing' });
		expect(mail.letters).toEqual([]);
	});

	test('has a limit for each author and hour', async () => {
		let handed = 0;
		handOver = async () => {
			handed++;
			return { ok: true };
		};
		await paperId();
		await putBytes();
		for (let n = 0; n <= lettersPerHourMax; n++) {
			const order = `order-x${n}`;
			await server.order(order, 'north', 'li');
			await li.push(li.command('workOrder.attachPaper@1', order, { number, version: 1, blob }));
			const createdAt = server.now;
			const row = {
				sha256,
				recordId: order,
				type: 'application/pdf',
				bytes: 1,
				createdAt,
			} as const;
			await server.parts.store.putBlob(row);
			const record = await server.administration.get('workOrder', order);
			const args = { paperId: record?.papers[0]?.id, to: 'a@example.com' };
			await li.push(li.command('workOrder.mailPaper@1', order, args));
		}
		await server.parts.mails.settled();
		expect(handed).toBe(lettersPerHourMax);
		const last = await server.administration.get('workOrder', `order-x${lettersPerHourMax}`);
		expect(last?.mails).toMatchObject([{ state: 'failed', fault: 'too-many' }]);
	});
});

async function putBytes(): Promise<void> {
	const createdAt = server.now;
	const row = { sha256, recordId: 'order-1', type: 'application/pdf', createdAt } as const;
	await server.parts.store.putBlob({ ...row, bytes: pdf.length });
}

describe('who may have it sent', () => {
	test('neither a colleague nor a requester, and nobody to a list of addresses', async () => {
		await paperId();
		for (const name of ['wang', 'guest']) {
			const device = await server.signIn(name);
			expect((await ask('thief@example.com', device))?.outcome).not.toBe('applied');
		}
		for (const to of ['a@b.example,c@d.example', 'a@b.example\r\nBcc: c@d.example', 'ward'])
			expect((await ask(to))?.outcome).toBe('rejected');
		await bytesArrive();
		expect(mail.letters).toEqual([]);
	});

	test('only the server says what became of it', async () => {
		await ask();
		const { id: mailId } = (await state()) ?? {};
		const desk = await server.signIn('desk');
		for (const [name, more] of [
			['mailBegun', { try: 1, sender: 'me' }],
			['mailHanded', { try: 1 }],
			['mailFailed', { fault: 'refused' }],
		] as const) {
			const command = desk.command(`workOrder.${name}@1`, 'order-1', { mailId, ...more });
			expect((await desk.push(command))[0]?.outcome).toBe('rejected');
		}
		const says = desk.command('organisation.noteMail@1', organisationId, { sends: false });
		expect((await desk.push(says))[0]?.outcome).toBe('rejected');
	});

	test('where the server sends none, the wish is refused', async () => {
		await paperId();
		await server.must('organisation.noteMail@1', organisationId, { sends: false });
		expect(await ask()).toMatchObject({ outcome: 'rejected', refusal: { kind: 'mail-off' } });
	});
});

test('settings that nobody could send with are said at the start', () => {
	expect(mailSettings({})).toBeUndefined();
	const url = 'smtps://user:secret@mail.example.com:465';
	const from = 'service@example.com';
	expect(mailSettings({ OUTPOST_SMTP_URL: url, OUTPOST_MAIL_FROM: from })).toEqual({ url, from });
	expect(() => mailSettings({ OUTPOST_SMTP_URL: 'mail.example.com' })).toThrow(/OUTPOST_SMTP_URL/);
	expect(() => mailSettings({ OUTPOST_SMTP_URL: url })).toThrow(/OUTPOST_MAIL_FROM/);
});
