/**
 * The administrator changes a service: the phone has it after its sync, works by it without signal,
 * and the order it had begun before keeps the list it began with.
 */
import type { Browser, Page } from '@playwright/test';
import { mkdirSync } from 'node:fs';
import { DemoServer } from '../fixtures/demo-server.ts';
import { deviceRows } from '../fixtures/device-rows.ts';
import { artefact } from '../fixtures/paper.ts';
import { expect, test } from '../fixtures/story.ts';
import { CataloguePage } from './pages/catalogue.ts';
import { deskSize, openDevice } from './pages/open-device.ts';
import { StatusLine } from './pages/status-line.ts';
import { WalkUpPage } from './pages/walk-up.ts';

const testMsMax = 180_000;
const service = '一般性故障';
/** Begun before, by the same service. */
const begun = { id: 'demo-nurses', step: '现场已清理' };
const renamed = '现场已清理，垃圾带走';
const reading = '空载噪音';
const cause = '风扇轴承';
const maintained = 'UPS 检测与维护';

let demo: DemoServer;
test.beforeAll(async () => {
	mkdirSync(artefact('catalogue'), { recursive: true });
	demo = await DemoServer.open();
});
test.afterAll(() => demo.close());

const picture = (page: Page, name: string) =>
	page.screenshot({ path: artefact(`catalogue/${name}.png`) });

async function changeService(page: Page): Promise<void> {
	const catalogue = new CataloguePage(page);
	await catalogue.open(demo.url, service);
	await catalogue.rename(begun.step, renamed);
	await catalogue.addReading(reading, 'dB', ['60', '50']);
	await catalogue.save();
	await expect(page.getByText('下限不能大于上限')).toBeVisible();
	await picture(page, 'bad-input');
	await catalogue.limits('0', '50');
	await catalogue.step(reading).click();
	await catalogue.step(reading).press('Alt+ArrowUp');
	await expect(catalogue.step(reading)).toBeFocused();
	await expect(catalogue.preview).toContainText('0–50 dB');
	await catalogue.save();
	await catalogue.isSaved();
	await picture(page, 'desk');
}

async function addCause(page: Page): Promise<void> {
	await page.goto(`${demo.url}/catalogue/causes`);
	await page.getByRole('button', { name: '在「硬件」里加原因' }).click();
	const sheet = page.getByRole('dialog', { name: '新原因' });
	await sheet.getByLabel('中文名称').fill(cause);
	await sheet.getByLabel('英文名称').fill('Fan bearing');
	await picture(page, 'cause');
	await sheet.getByRole('button', { name: '保存' }).click();
	await expect(page.getByRole('button', { name: new RegExp(`^${cause}`) })).toBeVisible();
	await picture(page, 'causes');
	await new StatusLine(page).saysAllSent();
}

async function edit(browser: Browser): Promise<void> {
	const page = await openDevice(browser, demo.url, demo.account('admin'), deskSize);
	await changeService(page);
	await addCause(page);
	await page.context().close();
}

/** A request of the spot, of the service that was changed. */
async function walkUp(page: Page): Promise<void> {
	await page.goto(`${demo.url}/work-orders/new`);
	await page.getByLabel('服务项', { exact: true }).selectOption({ label: service });
	await new WalkUpPage(page).take({
		...{ summary: '护士站主机声音大', site: '门诊楼', requester: '刘护士' },
	});
	const checks = page.locator('#checks');
	await expect(checks.getByRole('checkbox', { name: renamed })).toBeVisible();
	const field = checks.getByLabel(reading);
	await field.fill('62');
	await field.press('Enter');
	await expect(checks.getByText('规定 0–50 dB')).toBeVisible();
	await expect(checks.getByText('超过上限')).toBeVisible();
	await checks.scrollIntoViewIfNeeded();
	await picture(page, 'phone');
}

test('a changed service reaches the phone, and nothing that was begun', async ({ browser }) => {
	test.setTimeout(testMsMax);
	const phone = await openDevice(browser, demo.url, demo.account('engineer'));
	await edit(browser);
	const { userId } = await demo.device('engineer');
	await expect.poll(() => stepsOnPhone(phone, userId)).toContain(renamed);
	await phone.context().setOffline(true);
	await walkUp(phone);
	await phone.goto(`${demo.url}/work-orders/${begun.id}`);
	await expect(phone.getByText(begun.step, { exact: true })).toBeVisible();
	await expect(phone.getByText(renamed)).toBeHidden();
	await phone.context().setOffline(false);
	await new StatusLine(phone).saysAllSent();
	await phone.context().close();
});

test('a service is a checklist of inspections for the categories it names', async ({ browser }) => {
	const admin = await openDevice(browser, demo.url, demo.account('admin'), deskSize);
	const catalogue = new CataloguePage(admin);
	await catalogue.open(demo.url, maintained);
	const fits = admin.getByRole('group', { name: '也作巡检项目' });
	await fits.getByLabel('电源 / UPS').check();
	await fits.scrollIntoViewIfNeeded();
	await picture(admin, 'inspects');
	await catalogue.save();
	await catalogue.isSaved();
	await new StatusLine(admin).saysAllSent();
	await admin.goto(`${demo.url}/catalogue`);
	await expect(admin.getByRole('link', { name: maintained })).toContainText('也作巡检');
	await admin.context().close();

	const desk = await openDevice(browser, demo.url, demo.account('dispatcher'), deskSize);
	await desk.goto(`${demo.url}/inspections/new`);
	await expect(desk.getByRole('checkbox', { name: maintained })).toBeVisible();
	await desk.context().close();
});

/** The names of the steps the phone has of it. */
async function stepsOnPhone(page: Page, userId: string): Promise<string> {
	const rows = await deviceRows(page, userId, 'records');
	const item = rows.find(({ id }) => id === 'item-general-fault');
	return JSON.stringify(item);
}
