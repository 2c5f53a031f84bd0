/**
 * Work on what was taken away meanwhile: it leaves the device, the work does not get lost. The desk
 * releases it or says why not, and its author reads in his ledger what became of it.
 */
import { randomUUID } from 'node:crypto';
import type { Browser, Page } from '@playwright/test';
import { parseRecord } from '#domain/record-schemas.ts';
import type { ApiDevice } from '../fixtures/api-device.ts';
import { deviceRows } from '../fixtures/device-rows.ts';
import { Organisation } from '../fixtures/organisation.ts';
import { readyOrder } from '../fixtures/ready-order.ts';
import { expect, test } from '../fixtures/story.ts';
import { FieldOrderPage } from './pages/field-order.ts';
import { deskSize, openDevice } from './pages/open-device.ts';
import { StatusLine } from './pages/status-line.ts';

const room = '机房 3F-17';
const note = '临走前把配线架标签补齐了';

let organisation: Organisation;
let dispatcher: ApiDevice;
let admin: ApiDevice;
let engineer: ApiDevice;
let colleague: ApiDevice;

test.describe.configure({ mode: 'default' });

test.beforeAll(async () => {
	organisation = await Organisation.open();
	dispatcher = await organisation.device('dispatcher');
	admin = await organisation.device('admin');
	engineer = await organisation.device('engineer');
	colleague = await organisation.device('engineer', 1);
});
test.afterAll(() => organisation.close());

const field = (browser: Browser, n: number) =>
	openDevice(browser, organisation.url, organisation.account('engineer', n));

async function attention(browser: Browser): Promise<Page> {
	const { url } = organisation;
	const page = await openDevice(browser, url, organisation.account('dispatcher'), deskSize);
	await page.goto(`${url}/attention`);
	return page;
}

/** A machine of the order's site that the order itself does not name. */
async function neighbour(orderId: string) {
	const [order] = await dispatcher.lookUp({ kind: 'workOrder', id: orderId });
	const { customerId, siteId } = parseRecord('workOrder', order);
	const id = randomUUID();
	const set = { tag: 'ZC-E2E-000001', name: '交换机', customerId, siteId };
	await dispatcher.must('asset.register@1', id, { set });
	const [body] = await dispatcher.lookUp({ kind: 'asset', id });
	return parseRecord('asset', body);
}

async function nothingOf(page: Page, userId: string, secrets: readonly string[]): Promise<void> {
	for (const table of ['records', 'drafts', 'blobs'] as const) {
		const text = JSON.stringify(await deviceRows(page, userId, table));
		for (const secret of secrets) expect(text, table).not.toContain(secret);
	}
}

test('an asset moved away and its order re-dispatched: released, the record has it', async ({
	browser,
}) => {
	const orderId = await readyOrder(dispatcher, engineer, organisation.asset, '机柜巡查');
	const asset = await neighbour(orderId);
	const page = await field(browser, 0);
	await page.goto(`${organisation.url}/assets/${asset.id}/edit`);
	await page.context().setOffline(true);
	await page.getByLabel('房间', { exact: true }).fill(room);
	await page.getByRole('button', { name: '保存', exact: true }).click();
	await new StatusLine(page).saysKept(1);

	const [site] = (await dispatcher.pull()).filter(
		({ kind, body }) => kind === 'site' && body['customerId'] !== asset.customerId,
	);
	const elsewhere = site
		? { customerId: site.body['customerId'], siteId: site.id }
		: { siteId: undefined };
	await dispatcher.must('asset.edit@1', asset.id, { set: elsewhere });
	await dispatcher.must('workOrder.dispatch@1', orderId, {
		...{ assigneeId: colleague.userId, reason: 'overload' },
	});

	await page.context().setOffline(false);
	await new StatusLine(page).saysAllSent(60_000);
	// What is no longer his goes with the pull that follows.
	const secrets = [asset.id, asset.tag, room, orderId];
	await expect(() => nothingOf(page, engineer.userId, secrets)).toPass({ timeout: 60_000 });
	await page.goto(`${organisation.url}/me/ledger`);
	await expect(page.getByText('记录已不归你')).toBeVisible();

	const desk = await attention(browser);
	await expect(desk.getByText(room)).toBeVisible();
	await desk.getByRole('button', { name: '放行', exact: true }).click();
	await expect(desk.getByText(room)).toBeHidden();
	const [body] = await dispatcher.lookUp({ kind: 'asset', id: asset.id });
	expect(body).toMatchObject({ room, updatedBy: engineer.userId });
	await expect(page.getByText('服务台已放行')).toBeVisible({ timeout: 70_000 });
	await desk.context().close();
	await page.context().close();
});

test('an account disabled: all is handed in, the device is cleared and says so', async ({
	browser,
}) => {
	const orderId = await readyOrder(dispatcher, colleague, organisation.asset, '配线架整理');
	const page = await field(browser, 1);
	await page.goto(`${organisation.url}/work-orders/${orderId}`);
	await page.context().setOffline(true);
	await new FieldOrderPage(page).addNote(note);
	await new StatusLine(page).saysKept(1);

	await admin.must('user.edit@1', colleague.userId, { set: { disabled: true } });
	await page.context().setOffline(false);
	await expect(page.getByRole('link', { name: /^账号已停用/ })).toBeVisible({ timeout: 60_000 });
	await expect(page.getByText('没送出的都已交给服务台')).toBeVisible();
	await nothingOf(page, colleague.userId, [orderId, note, organisation.asset.tag]);
	expect(await deviceRows(page, colleague.userId, 'outbox')).toEqual([]);

	const desk = await attention(browser);
	await expect(desk.getByText(note)).toBeVisible();
	await desk.getByRole('button', { name: '放行', exact: true }).click();
	await expect(desk.getByText(note)).toBeHidden();
	const [body] = await dispatcher.lookUp({ kind: 'workOrder', id: orderId });
	const { notes: kept } = parseRecord('workOrder', body);
	expect(kept).toMatchObject([{ text: note, by: colleague.userId }]);
	await desk.context().close();
	await page.context().close();
});
