/**
 * A round of inspection: planned at the desk, agreed by supervisor and both departments of the customer,
 * walked on a phone without signal (hand-held scanner and typing), a failed check becomes an order, a
 * mismatch a correction; in step again it is reported, agreed, and its papers say what was found.
 */
import type { Page } from '@playwright/test';
import { mkdirSync } from 'node:fs';
import type { DemoAccount } from '../fixtures/demo-accounts.ts';
import { DemoServer } from '../fixtures/demo-server.ts';
import { artefact, Paper } from '../fixtures/paper.ts';
import { expect, test } from '../fixtures/story.ts';
import { InspectionPages } from './pages/inspection.ts';
import { deskSize, openDevice } from './pages/open-device.ts';
import { SheetPage } from './pages/sheet.ts';
import { StatusLine } from './pages/status-line.ts';

const [server, otherServer, ups] = ['ZC-2026-000119', 'ZC-2026-000120', 'ZC-2026-000161'] as const;
const plan = '机房夜间巡检';
const ownList = { name: '配电间月检', step: '拍仪表读数' };
const testMsMax = 300_000;
const slowMs = 60_000;

let demo: DemoServer;

test.beforeAll(async () => {
	mkdirSync(artefact('inspection'), { recursive: true });
	demo = await DemoServer.open();
});
test.afterAll(() => demo.close());

const picture = (page: Page, name: string) =>
	page.screenshot({ path: artefact(`inspection/${name}.png`) });

function named(account: string): DemoAccount {
	const found = demo.accounts.find((one) => one.account === account);
	if (!found) throw new Error(`no account ${account}`);
	return found;
}

test('a plan is agreed, walked without signal, reported and agreed', async ({ browser }) => {
	test.setTimeout(testMsMax);
	const open = async (account: string, size?: typeof deskSize) =>
		new InspectionPages(await openDevice(browser, demo.url, named(account), size), demo.url);

	const keeper = await demo.device('admin');
	const checklist = [{ key: 'meter', text: ownList.step, photoRequired: true }];
	await keeper.must('serviceItem.register@1', 'item-meter', {
		set: { name: ownList.name, standardMinutes: 10, inspects: ['电源/UPS'], checklist },
	});

	const desk = await open('desk1', deskSize);
	await desk.plan(plan, ownList.name);
	await picture(desk.page, 'plan');
	await desk.answer('提交审批');
	await expect(desk.page.getByRole('heading', { name: '路线' })).toBeVisible({ timeout: slowMs });
	const { pathname } = new URL(desk.page.url());

	const approvers = [];
	for (const account of ['supervisor', 'ops', 'client']) {
		const approver = await open(account);
		approvers.push(approver);
		await approver.open(pathname);
		await approver.answer('同意计划', slowMs);
	}
	await picture(approvers[2]!.page, 'agreed');

	const phone = await open('eng07');
	await phone.open(pathname);
	await expect(phone.page.getByText('已检 0 / 3 台')).toBeVisible({ timeout: slowMs });
	// The rules of what is done there are loaded before the signal goes, as the service worker would.
	await new StatusLine(phone.page).saysAllSent(slowMs);
	await picture(phone.page, 'route');
	await phone.page.context().setOffline(true);

	await phone.scan();
	await phone.wedge('NOBODY-1');
	await expect(phone.page.getByText('NOBODY-1 不在本次路线上')).toBeVisible();
	await picture(phone.page, 'scan');
	await phone.wedge(server);
	await phone.arrivedAt(server);
	await phone.addPhoto(server);
	await picture(phone.page, 'photo');
	await phone.read('处理器平均负载', '35');
	await phone.read('进风温度', '24.50');
	await phone.page.getByRole('button', { name: '其余全部正常' }).click();

	await phone.page.getByRole('link', { name: '下一站' }).click();
	await phone.type(otherServer);
	await phone.arrivedAt(otherServer);
	await phone.read('处理器平均负载', '35');
	await phone.read('进风温度', '24');
	await phone.page.getByRole('button', { name: '其余全部正常' }).click();

	await phone.page.getByRole('link', { name: '下一站' }).click();
	await phone.wedge(ups);
	await phone.arrivedAt(ups);
	await phone.read('电池电量', '71.5');
	await expect(phone.page.getByText('异常 71.5 %')).toBeVisible();
	await phone.page.getByRole('button', { name: '转工单' }).click();
	await expect(phone.page.getByText('已转工单')).toBeVisible();
	await phone.page.getByRole('button', { name: '列为问题' }).click();
	await expect(phone.page.getByText('已列为问题')).toBeVisible();
	await phone.read('输出电压', '221');
	await phone.read('输出电流', '10.2');
	await phone.page.getByRole('button', { name: '其余全部正常' }).click();
	await expect(phone.page.getByText('还缺照片，没有就不算巡检完')).toBeVisible();
	await picture(phone.page, 'failed');
	await phone.addPhoto(ups, ownList.step);
	await expect(phone.page.getByText('还缺照片，没有就不算巡检完')).toBeHidden();
	await phone.page.getByText(ownList.step, { exact: true }).scrollIntoViewIfNeeded();
	await picture(phone.page, 'photo-of-step');

	await phone.page.getByRole('link', { name: '与登记不符' }).click();
	await phone.differs('房间', 'B1 配电间');
	await picture(phone.page, 'compare');
	await phone.page.getByRole('button', { name: /^保存，提出/ }).click();
	await expect(phone.page.getByText('已提交更正')).toBeVisible();

	await phone.page.getByRole('link', { name: '写巡检报告' }).click();
	await phone.page.getByLabel('总体评价').fill('机房运行正常，UPS 电池电量不足。');
	await expect(phone.page.getByLabel('建议')).toHaveValue(new RegExp(ups));
	await picture(phone.page, 'report');
	await phone.page.getByRole('button', { name: '提交报告' }).click();
	await expect(phone.page.getByText('报告待审批')).toBeVisible();
	await phone.page.context().setOffline(false);
	await new StatusLine(phone.page).saysAllSent(slowMs);

	const office = await demo.device('dispatcher');
	const [order] = await office.lookUp({ kind: 'workOrder', text: ups });
	expect(JSON.stringify(order)).toContain('巡检异常');
	const [asset] = await office.lookUp({ kind: 'asset', text: ups });
	expect(JSON.stringify(asset)).toContain('B1 配电间');

	await desk.open(`${pathname}/check?at=asset-${server}`);
	await desk.page.getByRole('button', { name: '照片 1' }).click();
	await desk.page.getByRole('button', { name: `看大图：${server} 的照片` }).click();
	const large = desk.page.getByRole('dialog').getByRole('img', { name: `${server} 的照片` });
	await expect(large).toHaveJSProperty('complete', true);
	expect(await large.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
	await picture(desk.page, 'desk-photo');
	await desk.open(pathname);

	for (const approver of approvers) await approver.answer('同意报告', slowMs);
	await expect(desk.page.getByText('已完成')).toBeVisible({ timeout: slowMs });
	await picture(desk.page, 'closed');
	for (const [part, name] of [
		['巡检报告', 'report'],
		['巡检记录', 'record'],
	] as const) {
		await desk.open(pathname);
		await desk.page.getByRole('link', { name: part }).click();
		const { bytes } = await new SheetPage(desk.page).save();
		const { text } = new Paper(bytes, artefact(`inspection/${name}.pdf`));
		for (const word of [part, ups, '71.5', '异常', plan]) expect(text).toContain(word);
	}
});
