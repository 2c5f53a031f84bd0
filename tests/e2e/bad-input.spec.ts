/** What goes wrong on any day: each is answered in words, and nothing that was there is lost. */
import type { BrowserContext, Page } from '@playwright/test';
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseRecord } from '#domain/record-schemas.ts';
import type { WorkOrder } from '#domain/work-order/work-order.ts';
import type { ApiDevice } from '../fixtures/api-device.ts';
import { makePhoto } from '../fixtures/make-photo.ts';
import { Organisation } from '../fixtures/organisation.ts';
import { actionMsMax, phoneSize } from '../fixtures/phone.ts';
import { readyOrder } from '../fixtures/ready-order.ts';
import { expect, test } from '../fixtures/story.ts';
import { FieldOrderPage } from './pages/field-order.ts';
import { PhotoEditor } from './pages/photo-editor.ts';
import { ScanPage } from './pages/scan.ts';
import { SignInPage } from './pages/sign-in.ts';
import { StatusLine } from './pages/status-line.ts';

/** More than a phone's camera makes; the app opens files up to 60 MB. */
const oversizedBytes = 61 * 1024 * 1024;
const wrongPasswordsMax = 5;
/** Enough for the app and its data, before it is taken away. */
const roomBytes = 48 * 1024 * 1024;

let organisation: Organisation;
let dispatcher: ApiDevice;
let engineer: ApiDevice;
let folder: string;

test.describe.configure({ mode: 'default' });
test.use({ viewport: phoneSize });

test.beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'outpost-bad-input-'));
	organisation = await Organisation.open();
	dispatcher = await organisation.device('dispatcher');
	engineer = await organisation.device('engineer');
});
test.afterAll(async () => {
	await organisation.close();
	rmSync(folder, { recursive: true, force: true });
});

/** The engineer's phone with an accepted order open. */
async function openOrder(page: Page, summary: string): Promise<[FieldOrderPage, id: string]> {
	page.context().setDefaultTimeout(actionMsMax);
	const id = await readyOrder(dispatcher, engineer, organisation.asset, summary);
	const address = `${organisation.url}/work-orders/${id}`;
	await new SignInPage(page).enter(address, organisation.account('engineer'));
	const order = new FieldOrderPage(page);
	await expect(order.heading(summary)).toBeVisible();
	return [order, id];
}

async function serverOrder(id: string): Promise<WorkOrder> {
	const [body] = await dispatcher.lookUp({ kind: 'workOrder', id });
	return parseRecord('workOrder', body);
}

/** A file of so many bytes that takes no room on the disk. */
function hollowFile(name: string, bytes: number): string {
	const file = join(folder, name);
	const handle = openSync(file, 'w');
	ftruncateSync(handle, bytes);
	closeSync(handle);
	return file;
}

test('a photo that is too large or no photo is refused, the others are kept', async ({ page }) => {
	const [order, id] = await openOrder(page, '照片太大的工单');
	await order.pickFiles([hollowFile('巨大.jpg', oversizedBytes)]);
	await expect(order.photos.getByRole('alert')).toContainText('照片 巨大.jpg 太大，没有保存');
	const text = join(folder, '说明.jpg');
	writeFileSync(text, '这不是照片');
	await order.pickFiles([text]);
	await expect(order.photos.getByRole('alert')).toContainText('说明.jpg 不是能打开的照片');
	await order.chooseFiles([await makePhoto(page, '机柜')]);
	await expect(order.photo(1).locator('img')).toBeVisible();
	await expect(order.photos.getByRole('alert')).toBeHidden();
	await new StatusLine(page).saysAllSent();
	expect((await serverOrder(id)).photos).toHaveLength(1);
});

test('one bad photo among good ones takes none of them along', async ({ page }) => {
	const [order] = await openOrder(page, '照片混着的工单');
	const good = [await makePhoto(page, '前面'), await makePhoto(page, '后面')];
	const bad = { name: '坏的.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no photo') };
	await order.chooseFiles([...good.slice(0, 1), bad, ...good.slice(1)]);
	await expect(order.photos.getByRole('alert')).toContainText('坏的.jpg 不是能打开的照片');
	await expect(order.photo(2).locator('img')).toBeVisible();
});

test('a wrong password five times has to wait, and says how long', async ({ page }) => {
	const { account, password } = organisation.account('engineer', 1);
	const screen = new SignInPage(page);
	await page.goto(organisation.url);
	for (let n = 1; n < wrongPasswordsMax; n += 1) {
		await screen.tryAs(account, `wrong-${n}`);
		await expect(screen.refusal).toContainText('账号或密码不对，请再试');
	}
	await screen.tryAs(account, 'wrong-again');
	await expect(screen.refusal).toContainText(/试错太多，请 \d+ 秒 ?后再试。本机数据都在/);
	await screen.tryAs(account, password);
	await expect(screen.refusal).toContainText('试错太多');
	await expect(screen.account).toHaveValue(account);
});

test('a refused camera is explained; typing the tag does the same', async ({ page }) => {
	const [order, id] = await openOrder(page, '相机打不开的工单');
	const browser = await page.context().newCDPSession(page);
	await browser.send('Browser.setPermission', {
		...{ permission: { name: 'camera' }, setting: 'denied', origin: organisation.url },
	});
	await order.openScan();
	const scan = new ScanPage(page);
	await expect(page.getByText(/^(相机没有打开|没有找到相机)，可手输编号$/).first()).toBeVisible();
	const typed = organisation.asset.tag.toLowerCase();
	await scan.type(typed);
	await expect(scan.result).toContainText(organisation.asset.name);
	await scan.act('记到场').click();
	await order.isIn('已到场');
	await new StatusLine(page).saysAllSent();
	const [visit] = (await serverOrder(id)).visits;
	expect(visit?.arrivalScan).toMatchObject({ code: typed, source: 'typed' });
});

test('a full disk is said in words, and what was typed is still there', async ({ page }) => {
	const setQuota = await quotaOf(page);
	await setQuota(roomBytes);
	const [order, id] = await openOrder(page, '空间满了的工单');
	await order.addNote('满之前写的');
	await new StatusLine(page).saysAllSent();
	await setQuota(1);
	expect(await writeTooMuch(page, roomBytes)).toBe('QuotaExceededError');
	await order.pickFiles([await makePhoto(page, '装不下')]);
	const editor = new PhotoEditor(page);
	await editor.keep.click();
	await expect(editor.dialog.getByRole('alert')).toContainText('本机空间不足，这一项没有保存');
	await expect(editor.dialog.getByRole('alert')).toContainText('照片还在这里');
	await editor.dialog.getByRole('button', { name: '关闭' }).click();
	await page.getByRole('button', { name: '不保存', exact: true }).click();
	await expect(editor.dialog).toBeHidden();
	const sheet = await order.writeWork({ cause: '电源老化', solution: '换电源' });
	await expect(sheet).toContainText('打的字还没有存下。先别关掉这一页');
	await sheet.getByRole('button', { name: '保存' }).click();
	await expect(sheet.getByRole('alert')).toContainText('本机空间不足，这一项没有保存');
	await expect(sheet.getByRole('alert')).toContainText('你写的内容还在');
	await expect(sheet.getByLabel('故障原因')).toHaveValue('电源老化');
	await setQuota();
	await sheet.getByRole('button', { name: '保存' }).click();
	await expect(order.work).toContainText('换电源');
	await expect(order.notes).toContainText('满之前写的');
	await new StatusLine(page).saysAllSent();
	const { notes, lines, photos } = await serverOrder(id);
	expect(notes.map(({ text }) => text)).toEqual(['满之前写的']);
	expect([lines[0]?.cause, lines[0]?.solution]).toEqual(['电源老化', '换电源']);
	expect(photos).toEqual([]);
});

/** Sets how many bytes the browser gives the app; as many as ever when none is named. */
type SetQuota = (quotaSize?: number) => Promise<void>;

/** The limit lasts as long as the session that set it. */
async function quotaOf(page: Page): Promise<SetQuota> {
	const session = await page.context().newCDPSession(page);
	return async (quotaSize) => {
		await session.send('Storage.overrideQuotaForOrigin', {
			origin: organisation.url,
			...(quotaSize !== undefined && { quotaSize }),
		});
	};
}

/**
 * Chromium spends the room it was told of before it asks again: a write larger than all of that makes
 * it ask. Answers the error's name.
 */
function writeTooMuch(page: Page, bytes: number): Promise<string> {
	return page.evaluate(async (size) => {
		const settled = <T>(request: IDBRequest<T>): Promise<T> =>
			new Promise((resolve, reject) => {
				request.onsuccess = () => resolve(request.result);
				request.onerror = () => reject(request.error ?? new Error('no answer from IndexedDB'));
			});
		const opening = indexedDB.open('probe-of-the-test');
		opening.onupgradeneeded = () => opening.result.createObjectStore('bytes');
		const opened = await settled(opening);
		const writing = opened.transaction('bytes', 'readwrite');
		writing.objectStore('bytes').put(new Uint8Array(size), 'all');
		const outcome = await new Promise<string>((resolve) => {
			writing.oncomplete = () => resolve('written');
			writing.onabort = () => resolve(writing.error?.name ?? 'aborted');
		});
		opened.close();
		return outcome;
	}, bytes);
}

test('two tabs of one account record on the same order at once: nothing lost, nothing twice', async ({
	page,
	context,
}) => {
	const [first, id] = await openOrder(page, '两个标签页的工单');
	const second = await sameOrderIn(context, page.url());
	const texts = (tab: string) => [1, 2, 3, 4].map((n) => `${tab} 页第 ${n} 条`);
	await Promise.all([noteAll(first, texts('甲')), noteAll(second, texts('乙'))]);
	for (const text of [...texts('甲'), ...texts('乙')]) {
		await expect(first.notes).toContainText(text);
		await expect(second.notes).toContainText(text);
	}
	await new StatusLine(first.page).saysAllSent();
	await new StatusLine(second.page).saysAllSent();
	const noted = (await serverOrder(id)).notes.map(({ text }) => text);
	expect(noted.toSorted()).toEqual([...texts('甲'), ...texts('乙')].toSorted());
});

async function sameOrderIn(context: BrowserContext, address: string): Promise<FieldOrderPage> {
	const page = await context.newPage();
	await page.goto(address);
	return new FieldOrderPage(page);
}

async function noteAll(order: FieldOrderPage, texts: readonly string[]): Promise<void> {
	for (const text of texts) await order.addNote(text);
}

test('a part of the app that does not come is no address that leads nowhere', async ({
	browser,
}) => {
	// Before the app is kept on the device its parts come over the network.
	const context = await browser.newContext({ serviceWorkers: 'block' });
	const page = await context.newPage();
	await new SignInPage(page).enter(organisation.url, organisation.account('engineer'));
	await new StatusLine(page).saysAllSent();
	await page.route('**/_app/immutable/**/*.js', (route) => route.abort());
	await page.getByRole('navigation').getByRole('link', { name: '知识' }).click();
	await expect(page.getByRole('main').getByText('这个页面出错了')).toBeVisible();
	await page.unroute('**/_app/immutable/**/*.js');
	await page.getByRole('button', { name: '重新打开' }).click();
	await expect(page.getByRole('heading', { name: '知识', level: 1 })).toBeVisible();
});
