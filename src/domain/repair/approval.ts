import { hasRole } from '../access/roles.ts';
import type { Actor } from '../command.ts';
import type { Repair } from './repair.ts';

/** Whether it waits for this person's decision: a supervisor's, and never that of who asked for it. */
export function waitsForApproval(
	{ state, createdBy }: Pick<Repair, 'state' | 'createdBy'>,
	actor: Actor,
): boolean {
	return state === 'requested' && hasRole(actor, ['supervisor']) && createdBy !== actor.userId;
}
