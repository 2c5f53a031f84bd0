/**
 * A note that is spoken, without signal: recorded with a level and a limit, played back, cut off by a
 * closed page and kept as far as it came, withdrawn, counted on the service sheet, and heard at the
 * desk with the bytes the phone recorded. A microphone that was refused is told, and nothing is lost.
 */
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from '@playwright/test';
import { mkdirSync } from 'node:fs';
import { DemoServer } from '../fixtures/demo-server.ts';
import { artefact, Paper, sha256 } from '../fixtures/paper.ts';
import { orderOnSite, orderOf } from '../fixtures/ready-order.ts';
import { expect, test } from '../fixtures/story.ts';
import { FieldOrderPage } from './pages/field-order.ts';
import { handIn } from './pages/hand-in.ts';
import { deskAt, offlinePhone } from './pages/offline-phone.ts';
import { SheetPage } from './pages/sheet.ts';
import { StatusLine } from './pages/status-line.ts';

const testMsMax = 180_000;

test.use({
	launchOptions: async ({ launchOptions }, use) => {
		const fake = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
		await use({ ...launchOptions, args: [...(launchOptions.args ?? []), ...fake] });
	},
});

let server: DemoServer;

test.beforeAll(async () => {
	mkdirSync(artefact('voice-notes'), { recursive: true });
	server = await DemoServer.open();
});
test.afterAll(() => server.close());

async function picture(page: Page, name: string): Promise<void> {
	await page.screenshot({ path: artefact(`voice-notes/${name}.png`) });
}

const rowsOf = (page: Page) => page.getByRole('button', { name: /^播放语音备注/ });

/** Two seconds and the sound of the fake microphone in the meter. */
async function startRecording(page: Page): Promise<void> {
	await new FieldOrderPage(page).notes
		.getByRole('button', { name: '语音备注', exact: true })
		.click();
	const sheet = page.getByRole('dialog', { name: '语音备注' });
	await expect(sheet).toContainText('最长 3 分钟');
	await sheet.getByRole('button', { name: '开始录音' }).click();
	await expect(sheet.getByRole('button', { name: '停止并保存' })).toBeVisible();
	await expect(sheet.getByRole('timer')).toHaveText(/0:0[3-9] \/ 3:00/);
	await expect
		.poll(() => sheet.getByRole('meter').evaluate((meter: HTMLMeterElement) => meter.value))
		.toBeGreaterThan(0.2);
}

async function record(page: Page): Promise<void> {
	await startRecording(page);
	await picture(page, 'recording');
	await page.getByRole('button', { name: '停止并保存' }).click();
	await expect(page.getByRole('dialog', { name: '语音备注' })).toBeHidden();
}

/** It runs: its own clock moves. */
async function play(page: Page): Promise<void> {
	await rowsOf(page).first().click();
	await expect(page.getByRole('button', { name: '暂停' })).toBeVisible();
	await expect
		.poll(() =>
			page
				.locator('audio')
				.first()
				.evaluate((audio: HTMLAudioElement) => audio.currentTime),
		)
		.toBeGreaterThan(0.3);
}

async function complete(page: Page): Promise<Paper> {
	await handIn(page, { cause: '风扇积灰', solution: '清洁风扇', signer: '赵' });
	const { bytes } = await new SheetPage(page).save();
	return new Paper(bytes, artefact('voice-notes/sheet.pdf'));
}

async function hearAtDesk(browser: Browser, orderId: string): Promise<void> {
	const desk = await deskAt(browser, server, orderId);
	await expect(rowsOf(desk)).toHaveCount(1);
	await rowsOf(desk).scrollIntoViewIfNeeded();
	await picture(desk, 'desk');
	await play(desk);
	await desk.context().close();
}

test('spoken without signal, heard at the desk', async ({ browser }) => {
	test.setTimeout(testMsMax);
	const office = await server.device('dispatcher');
	const orderId = await orderOnSite(office, await server.device('engineer'), '机房风扇异响');
	const phone = await offlinePhone(browser, server, orderId);
	await phone.context().grantPermissions(['microphone'], { origin: server.url });
	await record(phone);
	await expect(rowsOf(phone)).toHaveCount(1);
	await play(phone);
	await picture(phone, 'kept');
	const { violations } = await new AxeBuilder({ page: phone }).analyze();
	expect(violations.filter(({ impact }) => /serious|critical/.test(impact ?? ''))).toEqual([]);

	await test.step('a page that is closed loses nothing that was said', async () => {
		await startRecording(phone);
		await phone.reload();
		await expect(rowsOf(phone)).toHaveCount(2);
		await expect(new FieldOrderPage(phone).notes).toContainText('录音中断');
		await picture(phone, 'cut-off');
	});

	await test.step('his own is withdrawn', async () => {
		await phone.getByRole('button', { name: '撤回' }).last().click();
		await phone.getByRole('alertdialog').getByRole('button', { name: '撤回' }).click();
		await expect(rowsOf(phone)).toHaveCount(1);
	});

	const sheet = await complete(phone);
	expect(sheet.text).toContain('1段语音备注，随工单保存1voicenote,keptwiththeorder');
	console.log(`sheet with a voice note: ${sheet.draw()}`);
	await phone.context().setOffline(false);
	await new StatusLine(phone).saysAllSent(60_000);
	const { voices = [] } = await orderOf(office, orderId);
	expect(voices).toMatchObject([
		{ blob: { type: 'audio/webm' } },
		{ interrupted: true, retracted: { reason: '录音人撤回' } },
	]);
	for (const { blob } of voices) {
		const answer = await office.blob(blob.sha256, orderId);
		expect(sha256(new Uint8Array(await answer.arrayBuffer()))).toBe(blob.sha256);
	}
	await hearAtDesk(browser, orderId);
	await phone.context().close();
});

test('a microphone that is refused is told', async ({ browser }) => {
	const office = await server.device('dispatcher');
	const orderId = await orderOnSite(office, await server.device('engineer'), '显示器闪烁');
	const phone = await offlinePhone(browser, server, orderId);
	await phone.evaluate(() => {
		navigator.mediaDevices.getUserMedia = () =>
			Promise.reject(new DOMException('', 'NotAllowedError'));
	});
	await new FieldOrderPage(phone).notes.getByRole('button', { name: '语音备注' }).click();
	await phone.getByRole('button', { name: '开始录音' }).click();
	await expect(phone.getByRole('alert')).toContainText('麦克风没有打开');
	await picture(phone, 'refused');
	await phone.context().close();
});
