import type { Browser, Page } from '@playwright/test';
import bwipJs from 'bwip-js/node';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCameraVideo } from '../fixtures/camera/make-camera-video.ts';
import type { PrintedFormat } from '../fixtures/camera/make-camera-video.ts';
import { expect, test } from '../fixtures/story.ts';
import { isSameText, sharedPictures } from './barcodes/pictures.ts';
import type { PictureCase } from './barcodes/pictures.ts';
import { count, rateLines } from './barcodes/rates.ts';
import type { Outcome } from './barcodes/rates.ts';
import { servePage } from './barcodes/serve-page.ts';
import type { ServedPage } from './barcodes/serve-page.ts';
import { scanByHand } from './pages/hand-held.ts';

const printed: readonly { bcid: PrintedFormat; format: string; text: string }[] = [
	{ bcid: 'code128', format: 'code-128', text: 'ZC-2026-000123' },
	{ bcid: 'qrcode', format: 'qr', text: '资产 ZC-2026-000123' },
	{ bcid: 'datamatrix', format: 'data-matrix', text: 'ZC-2026-000123' },
	{ bcid: 'ean13', format: 'ean-13', text: '6901234567892' },
	{ bcid: 'code39', format: 'code-39', text: 'ZC-2026-0123' },
];

let served: ServedPage;
/** Every address any page of this file asked for. */
const asked: string[] = [];
/** What the content security policy or the console complained about. */
const complaints: string[] = [];

test.describe.configure({ mode: 'default' });
test.beforeAll(async () => {
	served = await servePage();
});
test.afterAll(async () => {
	await served.close();
});

async function openPage(browser: Browser): Promise<Page> {
	const context = await browser.newContext({
		viewport: { width: 390, height: 844 },
		locale: 'zh-CN',
	});
	const page = await context.newPage();
	page.on('request', (request) => asked.push(request.url()));
	page.on('console', (message) => {
		if (message.type() === 'error') complaints.push(message.text());
	});
	await page.goto(served.url);
	await page.waitForFunction(() => 'testPage' in window);
	return page;
}

async function outcomeOf(
	page: Page,
	{ set, name, picture, answer }: PictureCase,
): Promise<Outcome> {
	const [reading] = await page.evaluate((each) => window.testPage.decode(each), picture);
	const byPeer = await page.evaluate((each) => window.testPage.decodeByPeer(each), picture);
	const isRead = isSameText(reading?.text, answer);
	const isReadByPeer = isSameText(byPeer, answer);
	return {
		set,
		name,
		isRead,
		isWrong: reading !== undefined && !isRead,
		isReadByPeer,
		isWrongByPeer: byPeer !== undefined && !isReadByPeer,
	};
}

test('reads more of the real pictures than html5-qrcode', async ({ browser }) => {
	const pictures = sharedPictures();
	if (pictures.length === 0) {
		console.log('barcodes: ../shared is not here, only codes made for the test were read');
		return;
	}
	test.setTimeout(180_000);
	const page = await openPage(browser);
	const outcomes: Outcome[] = [];
	for (const picture of pictures) outcomes.push(await outcomeOf(page, picture));
	const missed = outcomes.filter(({ isRead }) => !isRead).map(({ set, name }) => `${set}/${name}`);
	console.log([...rateLines(outcomes), `not read: ${missed.join(' ')}`].join('\n'));
	expect(count(outcomes, 'isRead')).toBeGreaterThanOrEqual(count(outcomes, 'isReadByPeer'));
	expect(count(outcomes, 'isWrong')).toBe(0);
	await page.context().close();
});

test('reads every clean code, upright and lying on its side', async ({ browser }) => {
	const page = await openPage(browser);
	for (const { bcid, format, text } of printed) {
		for (const rotate of ['N', 'R', 'I'] as const) {
			const png = await bwipJs.toBuffer({
				bcid,
				text,
				scale: 3,
				padding: 10,
				rotate,
				backgroundcolor: 'ffffff',
			});
			const picture = { base64: png.toString('base64'), type: 'image/png' };
			const [reading] = await page.evaluate((each) => window.testPage.decode(each), picture);
			expect(reading, `${bcid} ${rotate}`).toMatchObject({ text, format });
		}
	}
	await page.context().close();
});

test('reads nothing where nothing is', async ({ browser }) => {
	const page = await openPage(browser);
	const readings = await page.evaluate(async () => {
		const canvas = document.createElement('canvas');
		[canvas.width, canvas.height] = [640, 480];
		const base64 = canvas.toDataURL('image/png').split(',')[1] ?? '';
		return window.testPage.decode({ base64, type: 'image/png' });
	});
	expect(readings).toEqual([]);
	await page.context().close();
});

test.describe('the scan screen', () => {
	/** A browser of its own: which film the camera plays is said at its start. */
	async function withCamera(
		launch: (cameraArgs: string[]) => Promise<Browser>,
		{ bcid, text }: { bcid: PrintedFormat; text: string },
		use: (page: Page) => Promise<void>,
	): Promise<void> {
		const folder = mkdtempSync(join(tmpdir(), 'camera-film-'));
		const film = join(folder, 'label.y4m');
		makeCameraVideo(text, bcid, film);
		const browser = await launch([
			'--use-fake-ui-for-media-stream',
			'--use-fake-device-for-media-stream',
			`--use-file-for-fake-video-capture=${film}`,
		]);
		try {
			await use(await openPage(browser));
		} finally {
			await browser.close();
			rmSync(folder, { recursive: true, force: true });
		}
	}

	for (const { bcid, format, text } of printed) {
		test(`reads ${format} from the camera`, async ({ playwright, launchOptions }) => {
			const launch = (cameraArgs: string[]): Promise<Browser> =>
				playwright.chromium.launch({
					...launchOptions,
					args: [...(launchOptions.args ?? []), ...cameraArgs],
				});
			await withCamera(launch, { bcid, text }, async (page) => {
				await page.evaluate(() => window.testPage.openScan('single'));
				const readings = page.getByTestId('readings').getByRole('listitem');
				await expect(readings).toHaveText([`camera ${format} ${text}`]);
				await expect(page.getByRole('status')).toContainText(text);
				await page.getByRole('button', { name: '再扫一个' }).click();
				await expect(readings).toHaveCount(2);
				await page.getByRole('button', { name: '关闭扫码' }).click();
				await expect(page.getByText('closed')).toBeVisible();
			});
		});
	}

	test('says that the camera was refused and takes typing and a hand-held scanner', async ({
		browser,
	}) => {
		const page = await openPage(browser);
		await page.evaluate(() => {
			navigator.mediaDevices.getUserMedia = () =>
				Promise.reject(new DOMException('refused by the test', 'NotAllowedError'));
			window.testPage.openScan('continuous');
		});
		await expect(page.getByText('相机没有打开，可手输编号').first()).toBeVisible();
		await scanByHand(page, 'HH-2026-000007');
		const readings = page.getByTestId('readings').getByRole('listitem');
		await expect(readings).toHaveText(['handheld - HH-2026-000007']);
		await page.getByLabel('编号').fill('  ＺＣ－７ ');
		await page.keyboard.press('Enter');
		await expect(readings).toHaveText(['handheld - HH-2026-000007', 'typed - ZC-7']);
		await page.keyboard.press('Escape');
		await expect(page.getByText('closed')).toBeVisible();
		await page.context().close();
	});
});

test('asked nobody but its own server, and broke no policy', () => {
	const { origin } = new URL(served.url);
	const own = (url: string): boolean => /^(data|blob):/.test(url) || new URL(url).origin === origin;
	expect(asked.filter((url) => !own(url))).toEqual([]);
	expect(complaints).toEqual([]);
});
