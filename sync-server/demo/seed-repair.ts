import { organisationId } from '#domain/organisation/records.ts';
import { addMinutes, type Instant } from '#domain/time/instant.ts';
import type { AdministrationCommand } from '#server/administration.ts';
import { minutesPerDay, scrawl } from './finished-orders.ts';
import { demoActor } from './people.ts';

const device = 'demo-seed-repairs';
const engineer = 'user-eng07';
const supervisor = 'user-supervisor';

type Step = [minutesAgo: number, by: string, name: string, args: Record<string, unknown>];
interface DemoRepair {
	id: string;
	orderId: string;
	steps: Step[];
}

/** The supervisor agreed, one quote has come, the customer has to choose. */
const quoted: DemoRepair = {
	id: 'demo-repair',
	orderId: 'demo-cashier',
	steps: [
		[
			4,
			engineer,
			'request',
			{
				...{ orderId: 'demo-cashier', type: 'third_party', urgency: 'medium' },
				fault: '打印头断针，现场无法更换',
				requirement: '保留原接口板，三天内给出报价',
			},
		],
		[3, supervisor, 'approve', {}],
		[2, engineer, 'addQuote', { vendor: '恒通办公维修', price: '420 元，含配件' }],
	],
};

/** Weeks ago, in warranty: back from the maker, and the loan device too. */
const repaired: DemoRepair = {
	id: 'demo-repair-power',
	orderId: 'demo-earlier-power',
	steps: (
		[
			[
				26,
				engineer,
				'request',
				{
					...{ orderId: 'demo-earlier-power', type: 'warranty', urgency: 'high' },
					...{ fault: '停电后电源又锁死，换插座无效', vendor: '启明客户服务', makerDays: 7 },
				},
			],
			[26, engineer, 'lend', { device: { tag: 'BJ-2026-03', name: '备用终端' } }],
			[25.9, supervisor, 'approve', {}],
			[25, engineer, 'handOver', { name: '启明 何工', strokes: scrawl() }],
			[22, engineer, 'report', { text: '厂家确认电源模块损坏，配件周四到。' }],
			[18.1, engineer, 'takeBack', { handling: '更换电源模块', advice: '加装稳压插座' }],
			[18, engineer, 'sign', { name: '药房 孙老师', strokes: scrawl() }],
			[18, engineer, 'pass', { strokes: scrawl() }],
			[17.9, engineer, 'takeLoanBack', {}],
		] as Step[]
	).map(([days, ...rest]) => [days * minutesPerDay, ...rest]),
};

export function repairCommands(now: Instant): AdministrationCommand[] {
	const commands = [repaired, quoted].flatMap((repair) => commandsOf(repair, now));
	commands.push(proposal(now));
	return commands.map((command, n) => ({ ...command, as: { device, seq: n + 1 } }));
}

/** Three non-conformances in a month: the blacklist waits for the customer's word. */
function proposal(now: Instant): AdministrationCommand {
	const at = addMinutes(now, -minutesPerDay);
	const args = { vendor: '速达电脑维修', how: 'list', month: at.slice(0, 7), count: 3 };
	return {
		...{ type: 'organisation.proposeVendor@1', kind: 'organisation', record: organisationId },
		...{ args, at, actor: demoActor('user-desk1') },
	};
}

/** The order counts it, then its own way. */
function commandsOf({ id, orderId, steps }: DemoRepair, now: Instant): AdministrationCommand[] {
	const asked = addMinutes(now, -(steps[0]?.[0] ?? 0));
	const linked: AdministrationCommand = {
		...{ type: 'workOrder.linkRepair@1', kind: 'workOrder', record: orderId },
		...{ args: { repairId: id }, at: asked, actor: demoActor(engineer) },
	};
	const own = steps.map(([ago, by, name, args]) => ({
		...{ type: `repair.${name}@1`, kind: 'repair' as const, record: id, args },
		...{ at: addMinutes(now, -Math.round(ago)), actor: demoActor(by) },
	}));
	return [linked, ...own];
}
