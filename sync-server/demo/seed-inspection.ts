import type { Asset } from '#domain/asset/asset.ts';
import type { Actor } from '#domain/command.ts';
import { usualChain, type Inspection } from '#domain/inspection/inspection.ts';
import { chosenLists } from '#domain/inspection/checklists.ts';
import { checkpointOf, inWalkingOrder, listsOf } from '#domain/inspection/route.ts';
import { addMinutes, type Instant } from '#domain/time/instant.ts';
import { systemActor, type AdministrationCommand } from '#server/administration.ts';
import type { DemoAsset } from './assets.ts';
import { minutesPerDay } from './finished-orders.ts';
import { demoActor } from './people.ts';
import { demoCustomers } from './places.ts';

const siteId = 'site-hospital-ward';
const device = 'demo-seed-inspection';
const inspector = 'user-eng07';
const [server, otherServer, ups] = [
	...(['asset-ZC-2026-000119', 'asset-ZC-2026-000120', 'asset-ZC-2026-000161'] as const),
];

interface Round {
	id: string;
	name: string;
	checklists: Inspection['checklists'];
	/** Begins so many days before today; over after as many as it lasts. */
	daysAgo: number;
	days: number;
	kind: string;
}

const machineRoom: Round = {
	...{ id: 'demo-inspection', name: '信息机房月度巡检', checklists: ['server', 'ups'] },
	...{ daysAgo: 3, days: 27, kind: 'monthly' },
};
const lastMonth: Round = {
	...{ ...machineRoom, id: 'demo-inspection-past', name: '信息机房上月巡检' },
	...{ daysAgo: 33, kind: 'once' },
};
const printers: Round = {
	...{ id: 'demo-inspection-draft', name: '检验科打印机清洁', checklists: ['printer', 'cleaning'] },
	...{ daysAgo: 0, days: 10, kind: 'quarterly' },
};
const waiting: Round = {
	...{ id: 'demo-inspection-waiting', name: '护士站计算机巡检', checklists: ['pc', 'antivirus'] },
	...{ daysAgo: 0, days: 14, kind: 'monthly' },
};

/** A round under way, one of last month with its report, one that waits for approval, one draft. */
export function inspectionCommands(
	now: Instant,
	assets: readonly DemoAsset[],
): AdministrationCommand[] {
	const commands = [
		...approved(lastMonth, now, assets),
		...walked(now),
		...approved(machineRoom, now, assets),
		...submitted(waiting, now, assets),
		said(printers.id, 'plan', planOf(printers, now), demoActor('user-desk1'), addMinutes(now, -90)),
	];
	return commands.map((command, n) => ({ ...command, as: { device, seq: n + 1 } }));
}

function said(
	id: string,
	name: string,
	args: object,
	actor: Actor,
	at: Instant,
): AdministrationCommand {
	return {
		...{ type: `inspection.${name}@1`, kind: 'inspection', record: id, args: { ...args } },
		...{ actor, at },
	};
}

function planOf({ name, checklists, daysAgo, days, kind }: Round, now: Instant) {
	const begins = addMinutes(now, -daysAgo * minutesPerDay);
	return {
		...{ name, siteId, checklists, recurrence: { kind }, inspectors: [inspector, 'user-auditor'] },
		...{ from: begins.slice(0, 10), to: addMinutes(begins, days * minutesPerDay).slice(0, 10) },
		...{ resources: '万用表、红外测温仪；由信息中心值班员陪同', chain: [...usualChain] },
	};
}

function submitted(
	round: Round,
	now: Instant,
	assets: readonly DemoAsset[],
): AdministrationCommand[] {
	const desk = demoActor('user-desk1');
	const at = (minutes: number) => addMinutes(now, -(round.daysAgo + 1) * minutesPerDay + minutes);
	return [
		said(round.id, 'plan', planOf(round, now), desk, at(0)),
		said(round.id, 'submit', {}, desk, at(5)),
		said(round.id, 'freeze', routeOf(round, assets), systemActor, at(6)),
	];
}

function approved(
	round: Round,
	now: Instant,
	assets: readonly DemoAsset[],
): AdministrationCommand[] {
	const at = addMinutes(now, -(round.daysAgo + 1) * minutesPerDay + 60);
	return [...submitted(round, now, assets), ...chainOf(round.id, 'approvePlan', at)];
}

function chainOf(id: string, name: string, from: Instant): AdministrationCommand[] {
	const people = ['user-supervisor', 'user-client-ops', 'user-client'];
	return people.map((userId, n) => said(id, name, {}, demoActor(userId), addMinutes(from, 20 * n)));
}

function routeOf({ checklists }: Round, assets: readonly DemoAsset[]) {
	const customer = demoCustomers.find(({ sites }) => sites.some(({ id }) => id === siteId));
	const site = customer?.sites.find(({ id }) => id === siteId);
	const lists = chosenLists(checklists);
	const points = assets.flatMap(({ id, fields }) => {
		const asset = { ...fields, id, state: 'in_use' } as unknown as Asset;
		return checkpointOf(asset, { siteId }, lists) ?? [];
	});
	const checkpoints = inWalkingOrder(points, { rooms: [...(site?.rooms ?? [])] }, []);
	const names = { siteName: site?.name ?? '', customerName: customer?.name ?? '' };
	return { checkpoints, lists: listsOf(checkpoints, lists), ...names };
}

const pass = (step: string) => ({ step, outcome: 'pass' });
const serverNormal = [
	...['server-lamps', 'server-disks', 'server-power', 'server-backup'].map(pass),
	...[
		{ step: 'server-load', value: '37' },
		{ step: 'server-intake', value: '22.5' },
	],
];

/** Last month: both servers well, the UPS with a tired battery; the report agreed by all. */
function walked(now: Instant): AdministrationCommand[] {
	const by = demoActor(inspector);
	const { id } = lastMonth;
	const at = (minutes: number) => addMinutes(now, -28 * minutesPerDay + minutes);
	const scan = (checkpointId: string, code: string, minutes: number) =>
		said(id, 'scan', { checkpointId, code, how: 'camera' }, by, at(minutes));
	const check = (checkpointId: string, results: object[], minutes: number) =>
		said(id, 'check', { checkpointId, results }, by, at(minutes));
	const battery = [
		...['ups-battery', 'ups-test'].map(pass),
		{ step: 'ups-output', value: '220.4' },
		{ step: 'ups-current', value: '11.2' },
		{ step: 'ups-charge', value: '84.5' },
	];
	const problem = {
		checkpointId: ups,
		as: 'problem',
		step: 'ups-charge',
		text: '电池老化，电量不足',
	};
	const report = {
		evaluation: '机房整体运行正常，两台服务器无告警；UPS 电池电量低于规定。',
		advice: '更换 UPS 电池组；该 UPS 使用已超过五年，建议列入明年更新计划。',
	};
	return [
		...[scan(server, 'ZC-2026-000119', 0), check(server, serverNormal, 6)],
		...[scan(otherServer, 'ZC-2026-000120', 9), check(otherServer, serverNormal, 15)],
		...[scan(ups, 'ZC-2026-000161', 18), check(ups, battery, 25)],
		said(id, 'raise', problem, by, at(26)),
		said(id, 'report', report, by, at(60)),
		...chainOf(id, 'approveReport', at(120)),
	];
}
