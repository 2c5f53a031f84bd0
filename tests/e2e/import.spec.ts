/** The register comes in from other people's files, goes out again, and comes back the same. */
import type { Page } from '@playwright/test';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readXlsx } from 'hucre/xlsx';
import { DemoServer } from '../fixtures/demo-server.ts';
import { gb18030 } from '../fixtures/gb18030.ts';
import { artefact } from '../fixtures/paper.ts';
import { phoneSize } from '../fixtures/phone.ts';
import { expect, test } from '../fixtures/story.ts';
import { ImportPage } from './pages/import.ts';
import { deskSize, openDevice } from './pages/open-device.ts';
import { StatusLine } from './pages/status-line.ts';

const tabletSize = { width: 820, height: 1180 };
const testMsMax = 180_000;
const real = fileURLToPath(new URL('../../../shared/data/assets-snipeit.csv', import.meta.url));
const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
let demo: DemoServer;

test.beforeAll(async () => {
	demo = await DemoServer.open();
});
test.afterAll(() => demo.close());

const file = (name: string, buffer: Buffer) => ({ name, mimeType: 'text/csv', buffer });

async function look(page: Page, name: string): Promise<void> {
	for (const [size, viewport] of Object.entries({ phoneSize, tabletSize, deskSize })) {
		await page.setViewportSize(viewport);
		await page.screenshot({ path: artefact(`import-${name}-${size}.png`), fullPage: true });
	}
	await page.emulateMedia({ colorScheme: 'dark' });
	await page.setViewportSize(phoneSize);
	await page.screenshot({ path: artefact(`import-${name}-dark.png`), fullPage: true });
	await page.emulateMedia({ colorScheme: 'light' });
	await page.setViewportSize(deskSize);
}

test('a GB18030 file with titles of its own: assigned, asked, tried out, taken, taken back', async ({
	browser,
}) => {
	test.setTimeout(testMsMax);
	const page = await openDevice(browser, demo.url, demo.account('admin'), deskSize);
	await page.goto(`${demo.url}/import`);
	const screen = new ImportPage(page);
	const rows = [
		'资产编号,名称,机器放哪,采购日期,价格,序列号',
		'GB-001,检验科笔记本电脑,检验科 3F,3/4/2026,"6,800.00",SN-1',
		'GB-002,放射科打印机,放射科 1F,5/6/2026,"1,250.50",SN-1',
		',没有编号的机器,,1/2/2026,,',
	];
	await screen.choose(file('医院资产.csv', gb18030(rows.join('\r\n'))));
	await expect(screen.columns).toContainText('3 行，GB18030');
	await expect(screen.column('资产编号')).toHaveValue('tag');
	await expect(screen.column('机器放哪')).toHaveValue('');
	await screen.column('机器放哪').selectOption('room');
	await screen.tryOut();
	await expect(
		page.getByText('采购日期：3/4/2026、5/6/2026、1/2/2026，两种都说得通'),
	).toBeVisible();
	await look(page, 'columns');
	await page.getByRole('radio', { name: /日在前/ }).check();
	await screen.tryOut();
	await screen.says({ 新增: 2, 更改: 0, 不变: 0, 未接受: 1 });
	await expect(screen.refusedRows).toContainText('第 4 行');
	await expect(page.getByText('序列号 SN-1 在第 2 行也有')).toBeVisible();
	await look(page, 'checked');
	await screen.run();
	await expect(screen.job('医院资产.csv')).toContainText('新增 2');
	await look(page, 'done');
	await page.goto(`${demo.url}/assets?q=GB-001`);
	await page
		.getByRole('link', { name: /检验科笔记本电脑/ })
		.first()
		.click();
	await expect(page.getByText('导入 医院资产.csv')).toBeVisible();
	await page.goto(`${demo.url}/import`);
	await screen.choose(file('又一个.csv', gb18030(rows.join('\r\n'))));
	await expect(screen.column('机器放哪')).toHaveValue('room');
	await screen.undo('医院资产.csv');
	await expect(screen.job('医院资产.csv')).toContainText('撤下 2 件');
	await look(page, 'undone');
	await page.context().close();
});

test('exported on a phone without signal, edited by nobody, it comes back as it was', async ({
	browser,
}) => {
	test.setTimeout(testMsMax);
	const page = await openDevice(browser, demo.url, demo.account('storekeeper'), phoneSize);
	await page.goto(`${demo.url}/assets`);
	await page.context().setOffline(true);
	await new StatusLine(page).saysOffline();
	await page.getByRole('button', { name: '导出', exact: true }).click();
	const run = page.getByRole('button', { name: /^导出 \d+ 件$/ });
	await expect(run).toBeVisible();
	await page.screenshot({ path: artefact('import-export-phone.png') });
	const downloads = page.waitForEvent('download');
	await run.click();
	const download = await downloads;
	expect(download.suggestedFilename()).toMatch(/^资产台账-\d{4}-\d\d-\d\d\.xlsx$/);
	const path = artefact('register.xlsx');
	await download.saveAs(path);
	const { sheets } = await readXlsx(readFileSync(path));
	const [head = [], ...rows] = sheets[0]?.rows ?? [];
	expect(head.slice(0, 4)).toEqual(['记录号', '资产编号', '其他编号', '名称']);
	const bought = rows.map((row) => row[head.indexOf('采购日期')]).filter(Boolean);
	expect(bought.length > 0 && bought.every((cell) => cell instanceof Date)).toBe(true);
	await page.context().setOffline(false);
	await new StatusLine(page).saysAllSent();
	await page.goto(`${demo.url}/import`);
	const screen = new ImportPage(page);
	await screen.choose({ name: '资产台账.xlsx', mimeType: xlsxType, buffer: readFileSync(path) });
	await expect(screen.columns).toContainText(`${rows.length} 行，XLSX`);
	await screen.tryOut();
	await screen.says({ 新增: 0, 更改: 0, 不变: rows.length, 未接受: 0 });
	await page.screenshot({ path: artefact('import-same-phone.png'), fullPage: true });
	await page.context().close();
});

test('ten kinds of broken file are each told for what they are', async ({ browser }) => {
	test.setTimeout(testMsMax);
	const page = await openDevice(browser, demo.url, demo.account('storekeeper'), phoneSize);
	await page.goto(`${demo.url}/import`);
	const screen = new ImportPage(page);
	const ole = Buffer.from([0xd0, 0xcf, 0x11, 0xe0]);
	const joined = Buffer.concat([Buffer.from('编号,名称\nA,笔记本电脑\n'), gb18030('B,打印机\n')]);
	const broken: [name: string, bytes: Buffer, words: string, todo: string][] = [
		['空.csv', Buffer.alloc(0), '文件是空的', '第一行要有列名'],
		['表头.csv', Buffer.from('编号,名称\n'), '文件只有列名', '填上数据'],
		['报告.xlsx', Buffer.from('%PDF-1.7'), '这是 PDF', '导出 XLSX 或 CSV'],
		['照片.csv', Buffer.from([0xff, 0xd8, 0xff, 0xe0]), '这是图片', '导出 XLSX 或 CSV'],
		['网页.xls', Buffer.from('<html><table>'), '这是网页', '另存为 XLSX'],
		['旧.xls', ole, '这是旧版 Excel 文件', '另存为 .xlsx'],
		[
			'密码.xlsx',
			Buffer.concat([ole, Buffer.from('EncryptedPackage', 'utf16le')]),
			'有密码',
			'去掉密码',
		],
		['断.xlsx', Buffer.from('PK\u0003\u0004xl/workbook.xml'), '文件坏了', '重新导出'],
		['引号.csv', Buffer.from('编号,名称\nA,"笔记本\n'), '引号没有成对', '补上引号'],
		['拼.csv', joined, '混着两种文字编码，从第 3 行', '另存为“CSV UTF-8”'],
		['乱.csv', Buffer.from([0x61, 0xff, 0xff, 0x0a, 0xff]), '认不出文件的文字编码', 'CSV UTF-8'],
	];
	for (const [name, bytes, words, todo] of broken) {
		await screen.choose(file(name, bytes));
		await expect(screen.trouble).toContainText(words);
		await expect(screen.trouble).toContainText(todo);
		await expect(screen.trouble).toContainText('已有的记录都没有动');
	}
	await page.screenshot({ path: artefact('import-broken-phone.png') });
	await screen.choose(file('别的.csv', Buffer.from('甲,甲\n1,2\n')));
	await expect(page.getByText('没有认出列名')).toBeVisible();
	await expect(page.getByText('这个列名出现了两次')).toBeVisible();
	await page.context().close();
});

test('a Snipe-IT export is known for one and taken whole', async ({ browser }) => {
	if (!existsSync(real)) {
		console.info('assets-snipeit.csv is not here: this test has nothing to read and steps aside');
		return;
	}
	test.setTimeout(testMsMax);
	const page = await openDevice(browser, demo.url, demo.account('admin'), deskSize);
	await page.goto(`${demo.url}/import`);
	const screen = new ImportPage(page);
	await screen.choose(real);
	await expect(screen.columns.getByLabel('来源')).toHaveValue('snipe-it');
	await screen.tryOut();
	await screen.says({ 新增: 22, 未接受: 0 });
	await expect(screen.checked).toContainText('客户 22');
	await look(page, 'snipe');
	await screen.run();
	await page.getByRole('button', { name: '再导一个' }).click();
	await screen.choose(real);
	await screen.tryOut();
	await screen.says({ 新增: 0, 更改: 0, 不变: 22, 未接受: 0 });
	await page.context().close();
});
