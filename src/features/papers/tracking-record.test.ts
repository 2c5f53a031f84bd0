import { expect, test } from 'vitest';
import type { Zone } from '#domain/time/zone.ts';
import { people, type OrderWorld } from '#domain/work-order/order-world.ts';
import { fixed, onSite, signature } from '#domain/work-order/order-stories.ts';
import type { Paper } from '#domain/work-order/work-order.ts';
import { wordedIn } from './sheet-terms.ts';
import { tellsAll, trackingOfOrder } from './tracking-record.ts';

const zone = 'Asia/Shanghai' as Zone;
const users = new Map(Object.values(people).map(({ userId, name }) => [userId, name]));
const look = { organisation: { zh: '青澜', en: 'Qinglan' }, language: 'zh' as const };

async function longWay(): Promise<OrderWorld> {
	const world = await onSite();
	await world.do('engineer', 'suspend', { reason: 'customer', note: '科室开会' });
	await world.do('engineer', 'reportDelay', { reason: '路上堵车' });
	await world.do('dispatcher', 'customerTold', {});
	await world.do('engineer', 'escalate', { to: 'second_line', reason: '需要原厂支持' });
	await world.do('engineer', 'resume', { to: 'on_site' });
	await world.do('engineer', 'note', { text: '不在跟踪记录里' });
	await world.do('engineer', 'recordWork', fixed);
	await world.do('engineer', 'sign', signature);
	await world.do('engineer', 'complete', {});
	return world;
}

function rowsOf(world: OrderWorld, single = false) {
	const chosen = single ? { ...look, single } : look;
	const record = wordedIn(chosen, () =>
		trackingOfOrder({
			...{ order: world.order, customer: undefined, site: undefined, look: chosen },
			...{ users, zone, version: 2 },
		}),
	);
	return { record, rows: record.sections.at(-1)?.table?.rows ?? [] };
}

test('tells every move in its order, who made it and why', async () => {
	const { record, rows } = rowsOf(await longWay());
	expect(record.number).toMatch(/^D0204-.*-S2$/);
	expect(record.signers).toEqual([]);
	expect(rows.map(({ what }) => what?.split(' ')[0])).toEqual([
		...[
			'新工单',
			'派单',
			'接单',
			'记到场',
			'挂起',
			'报延误',
			'已告知客户',
			'升级',
			'继续',
			'完成工单',
		],
	]);
	expect(rows[1]).toMatchObject({
		by: 'diao',
		details: expect.stringContaining('→ chen') as string,
	});
	expect(rows[4]?.['details']).toContain('科室开会');
	expect(rows[5]?.['details']).toContain('路上堵车');
	expect(rows[6]?.['by']).toBe('diao');
	expect(rows[7]?.['details']).toContain('需要原厂支持');
	const times = rows.map(({ at }) => at ?? '');
	expect(times).toEqual([...times].sort());
	expect(JSON.stringify(record)).not.toContain('不在跟踪记录里');
});

test('is worded in one language where the template says so', async () => {
	const { rows } = rowsOf(await longWay(), true);
	expect(rows.map(({ what }) => what).join()).not.toMatch(/[a-z]/i);
});

test('is no longer current after the next move, and stays so after anything else', async () => {
	const world = await longWay();
	const paper = { at: world.now } as Paper;
	await world.do('engineer', 'note', { text: '备注' });
	expect(tellsAll(world.order, paper)).toBe(true);
	await world.do('dispatcher', 'close', { outcome: 'reached' });
	expect(tellsAll(world.order, paper)).toBe(false);
});
