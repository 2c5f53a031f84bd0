import type { Actor } from '../command.ts';
import type { AnyRecord } from '../record-schemas.ts';
import type { Decided } from '../run-command.ts';
import type { Result } from '../result.ts';
import { actor, friday10, OrderWorld, people } from '../work-order/order-world.ts';
import { seededChecklists } from './checklists.ts';
import { usualChain, type Inspection } from './inspection.ts';

/** A round in memory, for tests of its rules: a server and a UPS, two who inspect, three who approve. */
export const roundId = 'round-1';
export const { auditor, engineer, colleague, dispatcher, supervisor, outsider } = people;
export const system = actor('system', ['admin'], { server: true });
const client = { customerId: 'customer-1', deskIds: [] };
export const operations = actor('yunwei', ['clientApprover'], client);
export const centre = actor('xinxi', ['clientApprover'], client);
export const chain = [supervisor, operations, centre];

export const plan = {
	...{ name: '机房月巡检', siteId: 'site-1', checklists: ['server', 'ups'] },
	...{ recurrence: { kind: 'monthly' }, from: '2026-11-01', to: '2026-11-30' },
	...{
		inspectors: [engineer.userId, auditor.userId],
		chain: usualChain.map((one) => ({ ...one })),
	},
};

const keys = ['server', 'ups'];
export const route = {
	checkpoints: [
		{ id: 'a-srv', tag: 'SRV-1', name: '服务器', room: 'B1', codes: ['SN-1'], lists: ['server'] },
		{ id: 'a-ups', tag: 'UPS-1', name: 'UPS', room: 'B1', lists: ['ups'] },
	],
	lists: seededChecklists
		.filter(({ key }) => keys.includes(key))
		.map(({ categories: _, ...list }) => list),
	...{ siteName: '住院楼', customerName: '二院' },
};

const site = {
	...{ id: 'site-1', kind: 'site' as const, name: '住院楼', customerId: 'customer-1', history: [] },
	...{ createdAt: friday10, createdBy: 'system', updatedAt: friday10, updatedBy: 'system' },
};

export class InspectionWorld extends OrderWorld {
	constructor(others: readonly AnyRecord[] = []) {
		super([site, ...others]);
	}

	say(by: Actor, name: string, args: object = {}, id = roundId): Promise<Result<Decided>> {
		return this.run(by, `inspection.${name}@1`, id, { ...args });
	}

	check(by: Actor, checkpointId: string, ...results: object[]): Promise<Result<Decided>> {
		return this.say(by, 'check', { checkpointId, results });
	}

	async submitted(): Promise<this> {
		await this.say(dispatcher, 'plan', plan);
		await this.say(dispatcher, 'submit');
		await this.say(system, 'freeze', route);
		return this;
	}

	/** Approved by the whole chain. */
	async ready(): Promise<this> {
		await this.submitted();
		for (const by of chain) await this.say(by, 'approvePlan');
		return this;
	}

	get round(): Inspection {
		return this.get('inspection', roundId) as Inspection;
	}
}
