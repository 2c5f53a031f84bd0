import type { Role } from '../access/roles.ts';
import type { ServiceItem } from '../catalogue/service-item.ts';
import type { Actor, Command } from '../command.ts';
import { defaultCalendarId, defaultPolicyId } from '../organisation/records.ts';
import type { AnyRecord } from '../record-schemas.ts';
import type { RecordKind } from '../record.ts';
import type { Result } from '../result.ts';
import { runCommand, type Decided } from '../run-command.ts';
import { packStrokes } from '../signature/strokes.ts';
import { defaultServicePolicy } from '../sla/level.ts';
import { addMinutes, type Instant } from '../time/instant.ts';
import type { WorkOrder } from './work-order.ts';

/** The twin of a store for tests of the rules: records in memory, one actor per call, a set clock. */
const orderId = 'order-1';
/** Friday 2026-11-20 10:00 in Shanghai, in the middle of a 5x8 day. */
export const friday10 = '2026-11-20T02:00:00.000Z' as Instant;

export function actor(userId: string, roles: Role[], more: Partial<Actor> = {}): Actor {
	return { userId, name: userId, roles, deskIds: ['desk-1'], ...more };
}

export const people = {
	dispatcher: actor('diao', ['dispatcher']),
	engineer: actor('chen', ['engineer']),
	colleague: actor('wang', ['engineer']),
	outsider: actor('fremd', ['engineer'], { deskIds: ['desk-9'] }),
	supervisor: actor('zhou', ['supervisor']),
	auditor: actor('pan', ['auditor']),
	storekeeper: actor('ku', ['storekeeper']),
	admin: actor('guan', ['admin']),
	approver: actor('kehu', ['clientApprover'], { customerId: 'customer-1', deskIds: [] }),
	requester: actor('liu', ['requester'], { customerId: 'customer-1', deskIds: [] }),
	stranger: actor('hu', ['requester'], { customerId: 'customer-2', deskIds: [] }),
} as const;
export type Person = keyof typeof people;

const stamps = {
	createdAt: friday10,
	createdBy: 'system',
	updatedAt: friday10,
	updatedBy: 'system',
	history: [],
};

const calendar = {
	...stamps,
	id: defaultCalendarId,
	kind: 'calendar',
	name: 'China',
	zone: 'Asia/Shanghai',
	holidays: [],
	makeUpWorkdays: [],
} as const;

const policy = {
	...stamps,
	...defaultServicePolicy,
	id: defaultPolicyId,
	kind: 'servicePolicy',
	name: 'Policy',
	calendarId: defaultCalendarId,
	defaultLevel: 'standard',
	defaultWindow: '5x8',
} as const;

const checklist = [{ key: 'power', text: '检查电源' }];
/** Earthing: a reading with an upper limit, and the meter's display as a photo. */
export const earthing: Pick<ServiceItem, 'checklist'> = {
	checklist: [
		...checklist,
		{ key: 'earth', text: '接地电阻', reading: { unit: 'Ω', upper: '4' } },
		{ key: 'meter', text: '拍仪表读数', photoRequired: true },
	],
};
export const generalFault: ServiceItem = {
	...stamps,
	id: 'item-fault',
	kind: 'serviceItem',
	name: '一般性故障',
	standardMinutes: 40,
	responseMinutes: 10,
	checklist,
};
export const installSystem: ServiceItem = {
	...generalFault,
	id: 'item-os',
	name: '安装操作系统',
	consent: 'data-loss',
};

export const networkWork: ServiceItem = { ...generalFault, id: 'item-network', interruption: true };

function userOf({ userId, name, roles, deskIds }: Actor): AnyRecord {
	return { ...stamps, id: userId, kind: 'user', name, roles: [...roles], deskIds: [...deskIds] };
}

function referenceRecords(): AnyRecord[] {
	const customers = ['customer-1', 'customer-2'].map((id, n) => ({
		...{ ...stamps, id, kind: 'customer' as const, name: id },
		deskId: n === 0 ? 'desk-1' : 'desk-2',
	}));
	const users = Object.values(people).map(userOf);
	return [
		{ ...calendar, holidays: [], makeUpWorkdays: [] },
		{ ...policy },
		...users,
		...customers,
		generalFault,
		installSystem,
		networkWork,
	] as AnyRecord[];
}

export const signedStrokes = packStrokes(
	[Array.from({ length: 12 }, (_, i) => ({ x: 20 + 8 * i, y: 60, time: 10 * i, pressure: 0.5 }))],
	{ width: 300, height: 200 },
);

export const sampleRequest = {
	orderKind: 'fault',
	channel: 'phone',
	requester: { name: '刘护士', userId: 'liu' },
	customerId: 'customer-1',
	siteId: 'site-1',
	summary: '打印机卡纸',
	symptom: '双面打印时卡纸',
	serviceItemId: generalFault.id,
	impact: 'medium',
	urgency: 'medium',
};

/** Records, and a clock that goes on by a minute with every command unless told the time. */
export class OrderWorld {
	readonly #records = new Map<string, AnyRecord>();
	readonly #seqs = new Map<string, number>();
	now = friday10;

	constructor(extra: readonly AnyRecord[] = []) {
		for (const record of [...referenceRecords(), ...extra]) this.put(record);
	}

	put(record: AnyRecord): void {
		this.#records.set(`${record.kind}/${record.id}`, record);
	}

	get(kind: RecordKind, id: string): AnyRecord | undefined {
		return this.#records.get(`${kind}/${id}`);
	}

	get order(): WorkOrder {
		return this.get('workOrder', orderId) as WorkOrder;
	}

	at(instant: string): this {
		this.now = instant as Instant;
		return this;
	}

	/** One command on the order by that actor, in its first version unless named; kept only where it is accepted. */
	async do(
		who: Person | Actor,
		name: string,
		args: Record<string, unknown> = {},
		base?: Record<string, unknown>,
	): Promise<Result<Decided>> {
		const by = typeof who === 'string' ? people[who] : who;
		const type = name.includes('@') ? name : `${name}@1`;
		return await this.run(by, `workOrder.${type}`, orderId, args, base);
	}

	async run(
		by: Actor,
		type: string,
		record: string,
		args: Record<string, unknown>,
		base?: Record<string, unknown>,
	): Promise<Result<Decided>> {
		const command = this.#command(by, type, record, args, base);
		const current = this.get(command.kind, record);
		const result = await runCommand(current, command, by, (kind, id) =>
			Promise.resolve(this.get(kind, id)),
		);
		if (result.ok) this.put(result.value.record);
		this.now = addMinutes(this.now, 1);
		return result;
	}

	#command(
		by: Actor,
		type: string,
		record: string,
		args: Record<string, unknown>,
		base?: Record<string, unknown>,
	): Command {
		const device = `dev-${by.userId}`;
		const seq = (this.#seqs.get(device) ?? 0) + 1;
		this.#seqs.set(device, seq);
		const kind = type.slice(0, type.indexOf('.')) as RecordKind;
		const at = { raw: this.now, offsetMs: 0, effective: this.now };
		return { device, seq, type, kind, record, args, at, ...(base && { base }) };
	}
}
