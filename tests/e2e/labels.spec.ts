/**
 * Labels: one from a phone without signal, a batch from the list at the desk, rooms' doors, damaged
 * ones from the report to the reprint; and the rules location codes are made by.
 */
import type { Locator, Page } from '@playwright/test';
import { mkdirSync } from 'node:fs';
import { labelDue } from '#domain/asset/label.ts';
import { parseRecord } from '#domain/record-schemas.ts';
import { DemoServer } from '../fixtures/demo-server.ts';
import { artefact, Paper } from '../fixtures/paper.ts';
import { expect, test } from '../fixtures/story.ts';
import { offlineDevice } from './pages/offline-phone.ts';
import { deskSize, openDevice } from './pages/open-device.ts';
import { SheetPage } from './pages/sheet.ts';
import { StatusLine } from './pages/status-line.ts';

const tag = 'ZC-2026-000123';
const testMsMax = 150_000;
let demo: DemoServer;

test.beforeAll(async () => {
	mkdirSync(artefact('labels'), { recursive: true });
	demo = await DemoServer.open();
});
test.afterAll(() => demo.close());

async function picture(page: Page, name: string): Promise<void> {
	await page.screenshot({ path: artefact(`labels/${name}.png`) });
}
const preview = (page: Page): Locator => page.getByRole('region', { name: '标签预览' });

/** Makes the PDF and saves it as a person would. */
async function printed(page: Page, count: number, file: string): Promise<Paper> {
	await page.getByRole('button', { name: `生成 ${count} 枚标签` }).click();
	const { name, bytes } = await new SheetPage(page).save();
	expect(name).toMatch(/^labels-\d{4}-\d\d-\d\d-\d+\.pdf$/);
	const paper = new Paper(bytes, artefact(`labels/${file}.pdf`));
	console.log(`${file}: ${bytes.length} bytes, drawn as ${paper.draw()}`);
	return paper;
}

test('on a phone without signal: one label on a roll, the choice is kept, the old one reported', async ({
	browser,
}) => {
	test.setTimeout(testMsMax);
	const phone = await offlineDevice(browser, demo);
	await phone.goto(`${demo.url}/assets/asset-${tag}`);
	await phone.getByRole('button', { name: '标签', exact: true }).click();
	await phone.getByRole('button', { name: '标签坏了' }).click();
	await expect(phone.getByText('标签损坏，待补').first()).toBeVisible();
	await phone.getByRole('button', { name: '标签', exact: true }).click();
	await picture(phone, 'phone-sheet');
	await phone.getByRole('link', { name: '打印标签' }).click();
	await phone.getByLabel('标签规格').selectOption('roll-50x30');
	await expect(preview(phone).getByRole('img', { name: tag })).toBeVisible();
	await expect(preview(phone)).toContainText('QM82-7K2D91');
	await picture(phone, 'phone-print');
	const paper = await printed(phone, 1, 'phone-label');
	for (const words of [tag, '台式工作站', 'QM82-7K2D91', '2027-03-31'])
		expect(paper.text).toContain(words);
	await phone.getByRole('button', { name: '记为已补' }).click();
	await expect(phone.getByText('已记 1 枚为已补').first()).toBeVisible();
	await picture(phone, 'phone-marked');
	await phone.reload();
	await expect(phone.getByLabel('标签规格')).toHaveValue('roll-50x30');
	await new StatusLine(phone).saysKept(2);
	await phone.context().setOffline(false);
	await new StatusLine(phone).saysAllSent();
	const held = await (await demo.device('storekeeper')).pull();
	const body = held.find(({ id }) => id === `asset-${tag}`)?.body;
	const asset = parseRecord('asset', body);
	expect(asset.labels?.map(({ says }) => says)).toEqual(['damaged', 'printed']);
	expect(labelDue(asset)).toBeUndefined();
	await phone.context().close();
});

test('at the desk: a batch of the list; a code too wide is answered, never printed', async ({
	browser,
}) => {
	test.setTimeout(testMsMax);
	const page = await openDevice(browser, demo.url, demo.account('storekeeper'), deskSize);
	await page.goto(`${demo.url}/assets?category=外设`);
	await page.getByRole('link', { name: '打印标签' }).click();
	await expect(page.getByText('13 件资产')).toBeVisible();
	await page.context().setOffline(true);
	await new StatusLine(page).saysOffline();
	await page.getByRole('radio', { name: '条形码 Code 128' }).check();
	await expect(page.getByText('会细到扫不出，不会打印')).toBeVisible();
	await picture(page, 'desk-too-small');
	await expect(page.getByRole('button', { name: '生成 13 枚标签' })).toBeDisabled();
	await expect(page.getByRole('button', { name: '保存' })).toHaveCount(0);
	await page.getByLabel('标签规格').selectOption('a4-2x7');
	await expect(page.getByText('会细到扫不出，不会打印')).toHaveCount(0);
	await picture(page, 'desk-bars');
	await page.getByLabel('标签规格').selectOption('a4-3x8');
	await page.getByRole('button', { name: '改用二维码' }).click();
	await page.getByLabel('从哪一枚开始').selectOption('5');
	await page.getByRole('checkbox', { name: '供应商', exact: true }).check();
	await page.getByRole('button', { name: '挑选' }).click();
	const [first] = await page.getByRole('dialog').getByRole('checkbox').all();
	await first?.uncheck();
	await picture(page, 'desk-pick');
	await page.keyboard.press('Escape');
	await expect(page.getByText('12 件资产')).toBeVisible();
	await picture(page, 'desk-batch');
	const paper = await printed(page, 12, 'desk-batch-paper');
	expect(paper.text.match(/ZC-2026-\d{6}/g)).toHaveLength(12);
	expect(paper.text).toContain('青澜数码商贸');
	expect(paper.text).toContain('激光打印机');
	// The four places of the sheet that were used stay white.
	const points = 72 / 25.4;
	const row = { x: 0, y: 0, width: 210 * points, height: 37 * points };
	expect(paper.inkIn(row)).toBe(0);
	expect(paper.inkIn({ ...row, y: row.height, width: 70 * points })).toBe(0);
	expect(paper.inkIn({ ...row, y: row.height })).toBeGreaterThan(0.01);
	await page.context().close();
});

test('rooms: one label a door, its location code', async ({ browser }) => {
	test.setTimeout(testMsMax);
	const page = await openDevice(browser, demo.url, demo.account('storekeeper'), deskSize);
	await page.goto(`${demo.url}/labels/print?site=site-hospital-ward`);
	await page.getByRole('radio', { name: '房门上' }).check();
	await expect(page.getByText('5 个房间')).toBeVisible();
	await picture(page, 'desk-rooms');
	const paper = await printed(page, 5, 'rooms-paper');
	for (const words of ['D010602', '6F东护士站', 'D010302', '3F检验科'])
		expect(paper.text).toContain(words);
	await page.context().close();
});

test('damaged labels wait in a list, are printed together and marked, and taken back', async ({
	browser,
}) => {
	test.setTimeout(testMsMax);
	const page = await openDevice(browser, demo.url, demo.account('admin'), deskSize);
	await page.goto(`${demo.url}/labels`);
	await expect(page.getByText('ZC-2026-000105')).toBeVisible();
	await expect(page.getByRole('link', { name: /待补标签/ }).first()).toContainText('3');
	await picture(page, 'queue');
	await page.getByRole('button', { name: 'ZC-2026-000109 标签完好' }).click();
	await expect(page.getByText('ZC-2026-000109', { exact: true })).toBeHidden();
	await page.getByRole('link', { name: '打印 2 枚' }).click();
	const paper = await printed(page, 2, 'queue-paper');
	expect(paper.text).toContain('ZC-2026-000117');
	await page.getByRole('button', { name: '记为已补' }).click();
	await expect(page.getByText('已记 2 枚为已补').first()).toBeVisible();
	await page.getByRole('button', { name: '撤销' }).click();
	await expect(page.getByText('其中 2 枚是待补的')).toBeVisible();
	await page.getByRole('button', { name: '记为已补' }).click();
	await page.getByRole('link', { name: '返回' }).click();
	await expect(page.getByText('没有待补的标签')).toBeVisible();
	await new StatusLine(page).saysAllSent();
	await page.context().close();
});

test('location codes are checked and built by rules an administrator keeps', async ({
	browser,
}) => {
	test.setTimeout(testMsMax);
	const page = await openDevice(browser, demo.url, demo.account('admin'), deskSize);
	await page.goto(`${demo.url}/location-codes?new=1`);
	await page.getByLabel('规则名称').fill('仓库货架');
	await page.getByLabel('字符').selectOption('letters');
	await page.getByRole('button', { name: '添加一段' }).click();
	await picture(page, 'rule-new');
	await page.getByRole('button', { name: '保存规则' }).click();
	await expect(page.getByRole('link', { name: /仓库货架/ })).toContainText('AAA-999');
	await new StatusLine(page).saysAllSent();
	await page.goto(`${demo.url}/assets/asset-${tag}/edit`);
	const field = page.getByLabel('位置编码');
	await field.fill('abc-1');
	await page.getByRole('button', { name: '保存', exact: true }).click();
	await expect(page.getByText('不符合任何编码规则')).toBeVisible();
	await picture(page, 'code-unfit');
	await field.fill('ａｂｃ-001');
	await field.blur();
	await expect(field).toHaveValue('ABC-001');
	await expect(page.getByText('符合规则：仓库货架')).toBeVisible();
	await field.fill('');
	await page.getByRole('button', { name: '按规则编码' }).click();
	const builder = page.getByRole('dialog');
	await expect(builder.getByLabel('楼层房间')).toHaveValue('0602');
	await builder.getByLabel('机位').fill('7');
	await expect(builder.getByText('要正好 3 位')).toBeVisible();
	await builder.getByLabel('机位').fill('017');
	await expect(builder).toContainText('D010602-017');
	await picture(page, 'code-built');
	await builder.getByRole('button', { name: '采用' }).click();
	await page.getByRole('button', { name: '保存', exact: true }).click();
	await expect(page.getByRole('heading', { name: tag })).toBeVisible();
	await expect(page.getByText('D010602-017').first()).toBeVisible();
	await page.context().close();
});
