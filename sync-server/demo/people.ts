import type { Role } from '#domain/access/roles.ts';
import type { Actor } from '#domain/command.ts';
import { defaultDeskId } from '#domain/organisation/records.ts';

export const stationId = 'station-qinglan';
export const secondLineId = 'desk-second-line';

interface DemoPerson {
	id: string;
	name: string;
	roles: Role[];
	phone?: string;
	customerId?: string;
	/** Only these can sign in; the password is told at the start. */
	account?: string;
}

const engineer = (number: string, phone: string): DemoPerson => ({
	id: `user-eng${number}`,
	name: `工程师 ${number}`,
	roles: ['engineer'],
	phone,
});

/** One account per role, a second engineer and a second dispatcher; the other engineers fill the board. */
export const demoPeople: readonly DemoPerson[] = [
	{ id: 'user-admin', account: 'admin', name: '管理员', roles: ['admin'] },
	{ id: 'user-desk1', account: 'desk1', name: '调度 01', roles: ['dispatcher'], phone: '8001' },
	{ id: 'user-desk2', account: 'desk2', name: '调度 02', roles: ['dispatcher'], phone: '8002' },
	{ id: 'user-supervisor', account: 'supervisor', name: '服务主管', roles: ['supervisor'] },
	{ ...engineer('07', '13800000007'), account: 'eng07' },
	{ ...engineer('09', '13800000009'), account: 'eng09' },
	engineer('02', '13800000002'),
	engineer('03', '13800000003'),
	engineer('04', '13800000004'),
	engineer('05', '13800000005'),
	engineer('11', '13800000011'),
	engineer('12', '13800000012'),
	{ id: 'user-auditor', account: 'auditor', name: '盘点员 01', roles: ['auditor'] },
	{ id: 'user-store', account: 'store', name: '库管', roles: ['storekeeper'] },
	{
		id: 'user-client',
		account: 'client',
		name: '二院信息中心',
		roles: ['clientApprover'],
		customerId: 'customer-hospital',
	},
	{
		id: 'user-client-ops',
		account: 'ops',
		name: '二院运维部',
		roles: ['clientApprover'],
		customerId: 'customer-hospital',
	},
	{
		id: 'user-nurse',
		account: 'nurse',
		name: '刘护士',
		roles: ['requester'],
		customerId: 'customer-hospital',
		phone: '6612',
	},
];

/** Known to everybody who starts the demo, so good for nothing else. */
export function demoPassword(account: string): string {
	return `${account}-2026`;
}

/** His user record's fields. */
export function userFields(person: DemoPerson): Record<string, unknown> {
	const { id: _, ...fields } = person;
	return { ...fields, deskIds: desksOf(person) };
}

const actors = new Map<string, Actor>(demoPeople.map((person) => [person.id, actorOf(person)]));

/** The actor of that user; one object each, as runs of commands want it. */
export function demoActor(id: string): Actor {
	const found = actors.get(id);
	if (!found) throw new Error(`no demo person ${id}`);
	return found;
}

function actorOf(person: DemoPerson): Actor {
	const { id: userId, name, roles, customerId } = person;
	return { userId, name, roles, deskIds: desksOf(person), ...(customerId && { customerId }) };
}

function desksOf({ customerId }: DemoPerson): string[] {
	return customerId ? [] : [defaultDeskId, stationId];
}
