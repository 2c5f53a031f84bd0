import { expect } from '@playwright/test';
import { sha256 } from '../../fixtures/paper.ts';
import { BoardPage } from '../pages/board.ts';
import { DeskOrderPage } from '../pages/desk-order.ts';
import { IntakePage } from '../pages/intake.ts';
import { SheetPage } from '../pages/sheet.ts';
import { SignInPage } from '../pages/sign-in.ts';
import { StatusLine } from '../pages/status-line.ts';
import type { Scene } from './scene.ts';
import { colleaguesOrder, request, returnVisitNote, signer, walkUp } from './story.ts';

/** Step 1: customer, site, contact, asset, symptom, service item; due times seen; sent to the engineer. */
export async function takeRequest(scene: Scene): Promise<void> {
	const { desk, organisation, ledger } = scene;
	const engineer = organisation.account('engineer');
	await new SignInPage(desk).enter(organisation.url, organisation.account('dispatcher'));
	await new StatusLine(desk).saysAllSent();
	const intake = new IntakePage(desk);
	await intake.open();
	await intake.fill({ ...request, asset: organisation.asset });
	await expect(intake.targets).toContainText(/响应.*\d\d:\d\d 前.*解决.*\d\d:\d\d 前/);
	scene.orderId = await intake.saveAndDispatch();
	ledger.saved(scene.orderId, 'workOrder.create', request.summary);
	const order = new DeskOrderPage(desk);
	await order.dispatchTo(engineer.name);
	await order.isIn('已派单');
	await new StatusLine(desk).saysAllSent();
	const { assigneeId, number } = await scene.order();
	expect(number).toMatch(/^D0201-\d{10}$/);
	ledger.saved(scene.orderId, 'workOrder.dispatch', assigneeId ?? 'nobody');
}

/** The list is live: a colleague takes a call and it stands there by itself. */
export async function watchBoard(scene: Scene): Promise<void> {
	const { desk, api } = scene;
	const board = new BoardPage(desk);
	await board.open();
	await board.find(request.summary);
	await expect(board.row(request.summary)).toContainText('已派单');
	await board.find('');
	const { customerId, siteId } = await scene.order();
	await api.must('workOrder.create@1', crypto.randomUUID(), {
		...{ orderKind: 'fault', channel: 'phone', mode: 'on_site', summary: colleaguesOrder },
		...{ requester: { name: '三楼' }, customerId, siteId, impact: 'high', urgency: 'high' },
		lines: [{}],
	});
	await expect(board.row(colleaguesOrder)).toContainText('待派单');
}

/** Step 5: the order, its photos, the signature and byte for byte the same paper. */
export async function seeResult(scene: Scene): Promise<void> {
	const { desk } = scene;
	const board = new BoardPage(desk);
	await board.find(request.summary);
	await expect(board.row(request.summary)).toContainText('已处理');
	await board.openOrder(request.summary);
	const order = new DeskOrderPage(desk);
	await order.isIn('已处理');
	await expect(order.photos).toHaveCount(2);
	for (const photo of await order.photos.all())
		await expect.poll(() => photo.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(1600);
	await expect(order.handling).toContainText(`${signer} 已签`);
	await desk.getByRole('link', { name: /^服务单.*-S1/s }).click();
	const sheet = new SheetPage(desk);
	await sheet.number();
	const { bytes } = await sheet.save();
	expect(sha256(bytes)).toBe(sha256(scene.paper?.bytes ?? new Uint8Array()));
}

/** The walk-up order is found by the number it was born with and by its daily one. */
export async function findWalkUp(scene: Scene): Promise<void> {
	const { number } = await scene.order(scene.walkUpId);
	expect(number).toMatch(/^D0201-\d{10}$/);
	const board = new BoardPage(scene.desk);
	await board.open();
	for (const text of [number ?? 'none', scene.walkUpNumber]) {
		await board.find(text);
		await expect(board.row(walkUp.summary)).toBeVisible();
		const found = await scene.api.lookUp({ kind: 'workOrder', text });
		expect(found.map(({ id }) => id)).toEqual([scene.walkUpId]);
	}
}

export async function closeOrder(scene: Scene): Promise<void> {
	const board = new BoardPage(scene.desk);
	await board.find(request.summary);
	await board.openOrder(request.summary);
	const order = new DeskOrderPage(scene.desk);
	await order.closeWith(returnVisitNote);
	await order.isIn('已关闭');
	scene.ledger.saved(scene.orderId, 'workOrder.close', returnVisitNote);
	await new StatusLine(scene.desk).saysAllSent();
	expect((await scene.order()).state).toBe('closed');
}
