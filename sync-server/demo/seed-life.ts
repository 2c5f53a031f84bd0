/** The life of some machines: ordered, lent, due back, to be retired, and what depends on what. */
import { dateOf } from '#domain/time/zone.ts';
import { addMinutes, type Instant } from '#domain/time/instant.ts';
import { defaultZone } from '#domain/organisation/records.ts';
import type { AdministrationCommand } from '#server/administration.ts';
import { minutesPerDay } from './finished-orders.ts';
import { demoActor } from './people.ts';

const device = 'demo-seed-life';
const [store, engineer] = ['user-store', 'user-eng07'] as const;

type Step = [daysAgo: number, by: string, tag: string, name: string, args: Record<string, unknown>];

const ownedDays = 30;
/** Bought for the store: of no site yet. */
const laptops = [
	{ tag: 'ZC-2026-000201', state: 'ordered' },
	{ tag: 'ZC-2026-000202', state: 'in_stock' },
	{ tag: 'ZC-2026-000203', state: 'in_stock' },
];

export function lifeCommands(now: Instant): AdministrationCommand[] {
	const inDays = (days: number) => dateOf(addMinutes(now, days * minutesPerDay), defaultZone);
	const steps = [...stepsOf(inDays), ...relationSteps()];
	return [
		...laptops.map((one) => ({ ...bought(one), at: addMinutes(now, -ownedDays * minutesPerDay) })),
		...steps.map((step) => commandOf(step, now)),
	].map((command, n) => ({ ...command, as: { device, seq: n + 1 } }));
}

function bought({ tag, state }: (typeof laptops)[number]): AdministrationCommand {
	const set = {
		...{ tag, name: '备用笔记本', category: '计算机/笔记本', manufacturer: '启明' },
		...{ model: '启明 X14', contractNumber: 'HT-2026-018', room: '备件库' },
		supplier: { name: '青澜数码商贸', contact: '吴经理', phone: '0571-2200' },
	};
	return { type: 'asset.import@1', kind: 'asset', record: idOf(tag), args: { set, state } };
}

function stepsOf(inDays: (days: number) => string): Step[] {
	const loan = { as: 'on_loan', form: '备机领用单 0316' };
	return [
		[10, store, '202', 'sendOut', { ...loan, with: '门诊部 培训', backBy: inDays(-3) }],
		[2, engineer, '203', 'sendOut', { ...loan, with: '护理部 王主任', backBy: inDays(4) }],
		[
			...([5, store, '136', 'sendOut'] as const),
			{ as: 'in_repair', with: '恒通办公维修', backBy: inDays(12), reason: '进纸轮磨损' },
		],
		[
			...([1, store, '156', 'askRetire'] as const),
			{ reason: '扫描头老化，配件已停产', askedBy: '图书馆 借阅部', form: '报废申请 2026-07' },
		],
		[20, store, '123', 'setAccessory', { accessoryId: 'demo-monitor', ...monitor }],
		[20, store, '123', 'setAccessory', { accessoryId: 'demo-memory', ...memory }],
		...[105, 121].map((tag): Step => {
			const sharers = ['孙护士', '周护士', '何医生'].map((name) => ({ name }));
			return [15, store, String(tag), 'edit', { set: { sharers } }];
		}),
		...[20, 45, 80].map((days, n): Step => {
			const set = { warrantyUntil: inDays(days), contractUntil: inDays(days + 9) };
			return [15, store, String(137 + n), 'edit', { set }];
		}),
		[15, store, '160', 'edit', { set: { warrantyUntil: inDays(-30) } }],
	];
}

const monitor = { sort: '显示器', model: '清屏 24S', serial: 'QP24-61093' };
const memory = { sort: '内存条', model: 'DDR4 16G', serial: 'M16-88213' };

/** The wards' machines need the hospital's server, and that one its twin for the data. */
function relationSteps(): Step[] {
	const needs: [string, string, string][] = [
		['119', 'uses', '120'],
		...['116', '117', '118', '123', '124', '125'].map((tag): [string, string, string] => [
			...([tag, 'uses', '119'] as const),
		]),
		['121', 'connected_to', '123'],
		['122', 'connected_to', '124'],
		...['130', '131', '132'].map((tag): [string, string, string] => [
			...([tag, 'connected_to', '127'] as const),
		]),
		['128', 'connected_to', '127'],
	];
	return needs.map(([tag, type, to]) => [20, store, tag, 'relate', { type, to: idOf(tagOf(to)) }]);
}

function tagOf(number: string): string {
	return `ZC-2026-000${number}`;
}
function idOf(tag: string): string {
	return `asset-${tag}`;
}

function commandOf([days, by, number, name, args]: Step, now: Instant): AdministrationCommand {
	return {
		...{ type: `asset.${name}@1`, kind: 'asset', record: idOf(tagOf(number)), args },
		...{ at: addMinutes(now, -days * minutesPerDay), actor: demoActor(by) },
	};
}
