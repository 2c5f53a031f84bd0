/**
 * What a second engineer may not have: the order of a colleague, its place and machines, its photos
 * and papers. His device does not hold them, and the server answers for them as for nothing at all.
 */
import type { Page } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import type { BlobRef } from '#domain/protocol/blob.ts';
import type { WorkOrder } from '#domain/work-order/work-order.ts';
import { parseRecord } from '#domain/record-schemas.ts';
import type { ApiDevice } from '../fixtures/api-device.ts';
import { deviceRows, type DeviceRow } from '../fixtures/device-rows.ts';
import { makePhoto } from '../fixtures/make-photo.ts';
import { Organisation } from '../fixtures/organisation.ts';
import { sha256 } from '../fixtures/paper.ts';
import { phoneSize } from '../fixtures/phone.ts';
import { readyOrder } from '../fixtures/ready-order.ts';
import { expect, test } from '../fixtures/story.ts';
import { SignInPage } from './pages/sign-in.ts';
import { StatusLine } from './pages/status-line.ts';

const summary = '只有他自己能看的工单';
const note = '金库门禁主机在里间';
const noSuchBlob = '0'.repeat(64);

let organisation: Organisation;
let dispatcher: ApiDevice;
let engineer: ApiDevice;
let colleague: ApiDevice;
/** The engineer's order with a note, a photo and a paper. */
let order: WorkOrder;

test.describe.configure({ mode: 'default' });

test.beforeAll(async ({ browser }) => {
	organisation = await Organisation.open();
	dispatcher = await organisation.device('dispatcher');
	engineer = await organisation.device('engineer');
	colleague = await organisation.device('engineer', 1);
	const page = await browser.newPage();
	await page.goto(organisation.url);
	order = await makeOrder(page);
	await page.close();
});
test.afterAll(() => organisation.close());

async function makeOrder(page: Page): Promise<WorkOrder> {
	const id = await readyOrder(dispatcher, engineer, organisation.asset, summary);
	await engineer.must('workOrder.note@1', id, { text: note });
	const photo = (await makePhoto(page, '里间')).buffer;
	await give(id, 'image/jpeg', photo, (blob) => ['workOrder.addPhoto@1', { blob }]);
	const paper = Buffer.from('%PDF-1.7\n% a paper of this order\n%%EOF\n');
	await give(id, 'application/pdf', paper, (blob) => [
		'workOrder.attachPaper@1',
		{ number: 'D0201-2026112199-S1', version: 1, blob },
	]);
	const [body] = await dispatcher.lookUp({ kind: 'workOrder', id });
	return parseRecord('workOrder', body);
}

/** The engineer records a fact with bytes, and the bytes arrive. */
async function give(
	id: string,
	type: BlobRef['type'],
	buffer: Buffer,
	command: (blob: BlobRef) => [type: string, args: Record<string, unknown>],
): Promise<void> {
	const bytes = new Uint8Array(buffer);
	const blob = { sha256: sha256(bytes), type, bytes: bytes.length };
	const [name, args] = command(blob);
	await engineer.must(name, id, args);
	await engineer.upload(blob, bytes, id);
}

async function openAs(page: Page, n: number): Promise<DeviceRow[]> {
	await page.setViewportSize(phoneSize);
	await new SignInPage(page).enter(organisation.url, organisation.account('engineer', n));
	await new StatusLine(page).saysAllSent();
	const { userId } = n === 0 ? engineer : colleague;
	return deviceRows(page, userId, 'records');
}

function secretsOf({ id, siteId, customerId, lines }: WorkOrder): string[] {
	const own = [id, siteId, customerId, lines[0]?.asset?.id].filter((each) => each !== undefined);
	return [...own, organisation.asset.tag, summary, note];
}

test('the assigned engineer holds the order, its place and its machine', async ({ page }) => {
	const rows = await openAs(page, 0);
	for (const secret of secretsOf(order)) expect(JSON.stringify(rows)).toContain(secret);
	await expect(page.getByRole('link').filter({ hasText: summary })).toBeVisible();
});

test('a second engineer holds none of it', async ({ page }) => {
	const rows = await openAs(page, 1);
	expect(rows.length).toBeGreaterThan(0);
	for (const table of ['records', 'outbox', 'drafts', 'blobs'] as const) {
		const text = JSON.stringify(await deviceRows(page, colleague.userId, table));
		for (const secret of secretsOf(order)) expect(text, table).not.toContain(secret);
	}
	await page.goto(`${organisation.url}/work-orders/${order.id}`);
	await expect(page.getByText('这张工单不在本机，可能已改派')).toBeVisible();
	await expect(page.getByText(summary)).toBeHidden();
	await page.goto(`${organisation.url}/work-orders/${order.id}/sheet`);
	await expect(page.getByText('服务单还没传到')).toBeVisible();
});

test('the server gives a second engineer no record of it', async () => {
	const text = JSON.stringify(await colleague.pull());
	for (const secret of secretsOf(order)) expect(text).not.toContain(secret);
	const { number, siteId, lines } = order;
	const asset = lines[0]?.asset;
	for (const wanted of [
		{ kind: 'workOrder', id: order.id },
		{ kind: 'workOrder', text: number },
		{ kind: 'workOrder', text: summary },
		{ kind: 'asset', id: asset?.id },
		{ kind: 'asset', text: asset?.tag },
		{ kind: 'asset', siteId },
	] as const) {
		expect(await dispatcher.lookUp(wanted), JSON.stringify(wanted)).not.toEqual([]);
		expect(await colleague.lookUp(wanted), JSON.stringify(wanted)).toEqual([]);
	}
});

test('the server gives a second engineer neither photo nor paper', async () => {
	const hashes = [...order.photos, ...order.papers].map(({ blob }) => blob.sha256);
	expect(hashes).toHaveLength(2);
	const nothing = await answerOf(await colleague.blob(noSuchBlob, randomUUID()));
	expect(nothing.status).toBe(404);
	for (const hash of hashes) {
		expect((await engineer.blob(hash, order.id)).status).toBe(200);
		expect(await answerOf(await colleague.blob(hash, order.id))).toEqual(nothing);
		expect(await answerOf(await colleague.blob(hash, randomUUID()))).toEqual(nothing);
	}
	const blob = { sha256: noSuchBlob, type: 'image/jpeg', bytes: 100 } as const;
	const forged = await answerOf(await colleague.announce(blob, order.id));
	expect(forged).toEqual(await answerOf(await colleague.announce(blob, randomUUID())));
	expect(forged.status).toBe(404);
});

test('a forged command by id is answered as for a record that does not exist', async () => {
	const [before] = await dispatcher.lookUp({ kind: 'workOrder', id: order.id });
	const commands: [string, Record<string, unknown>][] = [
		['workOrder.note@1', { text: 'forged' }],
		['workOrder.depart@1', {}],
		['workOrder.return@1', { reason: 'forged' }],
		['workOrder.claim@1', {}],
		['workOrder.addPhoto@1', { blob: order.photos[0]?.blob }],
	];
	for (const [type, args] of commands) {
		const [real] = await colleague.push(colleague.command(type, order.id, args));
		const [none] = await colleague.push(colleague.command(type, randomUUID(), args));
		expect({ ...real, seq: 0 }, type).toEqual({ ...none, seq: 0 });
		expect(real?.outcome, type).toBe('rejected');
	}
	const [after] = await dispatcher.lookUp({ kind: 'workOrder', id: order.id });
	expect(after).toEqual(before);
});

test('an order sent to another leaves the first device at its next sync', async ({ page }) => {
	await openAs(page, 0);
	const row = page.getByRole('link').filter({ hasText: summary });
	await expect(row).toBeVisible();
	await dispatcher.must('workOrder.dispatch@1', order.id, {
		...{ assigneeId: colleague.userId, reason: 'overload' },
	});
	await expect(row).toBeHidden();
	const text = JSON.stringify(await deviceRows(page, engineer.userId, 'records'));
	for (const secret of secretsOf(order)) expect(text).not.toContain(secret);
});

async function answerOf(response: Response): Promise<{ status: number; body: string }> {
	return { status: response.status, body: await response.text() };
}
