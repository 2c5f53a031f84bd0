import { expect } from '@playwright/test';
import { join } from 'node:path';
import { artefact, Paper } from '../../fixtures/paper.ts';
import { phoneSize } from '../../fixtures/phone.ts';
import { FieldOrderPage } from '../pages/field-order.ts';
import { expectReadable } from '../pages/readable.ts';
import { SheetPage } from '../pages/sheet.ts';
import { SigningPage } from '../pages/signing.ts';
import { StatusLine } from '../pages/status-line.ts';
import { WalkUpPage } from '../pages/walk-up.ts';
import type { Scene } from './scene.ts';
import { signer, signerInWords, symptomInShort, walkUp } from './story.ts';

/** With two photos of after. */
const paperBytesMax = 320 * 1024;

/** Nothing is no signature; turning the phone keeps the strokes. */
export async function sign(scene: Scene): Promise<void> {
	const { page } = scene.phone;
	const order = new FieldOrderPage(page);
	await order.step('请客户签名').click();
	const signing = new SigningPage(page);
	await signing.name.fill(signer);
	await signing.confirm.click();
	await signing.isRefusedWith('还差签名');
	await signing.stroke([0.1, 0.5], [0.25, 0.2], [0.3, 0.7]);
	expect(await signing.ink()).toBeGreaterThan(0);
	await page.setViewportSize({ width: phoneSize.height, height: phoneSize.width });
	await expect.poll(() => signing.ink()).toBeGreaterThan(0);
	await signing.stroke([0.5, 0.3], [0.6, 0.6], [0.7, 0.3], [0.8, 0.6]);
	await page.setViewportSize(phoneSize);
	await expect.poll(() => signing.ink()).toBeGreaterThan(0);
	await page.screenshot({ path: artefact('visit/signing.png') });
	await signing.confirm.click();
	await expect(order.papers).toContainText(`${signer} 已签`);
	scene.ledger.saved(scene.orderId, 'workOrder.sign', signer);
}

/** Completing leads to the service sheet, made here without signal. */
export async function completeOnPaper(scene: Scene): Promise<void> {
	const { ledger, orderId, phone, engineerId } = scene;
	await new FieldOrderPage(phone.page).step('完成工单').click();
	const sheet = new SheetPage(phone.page);
	const number = await sheet.number();
	ledger.saved(orderId, 'workOrder.complete', engineerId);
	ledger.saved(orderId, 'workOrder.attachPaper', number);
	const { name, bytes } = await sheet.save();
	expect(name).toBe(`${number}.pdf`);
	scene.paper = new Paper(bytes, join(artefact('visit'), 'service-sheet.pdf'));
	const { tag } = scene.organisation.asset;
	console.log(`service sheet: ${bytes.length} bytes, drawn as ${scene.paper.draw()}`);
	expect(bytes.length).toBeLessThan(paperBytesMax);
	expectReadable(scene.paper, [symptomInShort, tag, number, ...signerInWords]);
	await phone.page.screenshot({ path: artefact('visit/sheet.png') });
}

/** Step 4: taken on the spot, with the number it will carry for ever. */
export async function takeWalkUp(scene: Scene): Promise<void> {
	const { page } = scene.phone;
	await page.getByRole('link', { name: '返回' }).click();
	await page.getByRole('link', { name: '返回' }).click();
	await page.getByRole('link', { name: '现场报障' }).first().click();
	const form = new WalkUpPage(page);
	scene.walkUpId = await form.take({ ...walkUp, site: scene.organisation.asset.site });
	const number = page.getByRole('heading', { name: /^D0201-\d{8}-[0-9A-Z]{3,}-\d{2}$/ });
	scene.walkUpNumber = await number.innerText();
	scene.ledger.saved(scene.walkUpId, 'workOrder.createOnSite', walkUp.summary);
	await new StatusLine(page).saysOffline();
}

/** Step 5: back on the line, nothing has to be pressed; "all sent" is said when the server has it. */
export async function regainSignal(scene: Scene): Promise<void> {
	await scene.organisation.startServer();
	await scene.phone.context.setOffline(false);
	await new StatusLine(scene.phone.page).saysAllSent(60_000);
	const missing = scene.ledger.missingFrom(await scene.serverRecords());
	expect(missing).toEqual([]);
	const { photos, papers } = await scene.order();
	const blobs = [...photos, ...papers].map(({ blob }) => blob.sha256);
	expect(blobs).toHaveLength(3);
	for (const sha256 of blobs) expect((await scene.api.blob(sha256, scene.orderId)).ok).toBe(true);
}
