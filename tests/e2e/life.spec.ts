/**
 * The life of assets: lent and taken back without signal with what is due told on the way, retired by
 * two people, related to each other and seen as a graph, and everything in one timeline.
 */
import type { Locator, Page } from '@playwright/test';
import { mkdirSync } from 'node:fs';
import type { Asset } from '#domain/asset/asset.ts';
import { parseRecord } from '#domain/record-schemas.ts';
import type { ApiDevice } from '../fixtures/api-device.ts';
import { decideFindings } from '../fixtures/decide-findings.ts';
import { DemoServer } from '../fixtures/demo-server.ts';
import { artefact } from '../fixtures/paper.ts';
import { expect, test } from '../fixtures/story.ts';
import { AttentionPage } from './pages/attention.ts';
import { offlineDevice } from './pages/offline-phone.ts';
import { deskSize, openDevice } from './pages/open-device.ts';
import { StatusLine } from './pages/status-line.ts';

const testMsMax = 180_000;
const sentMsMax = 60_000;
const [lent, server, related, retiring] = [
	...(['ZC-2026-000125', 'ZC-2026-000119', 'ZC-2026-000126', 'ZC-2026-000202'] as const),
] as const;
const compared = 'ZC-2026-000116';
const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format();

let demo: DemoServer;
let office: ApiDevice;

test.beforeAll(async () => {
	mkdirSync(artefact('life'), { recursive: true });
	demo = await DemoServer.open();
	office = await demo.device('dispatcher');
});
test.afterAll(() => demo.close());

async function assetOf(tag: string): Promise<Asset> {
	const [body] = await office.lookUp({ kind: 'asset', text: tag });
	return parseRecord('asset', body);
}

async function openAsset(page: Page, tag: string): Promise<void> {
	await page.goto(`${demo.url}/assets/asset-${tag}`);
	await expect(page.getByRole('heading', { name: tag })).toBeVisible();
}

async function picture(page: Page, name: string): Promise<void> {
	await page.screenshot({ path: artefact(`life/${name}.png`) });
}

const timelineOf = (page: Page): Locator => page.getByRole('region', { name: '经历' });
const sheetOf = (page: Page): Locator => page.getByRole('dialog');

async function takeStep(page: Page, step: string, fields: Record<string, string>): Promise<void> {
	await page.getByRole('button', { name: '变更去向' }).click();
	await sheetOf(page).getByRole('button', { name: step }).click();
	for (const [label, value] of Object.entries(fields))
		await sheetOf(page).getByLabel(label, { exact: true }).fill(value);
}

async function sendAll(page: Page): Promise<void> {
	await page.context().setOffline(false);
	await new StatusLine(page).saysAllSent(sentMsMax);
}

test('lent without signal, told on the day it is due, and taken back', async ({ browser }) => {
	test.setTimeout(testMsMax);
	const phone = await offlineDevice(browser, demo);
	await openAsset(phone, lent);
	await takeStep(phone, '借出', { 借给谁: '门诊部 培训', 最晚归还: today, 申请人: '李主任' });
	await picture(phone, 'lend');
	await sheetOf(phone).getByRole('button', { name: '记下借出' }).click();
	await expect(phone.getByText(`门诊部 培训　今天到期（${today}）`)).toBeVisible();
	await expect(phone.getByRole('button', { name: '收回', exact: true })).toBeVisible();
	await picture(phone, 'lent');
	await phone.goto(`${demo.url}/today`);
	const due = phone.getByRole('region', { name: '借出与送修到期' });
	await expect(due).toContainText(lent);
	await due.scrollIntoViewIfNeeded();
	await picture(phone, 'today');
	await due.getByRole('link', { name: '看全部' }).click();
	const soon = phone.getByRole('region', { name: '7 天内到期' });
	await expect(soon).toContainText(`今天到期（${today}）`);
	await picture(phone, 'due');
	await soon.getByRole('link').filter({ hasText: lent }).click();
	await phone.getByRole('button', { name: '收回', exact: true }).click();
	await sheetOf(phone).getByRole('button', { name: '记下收回' }).click();
	await expect(phone.getByRole('button', { name: '收回', exact: true })).toBeHidden();
	await expect(timelineOf(phone)).toContainText('借调 → 在用');
	await sendAll(phone);
	const { state, moves } = await assetOf(lent);
	expect(state).toBe('in_use');
	expect(moves.slice(-2)).toMatchObject([
		{ to: 'on_loan', with: '门诊部 培训', backBy: today, askedBy: '李主任' },
		{ to: 'in_use', from: 'on_loan' },
	]);
	await phone.context().close();
});

test('retired by two people: asked for without signal, approved by the supervisor', async ({
	browser,
}) => {
	test.setTimeout(testMsMax);
	await decideFindings(demo);
	const store = await openDevice(browser, demo.url, demo.account('storekeeper'));
	await store.context().setOffline(true);
	await openAsset(store, retiring);
	await takeStep(store, '申请报废', { 原因: '屏幕碎裂，修不值' });
	await picture(store, 'ask-to-retire');
	await sheetOf(store).getByRole('button', { name: '提交申请' }).click();
	await expect(store.getByText('已申请报废，等主管批准')).toBeVisible();
	await expect(store.getByRole('button', { name: '批准报废' })).toBeHidden();
	await sendAll(store);

	const chief = await openDevice(browser, demo.url, demo.account('supervisor'), deskSize);
	await chief.goto(`${demo.url}/attention`);
	const item = new AttentionPage(chief).item(retiring);
	await expect(item).toContainText('屏幕碎裂，修不值');
	await picture(chief, 'approve');
	await item.getByRole('button', { name: '批准报废' }).click();
	await chief.getByRole('alertdialog').getByRole('button', { name: '批准报废' }).click();
	await expect(item).toBeHidden();
	await new StatusLine(chief).saysAllSent(sentMsMax);
	await expect(store.getByText('已申请报废，等主管批准')).toBeHidden();
	await expect(timelineOf(store)).toContainText('服务主管批准');
	const { state, moves } = await assetOf(retiring);
	expect(state).toBe('retired');
	expect(moves.at(-1)).toMatchObject({ by: 'user-store', approvedBy: 'user-supervisor' });
	await store.context().close();
	await chief.context().close();
});

test('a relation added without signal stands in the graph of both', async ({ browser }) => {
	test.setTimeout(testMsMax);
	const phone = await offlineDevice(browser, demo);
	await openAsset(phone, related);
	await phone.getByRole('button', { name: '添加关系' }).click();
	await sheetOf(phone).getByRole('radio', { name: '使用' }).check();
	await sheetOf(phone).getByRole('combobox', { name: '依赖的资产' }).fill(server);
	await phone.getByRole('option', { name: new RegExp(server) }).click();
	await picture(phone, 'relate');
	await sheetOf(phone).getByRole('button', { name: '记下关系' }).click();
	const graph = phone.getByRole('group', { name: /^关系图/ });
	const node = graph.getByRole('link', { name: new RegExp(server) });
	await expect(node).toBeVisible();
	await graph.scrollIntoViewIfNeeded();
	await picture(phone, 'graph');
	await node.focus();
	await phone.keyboard.press('Enter');
	await expect(phone.getByRole('heading', { name: server })).toBeVisible();
	const relations = phone.getByRole('region', { name: '关系' });
	await expect(relations.getByRole('heading', { name: /它停了会影响 \d+ 件/ })).toBeVisible();
	await expect(relations.getByRole('link').filter({ hasText: related }).last()).toBeVisible();
	await relations.scrollIntoViewIfNeeded();
	await picture(phone, 'graph-server');
	await sendAll(phone);
	const { id } = await assetOf(server);
	expect((await assetOf(related)).relations).toMatchObject([{ type: 'uses', to: id }]);
	await phone.context().close();
});

test('one timeline tells the order and the correction, filtered without signal', async ({
	browser,
}) => {
	test.setTimeout(testMsMax);
	const desk = await openDevice(browser, demo.url, demo.account('admin'), deskSize);
	await desk.context().setOffline(true);
	await openAsset(desk, compared);
	const timeline = timelineOf(desk);
	await expect(timeline).toContainText('提出更正');
	await expect(timeline).toContainText('更早的工单和送修只在服务器上');
	await picture(desk, 'timeline');
	await timeline.getByRole('button', { name: /^工单/ }).click();
	await expect(timeline).not.toContainText('提出更正');
	await expect(timeline.getByRole('listitem').getByRole('link').first()).toBeVisible();
	await timeline.getByRole('button', { name: /^更正/ }).click();
	await expect(timeline).toContainText('提出更正');
	await picture(desk, 'timeline-corrections');
	await desk.context().close();
});
