/**
 * The engineer signs once, without signal; from then on his hand stands on the service sheet beside
 * the customer's, over his own name.
 */
import { mkdirSync } from 'node:fs';
import { DemoServer } from '../fixtures/demo-server.ts';
import { artefact, Paper } from '../fixtures/paper.ts';
import { orderOnSite, placeOf } from '../fixtures/ready-order.ts';
import { expect, test } from '../fixtures/story.ts';
import { FieldOrderPage } from './pages/field-order.ts';
import { offlinePhone } from './pages/offline-phone.ts';
import { SheetPage } from './pages/sheet.ts';
import { SigningPage } from './pages/signing.ts';

const testMsMax = 120_000;
/** Share of the place over a name that a hand of three strokes covers at least. */
const handInkMin = 0.003;

let server: DemoServer;

test.beforeAll(async () => {
	mkdirSync(artefact('own-hand'), { recursive: true });
	server = await DemoServer.open();
});
test.afterAll(() => server.close());

/** How much ink stands over the line this word names, among the signatures of the first page. */
function inkOver(sheet: Paper, word: string): number {
	const [heading] = sheet.boxesOf('Signatures');
	const below = sheet.boxesOf(word).filter(({ y }) => heading && y > heading.y);
	const [box] = below.sort((a, b) => a.y - b.y);
	if (!box) throw new Error(`${word} is not among the signatures`);
	const { x, y } = box;
	return sheet.inkIn({ x: x - 40, y: y - 50, width: 110, height: 36 });
}

test('his own hand is drawn once and stands on the sheet', async ({ browser }) => {
	test.setTimeout(testMsMax);
	const office = await server.device('dispatcher');
	const field = await server.device('engineer');
	const at = await placeOf(office, 'ZC-2026-000123');
	const id = await orderOnSite(office, field, '开机报警', { at, requester: '刘淑芬' });
	const page = await offlinePhone(browser, server, id);
	const pad = new SigningPage(page);

	await test.step('drawn once, kept on the device', async () => {
		await page.goto(`${server.url}/me`);
		await page.getByRole('link', { name: '我的签名' }).click();
		await pad.stroke([0.1, 0.5], [0.3, 0.2], [0.4, 0.8], [0.8, 0.3]);
		await expect(page.getByText('签名已存本机')).toBeVisible();
		await page.screenshot({ path: artefact('own-hand/drawn.png') });
		await page.reload();
		await expect.poll(() => pad.ink()).toBeGreaterThan(0);
	});

	await test.step('on the sheet beside the customer’s; nobody drew for the desk yet', async () => {
		await page.goto(`${server.url}/work-orders/${id}`);
		const order = new FieldOrderPage(page);
		await order.saveWork({ cause: '内存松动', solution: '重新插紧' });
		await order.step('请客户签名').click();
		await pad.stroke([0.1, 0.5], [0.25, 0.2], [0.3, 0.7], [0.6, 0.3]);
		await pad.confirm.click();
		await order.step('完成工单').click();
		const made = new SheetPage(page);
		await made.number();
		const sheet = new Paper((await made.save()).bytes, artefact('own-hand/sheet.pdf'));
		console.log(`drawn as ${sheet.draw()}`);
		expect(inkOver(sheet, 'Customer')).toBeGreaterThan(handInkMin);
		expect(inkOver(sheet, 'Engineer')).toBeGreaterThan(handInkMin);
		expect(inkOver(sheet, 'desk')).toBeLessThan(handInkMin);
	});
	await page.context().close();
});
