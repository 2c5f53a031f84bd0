import { readXlsx } from 'hucre/xlsx';
import { expect, test } from 'vitest';
import {
	auditor,
	AuditWorld,
	dispatcher,
	engineer,
	supervisor,
} from '#domain/audit/audit-world.ts';
import type { AuditCampaign } from '#domain/audit/campaign.ts';
import { resultOf, totalsOf } from '#domain/audit/result.ts';
import { people } from '#domain/work-order/order-world.ts';
import { auditWorkbook } from './audit-workbook.ts';
import { wordedIn } from './sheet-terms.ts';
import { workbookFile } from './workbook-file.ts';

const users = new Map(Object.values(people).map(({ userId, name }) => [userId, name]));
const before = {
	...{ name: '上半年盘点', from: '2026-05-01' },
	approved: { expected: 8, found: 6, moved: 1, changed: 0, missing: 1, surplus: 0 },
} as AuditCampaign;
const compared = {
	...{ foundAgain: [{ assetId: 'a', tag: 'A1', name: '主机', room: 'A' }], stillMissing: [] },
	goneSince: [{ assetId: 'b', tag: 'A3', name: '主机', room: 'A' }],
};

async function workbook(language: 'zh' | 'en') {
	const world = await new AuditWorld().opened();
	await world.scan(auditor, 'A1', 'A');
	await world.scan(engineer, 'B1', 'A');
	await world.scan(auditor, 'A2', 'A', { userSeen: '王主任' });
	const checks = { quantity: 'differs', licence: 'ok' };
	await world.scan(engineer, 'B2', 'B', { checks, note: '=HYPERLINK("x")' });
	await world.scan(auditor, '=X-9', 'B', { described: { name: '无线路由器' } });
	await world.campaignDo(dispatcher, 'reconcile');
	const result = resultOf(world.rooms, world.shelves);
	await world.campaignDo(supervisor, 'approve', totalsOf(result));
	const { campaign } = world;
	const look = { organisation: { zh: '青澜', en: 'Qinglan' }, language, single: true };
	const sheets = wordedIn(look, () =>
		auditWorkbook({
			...{ campaign, approved: campaign.approved!, result, before, compared, users, version: 1 },
			...{ review: undefined, look, zone: 'Asia/Shanghai' },
		}),
	);
	const { sheets: read } = await readXlsx(await workbookFile(sheets));
	return new Map(read.map(({ name, rows }) => [name, rows]));
}

test('totals first, then a sheet for each kind of difference, Chinese as it was', async () => {
	const sheets = await workbook('zh');
	expect([...sheets.keys()]).toEqual([
		...['结果', '盘亏', '位置不符', '使用人不符', '信息不符', '盘盈', '与上次比较'],
		...['各房间', '无标签散件', '全部清单'],
	]);
	const totals = sheets.get('结果')?.map((row) => row.slice(0, 3));
	expect(totals).toContainEqual(['应盘', 6, 8]);
	expect(totals).toContainEqual(['准确率', '16.7 %', '75.0 %']);
	const tags = (name: string) =>
		sheets
			.get(name)
			?.slice(1)
			.map(([tag]) => tag);
	expect(tags('盘亏')).toEqual(['A3', 'B3']);
	expect(tags('位置不符')).toEqual(['B1']);
	expect(tags('使用人不符')).toEqual(['A2']);
	expect(tags('信息不符')).toEqual(['B2']);
	expect(tags('全部清单')).toHaveLength(6);
	expect(sheets.get('使用人不符')?.[1]).toContain('王主任');
	expect(JSON.stringify(sheets.get('盘盈'))).toContain('无线路由器');
	expect(
		sheets
			.get('与上次比较')
			?.slice(1)
			.map(([what, tag]) => [what, tag]),
	).toEqual([
		['上次盘亏，本次见到', 'A1'],
		['上次见到，本次盘亏', 'A3'],
	]);
});

test('what begins like a formula is text', async () => {
	const sheets = await workbook('en');
	expect(sheets.get('Surplus')?.[1]?.[0]).toBe("'=X-9");
	expect(JSON.stringify(sheets.get('Data differs'))).toContain('Quantity differs；=HYPERLINK');
});
