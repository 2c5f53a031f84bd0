import { expect } from '@playwright/test';
import { deviceRows } from '../../fixtures/device-rows.ts';
import { makePhoto } from '../../fixtures/make-photo.ts';
import { FieldOrderPage } from '../pages/field-order.ts';
import { KnowledgePage } from '../pages/knowledge.ts';
import { keepsTheApp } from '../pages/open-device.ts';
import { ScanPage } from '../pages/scan.ts';
import { SignInPage } from '../pages/sign-in.ts';
import { StatusLine } from '../pages/status-line.ts';
import type { Scene } from './scene.ts';
import { addedToSolution, articles, cause, laborMinutes, note, request, seal } from './story.ts';

const { chinese, english } = articles;
const solution = chinese.set.solution;

/** Step 2: the order, its site's assets and the published knowledge are on the phone. */
export async function receiveOrder(scene: Scene): Promise<void> {
	const { phone, organisation } = scene;
	const { page } = phone;
	await new SignInPage(page).enter(organisation.url, organisation.account('engineer'));
	await page.getByRole('link').filter({ hasText: request.summary }).click();
	const order = new FieldOrderPage(page);
	await expect(order.heading(request.summary)).toBeVisible();
	await expect(page.getByText(request.symptom).first()).toBeVisible();
	await new StatusLine(page).saysAllSent();
	const { siteId, lines, assigneeId } = await scene.order();
	scene.engineerId = assigneeId ?? '';
	scene.assetId = lines[0]?.asset?.id ?? '';
	const held = await deviceRows(page, scene.engineerId, 'records');
	const ids = held.map(({ id }) => id);
	for (const id of [siteId, scene.assetId, chinese.id, english.id]) expect(ids).toContain(id);
	await keepsTheApp(page);
}

/** The signal goes for good: no server, no network, the app closed and opened again by its address. */
export async function loseSignal(scene: Scene): Promise<void> {
	const address = scene.phone.page.url();
	await scene.organisation.stopServer();
	await scene.phone.close();
	await scene.reopenPhone();
	await scene.phone.page.goto(address);
	const order = new FieldOrderPage(scene.phone.page);
	await expect(order.heading(request.summary)).toBeVisible();
	await new StatusLine(scene.phone.page).saysOffline();
}

/** Accepted, on the way, and there: the scanned tag proves it. */
export async function arriveByScan(scene: Scene): Promise<void> {
	const { phone, organisation, ledger, orderId, engineerId } = scene;
	const { asset } = organisation;
	const order = new FieldOrderPage(phone.page);
	await order.step('接单').click();
	await order.isIn('已接单');
	ledger.saved(orderId, 'workOrder.accept', engineerId);
	await order.step('出发').click();
	await order.isIn('已出发');
	ledger.saved(orderId, 'workOrder.depart', engineerId);
	await order.openScan();
	const scan = new ScanPage(phone.page);
	await expect(scan.result).toContainText(asset.tag);
	await expect(scan.result).toContainText(asset.name);
	await expect(scan.result).toContainText(/就是工单 D0201-\d{10} 的资产/);
	await scan.act('记到场').click();
	await order.isIn('已到场');
	await expect(phone.page.getByText('扫码到场')).toBeVisible();
	ledger.saved(orderId, 'workOrder.arrive', asset.tag);
}

export async function checkSeal(scene: Scene): Promise<void> {
	await new FieldOrderPage(scene.phone.page).checkSeal('完好', seal);
	scene.ledger.saved(scene.orderId, 'workOrder.checkSeal', seal);
	scene.ledger.saved(scene.assetId, 'asset.checkSeal', seal);
}

/** Found in either language; the one that helps is taken over into the work sheet. */
export async function searchKnowledge(scene: Scene): Promise<void> {
	const { page } = scene.phone;
	const order = new FieldOrderPage(page);
	await order.work.getByRole('link', { name: '查知识库' }).click();
	const knowledge = new KnowledgePage(page);
	await knowledge.search.fill('driver update unreachable');
	await expect(knowledge.hit(english.set.title)).toBeVisible();
	await knowledge.search.fill('连接数据库');
	await knowledge.hit(chinese.set.title).click();
	await page.getByRole('button', { name: '帮到了', exact: true }).click();
	await expect(page.getByText('已记下：帮到了')).toBeVisible();
	scene.ledger.saved(scene.orderId, 'workOrder.consult', chinese.id);
	await page.getByRole('button', { name: '用这个方案' }).click();
	await expect(order.sheet('填写原因与方案').getByLabel('解决方案')).toHaveValue(solution);
}

export async function recordWork(scene: Scene): Promise<void> {
	const { phone, ledger, orderId } = scene;
	const order = new FieldOrderPage(phone.page);
	await order.saveWork({ cause });
	await expect(order.work).toContainText(cause);
	await order.addNote(note);
	ledger.saved(orderId, 'workOrder.note', note);
	await order.addTime(laborMinutes);
	ledger.saved(orderId, 'workOrder.addTime', String(laborMinutes));
	const photos = [await makePhoto(phone.page, '柜门'), await makePhoto(phone.page, '网卡')];
	await order.chooseFiles(photos);
	await expect(order.photo(2)).toBeVisible();
	ledger.saved(orderId, 'workOrder.addPhoto', 'photo 1', 'photo 2');
	ledger.saved(orderId, 'workOrder.tick', ...(await order.tickAll()));
}

/** In the middle of typing the battery falls out; everything called saved is there, and so is the text. */
export async function dieAndReturn(scene: Scene): Promise<void> {
	const before = scene.phone.page;
	const sheet = await new FieldOrderPage(before).writeWork({
		solution: solution + addedToSolution,
	});
	await expect(sheet).toContainText('每一键都已存本机');
	await expect
		.poll(async () => JSON.stringify(await deviceRows(before, scene.engineerId, 'drafts')))
		.toContain(addedToSolution);
	const address = before.url();
	await scene.phone.kill();
	await scene.reopenPhone();
	await scene.phone.page.goto(address);
	await expectAllThere(scene);
	const order = new FieldOrderPage(scene.phone.page);
	const reopened = await order.writeWork({});
	await expect(reopened.getByLabel('解决方案')).toHaveValue(solution + addedToSolution);
	await order.saveWork();
	scene.ledger.saved(scene.orderId, 'workOrder.recordWork', cause, solution + addedToSolution);
}

async function expectAllThere(scene: Scene): Promise<void> {
	const order = new FieldOrderPage(scene.phone.page);
	await order.isIn('已到场');
	await expect(scene.phone.page.getByText('扫码到场')).toBeVisible();
	await expect(order.sealSeen('完好', seal)).toBeVisible();
	await expect(order.work).toContainText(cause);
	await expect(order.notes).toContainText(note);
	await expect(order.notes).toContainText(`工时 ${laborMinutes} 分`);
	await expect(order.photo(2).locator('img')).toBeVisible();
	for (const box of await order.checklist.getByRole('checkbox').all())
		await expect(box).toBeChecked();
	await new StatusLine(scene.phone.page).saysOffline();
}
