import { addMinutes, type Instant } from '#domain/time/instant.ts';
import type { AdministrationCommand } from '#server/administration.ts';
import { demoActor } from './people.ts';

const device = 'demo-seed-repairs';

/** A printer on its way to a vendor: the supervisor agreed, one quote has come, the customer has to choose. */
export function repairCommands(now: Instant): AdministrationCommand[] {
	const steps: [minutesAgo: number, by: string, name: string, args: Record<string, unknown>][] = [
		[
			4,
			'user-eng07',
			'request',
			{
				...{ orderId: 'demo-cashier', type: 'third_party', urgency: 'medium' },
				fault: '打印头断针，现场无法更换',
				requirement: '保留原接口板，三天内给出报价',
			},
		],
		[3, 'user-supervisor', 'approve', {}],
		[2, 'user-eng07', 'addQuote', { vendor: '恒通办公维修', price: '420 元，含配件' }],
	];
	const asked = steps.map(([ago, by, name, args], n) => ({
		...{ type: `repair.${name}@1`, kind: 'repair' as const, record: 'demo-repair', args },
		...{ at: addMinutes(now, -ago), actor: demoActor(by), as: { device, seq: n + 2 } },
	}));
	return [linked(now), ...asked];
}

/** The order counts its repairs. */
function linked(now: Instant): AdministrationCommand {
	return {
		...{ type: 'workOrder.linkRepair@1', kind: 'workOrder', record: 'demo-cashier' },
		...{ args: { repairId: 'demo-repair' }, at: addMinutes(now, -4) },
		...{ actor: demoActor('user-eng07'), as: { device, seq: 1 } },
	};
}
