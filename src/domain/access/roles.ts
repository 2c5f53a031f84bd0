import * as v from 'valibot';

/** domain.md section 1. One person may hold several. */
export const roles = [
	'engineer',
	'auditor',
	'dispatcher',
	'supervisor',
	'storekeeper',
	'clientApprover',
	'admin',
	'requester',
] as const;
export type Role = (typeof roles)[number];
export const RoleSchema = v.picklist(roles);

/** Roles of the organisation's own people; the others are the customer's side. */
export const staffRoles = [
	'engineer',
	'auditor',
	'dispatcher',
	'supervisor',
	'storekeeper',
	'admin',
] as const satisfies readonly Role[];

/** Roles that work at the service desk and see every open order. */
export const deskRoles = ['dispatcher', 'supervisor', 'admin'] as const satisfies readonly Role[];

export function hasRole(holder: { roles: readonly Role[] }, wanted: readonly Role[]): boolean {
	return holder.roles.some((role) => wanted.includes(role));
}
