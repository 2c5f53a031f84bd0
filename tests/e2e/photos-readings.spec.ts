/**
 * An earthing check without signal: a reading beyond its limit is flagged and kept, a photo is drawn
 * on and stamped, the photo the checklist asks for is taken before the order is completed, and the
 * sheet shows all of it. What arrives at the server is what the phone made.
 */
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import type { ApiDevice } from '../fixtures/api-device.ts';
import { DemoServer } from '../fixtures/demo-server.ts';
import { makePhoto } from '../fixtures/make-photo.ts';
import { artefact, Paper, sha256 } from '../fixtures/paper.ts';
import { actionMsMax } from '../fixtures/phone.ts';
import { orderOf, orderOnSite, placeOf } from '../fixtures/ready-order.ts';
import { expect, test } from '../fixtures/story.ts';
import { FieldOrderPage } from './pages/field-order.ts';
import { offlinePhone } from './pages/offline-phone.ts';
import { PhotoEditor } from './pages/photo-editor.ts';
import { expectReadable } from './pages/readable.ts';
import { SheetPage } from './pages/sheet.ts';
import { SignInPage } from './pages/sign-in.ts';
import { SigningPage } from './pages/signing.ts';
import { StatusLine } from './pages/status-line.ts';

const testMsMax = 180_000;
const photoSideMax = 2048;
/** Pixels of a kept photo that must be drawn on where something was drawn. */
const markPixelsMin = 5_000;
const stampPixelsMin = 2_000;

let server: DemoServer;
let office: ApiDevice;
let field: ApiDevice;

test.beforeAll(async () => {
	mkdirSync(artefact('photos-readings'), { recursive: true });
	server = await DemoServer.open();
	office = await server.device('dispatcher');
	field = await server.device('engineer');
});
test.afterAll(() => server.close());

interface Seen {
	width: number;
	height: number;
	/** Pixels in the colour of the marks. */
	red: number;
	/** White pixels in the lower left corner. */
	stamp: number;
}

/** What stands in the picture itself, by its pixels. */
function seenIn(picture: Locator): Promise<Seen> {
	return picture.evaluate(async (shown: HTMLImageElement) => {
		await shown.decode();
		const { naturalWidth: width, naturalHeight: height } = shown;
		const canvas = new OffscreenCanvas(width, height);
		const brush = canvas.getContext('2d');
		if (!brush) throw new Error('no canvas to read');
		brush.drawImage(shown, 0, 0);
		const count = (data: Uint8ClampedArray, is: (r: number, g: number, b: number) => boolean) => {
			let n = 0;
			for (let i = 0; i < data.length; i += 4)
				if (is(data[i] ?? 0, data[i + 1] ?? 0, data[i + 2] ?? 0)) n += 1;
			return n;
		};
		const whole = brush.getImageData(0, 0, width, height).data;
		const corner = brush.getImageData(0, height * 0.8, width * 0.6, height * 0.2).data;
		return {
			...{ width, height },
			red: count(whole, (r, g, b) => r > 190 && g < 70 && b < 80),
			stamp: count(corner, (r, g, b) => r > 235 && g > 235 && b > 235),
		};
	});
}

test('an earthing check with a reading out of limits, marked photos and its sheet', async ({
	browser,
}) => {
	test.setTimeout(testMsMax);
	const id = await orderOnSite(office, field, '配电间防雷接地季检', {
		at: await placeOf(office, 'ZC-2026-000123'),
		...{ orderKind: 'preventive', requester: '刘淑芬', serviceItemId: 'item-earthing' },
	});
	const page = await offlinePhone(browser, server, id);
	const context = page.context();
	const order = new FieldOrderPage(page);
	const editor = new PhotoEditor(page);
	const shot = (name: string) => page.screenshot({ path: artefact(`photos-readings/${name}.png`) });

	await test.step('a reading beyond its limit is flagged and kept', async () => {
		const earth = order.checklist.getByLabel('接地电阻');
		await expect(order.checklist).toContainText('规定 ≤ 4 Ω');
		await earth.fill('四欧');
		await earth.press('Enter');
		await expect(order.checklist).toContainText('请只填数字');
		await earth.fill('4,6');
		await earth.press('Enter');
		await expect(order.checklist).toContainText('超过上限');
		await expect(earth).toHaveValue('4.6');
		await expect(order.checklist).toContainText('1 / 4');
		await order.checklist.scrollIntoViewIfNeeded();
		await shot('reading');
	});

	await test.step('a photo is drawn on, stamped and made smaller', async () => {
		await order.pickFiles([await makePhoto(page, '接地排', 2)]);
		await editor.draw('箭头', [0.15, 0.2], [0.45, 0.5]);
		await editor.draw('圈', [0.5, 0.3], [0.9, 0.7]);
		await editor.dialog.getByRole('button', { name: '撤销一笔' }).click();
		await expect(editor.marks).toHaveCount(2);
		await editor.draw('圈', [0.5, 0.35], [0.85, 0.65]);
		await expect(editor.dialog.getByRole('radio', { name: '处理前' })).toBeChecked();
		const { violations } = await new AxeBuilder({ page }).include('[role=dialog]').analyze();
		expect(violations.filter(({ impact }) => /serious|critical/.test(impact ?? ''))).toEqual([]);
		await shot('editor');
		await editor.keep.click();
		await expect(editor.dialog).toBeHidden();
		await expect(order.photos).toContainText('处理前');
		await order.photo(1).click();
		const picture = page.getByRole('dialog').locator('img');
		await expect(picture).toBeVisible();
		const seen = await seenIn(picture);
		expect([seen.width, seen.height]).toEqual([photoSideMax, 1536]);
		expect(seen.red).toBeGreaterThan(markPixelsMin);
		expect(seen.stamp).toBeGreaterThan(stampPixelsMin);
		await shot('viewer');
	});

	await test.step('one more mark by keyboard takes the place of the photo', async () => {
		await page.getByRole('button', { name: '画箭头或圈' }).click();
		await editor.surface.press('Enter');
		await editor.surface.press('Shift+ArrowRight');
		await expect(editor.marks).toHaveCount(2);
		await editor.keep.click();
		await expect(editor.dialog).toBeHidden();
		await expect(order.photo(1)).toBeVisible();
		await expect(order.photo(2)).toBeHidden();
	});

	await test.step('after the work another, with its original', async () => {
		await order.checklist.getByRole('checkbox').first().check();
		await order.saveWork({ cause: '接地端子锈蚀', solution: '除锈紧固，复测 3.2 Ω' });
		await order.pickFiles([await makePhoto(page, '除锈后')]);
		await expect(editor.dialog.getByRole('radio', { name: '处理后' })).toBeChecked();
		await editor.dialog.getByRole('checkbox', { name: /^另存原图/ }).check({ force: true });
		await shot('original');
		await editor.keepAll(1);
		await expect(order.photo(2)).toBeVisible();
	});

	await test.step('the photo that is asked for stands before the signature', async () => {
		await expect(order.step('请客户签名')).toHaveCount(0);
		await shot('photo-missing');
		const asked = page.waitForEvent('filechooser');
		await order.step('补拍规定的照片').click();
		await (await asked).setFiles([await makePhoto(page, '4.6 Ω')]);
		await expect(editor.dialog.getByRole('radio', { name: '其他' })).toBeChecked();
		await editor.keepAll(1);
		await expect(order.checklist).toContainText('照片 1 张');
	});

	let sheet: Paper;
	await test.step('signed and completed; the sheet holds photos and reading', async () => {
		await order.step('请客户签名').click();
		const pad = new SigningPage(page);
		await pad.stroke([0.1, 0.5], [0.25, 0.2], [0.3, 0.7], [0.6, 0.3]);
		await pad.confirm.click();
		await order.step('完成工单').click();
		const made = new SheetPage(page);
		await made.number();
		const file = artefact('photos-readings/sheet.pdf');
		sheet = new Paper((await made.save()).bytes, file);
		console.log(`sheet: ${sheet.bytes.length} bytes, drawn as ${sheet.draw()}`);
		expect(sheet.text).toContain('接地电阻Earthresistance：4.6');
		expectReadable(sheet, ['4.6', '超过上限']);
		for (const words of ['处理前Before', '处理后After']) expect(sheet.text).toContain(words);
		const images = execFileSync('pdfimages', ['-list', file], { encoding: 'utf8' });
		expect(images.match(/ 1000 +750 .* jpeg /g)).toHaveLength(2);
		await shot('screen-sheet');
	});

	await test.step('the server has it all, and the desk sees it', async () => {
		await context.setOffline(false);
		await new StatusLine(page).saysAllSent(60_000);
		const { state, photos, papers, lines } = await orderOf(office, id);
		expect(state).toBe('completed');
		expect(lines[0]?.checklist.find(({ key }) => key === 'earth')).toMatchObject({ value: '4.6' });
		expect(photos).toMatchObject([
			{ phase: 'before', retracted: { reason: 'marked' } },
			{ phase: 'before' },
			{ phase: 'after', original: { type: 'image/jpeg' } },
			{ checkKey: 'meter' },
		]);
		expect(papers.map(({ blob }) => blob.sha256)).toEqual([sha256(sheet.bytes)]);
		const blobs = photos.flatMap(({ blob, original }) => [blob, ...(original ? [original] : [])]);
		for (const blob of blobs) expect((await office.blob(blob.sha256, id)).ok).toBe(true);
		const desk = await browser.newContext({ viewport: { width: 1440, height: 900 } });
		desk.setDefaultTimeout(actionMsMax);
		const at = await desk.newPage();
		await new SignInPage(at).enter(server.url, server.account('dispatcher'));
		await new StatusLine(at).saysAllSent();
		await at.goto(`${server.url}/work-orders/${id}`);
		await expect(at.getByRole('region', { name: '检查清单' })).toContainText('4.6 Ω');
		await expect(at.getByRole('region', { name: '检查清单' })).toContainText('超过上限');
		await expect(at.getByRole('region', { name: '照片' })).toContainText('处理后');
		await at.screenshot({ path: artefact('photos-readings/desk.png'), fullPage: true });
		await desk.close();
	});
	await context.close();
});
