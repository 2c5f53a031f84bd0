import * as v from 'valibot';
import { deskRoles, hasRole } from '../access/roles.ts';
import type { Actor, CommandDefinition } from '../command.ts';
import type { RecordKind } from '../record.ts';
import { accept, refuse, type Result } from '../result.ts';
import { discardReasonLengthMax, type Quarantine } from './quarantine.ts';

/** Registers that only an administrator keeps: nobody else lends them his authority. */
const administered: readonly RecordKind[] = [
	'user',
	'desk',
	'calendar',
	'servicePolicy',
	'organisation',
	'serviceItem',
	'taxonomy',
	'assetCategories',
];

const reason = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(discardReasonLengthMax));

/** The desk decides: carry it out in its author's name, or let it go with a reason he is told. */
export const quarantineCommands = {
	'quarantine.release@1': define(v.object({}), (item, _args, { actor, now }) => {
		if (item.state === 'releasing' || item.state === 'released') return accept(item);
		if (item.state !== 'open') return wrongState(item);
		if (!mayLend(actor, item)) return refuse('not-allowed');
		return accept({
			...item,
			state: 'releasing',
			attempts: item.attempts + 1,
			release: { at: now, by: actor.userId },
		});
	}),
	'quarantine.discard@1': define(v.object({ reason }), (item, args, { actor, now }) => {
		if (item.state !== 'open') return wrongState(item);
		const discarded = { at: now, by: actor.userId, reason: args.reason };
		return accept({ ...item, state: 'discarded', discarded });
	}),
};

/**
 * Whether that person may have the command carried out. A decision of the desk is nobody's to lend:
 * carried out in an administrator's name it would release what only he may.
 */
export function mayLend(actor: Pick<Actor, 'roles'>, { command }: Quarantine): boolean {
	if (command.kind === 'quarantine') return false;
	return hasRole(actor, administered.includes(command.kind) ? ['admin'] : deskRoles);
}

function wrongState({ state }: Quarantine): Result<Quarantine> {
	return refuse('wrong-state', { detail: { state } });
}

function define<A>(
	args: v.GenericSchema<unknown, A>,
	decide: (
		item: Quarantine,
		args: A,
		context: Parameters<CommandDefinition<Quarantine, A>['decide']>[2],
	) => Result<Quarantine>,
): CommandDefinition<Quarantine, A> {
	return {
		args,
		decide(current, parsed, context) {
			if (!current) return refuse('not-found');
			if (!hasRole(context.actor, deskRoles)) return refuse('not-allowed');
			return decide(current, parsed, context);
		},
	};
}
