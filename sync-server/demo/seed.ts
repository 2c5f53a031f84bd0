import type { Role } from '#domain/access/roles.ts';
import { organisationId } from '#domain/organisation/records.ts';
import type { Administration } from '#server/administration.ts';

export interface DemoAccount {
	account: string;
	password: string;
	name: string;
	roles: Role[];
}

const password = 'outpost-demo';

const people: { id: string; account: string; name: string; roles: Role[] }[] = [
	{ id: 'user-admin', account: 'admin', name: '管理员', roles: ['admin'] },
	{ id: 'user-desk', account: 'desk', name: '周敏', roles: ['dispatcher'] },
	{ id: 'user-engineer', account: 'engineer', name: '李强', roles: ['engineer'] },
	{ id: 'user-engineer-2', account: 'engineer2', name: '王磊', roles: ['engineer'] },
	{ id: 'user-auditor', account: 'auditor', name: '陈静', roles: ['auditor'] },
	{ id: 'user-supervisor', account: 'supervisor', name: '赵刚', roles: ['supervisor'] },
	{ id: 'user-storekeeper', account: 'storekeeper', name: '孙丽', roles: ['storekeeper'] },
	{ id: 'user-client', account: 'client', name: '钱进', roles: ['clientApprover'] },
	{ id: 'user-requester', account: 'requester', name: '吴芳', roles: ['requester'] },
];

/** Makes the demo organisation; what is there already stays as it is. */
export async function seedDemo(organisation: Administration): Promise<DemoAccount[]> {
	await organisation.executeAll([
		{
			type: 'organisation.register@1',
			kind: 'organisation',
			record: organisationId,
			args: { set: { name: '前哨演示', zone: 'Asia/Shanghai' } },
		},
		...people.map(({ id, account, name, roles }) => ({
			type: 'user.register@1',
			kind: 'user' as const,
			record: id,
			args: { set: { name, account, roles, deskIds: [] } },
		})),
	]);
	for (const { id, account } of people) await organisation.setPassword(id, account, password);
	return people.map(({ account, name, roles }) => ({ account, password, name, roles }));
}
