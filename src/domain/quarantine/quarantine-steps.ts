import type { Actor, Command } from '../command.ts';
import type { CommandResult } from '../protocol/wire.ts';
import type { AnyRecord } from '../record-schemas.ts';
import { titleOf, type Title } from '../record-title.ts';
import type { Instant } from '../time/instant.ts';
import { quarantineId, type Quarantine, type QuarantineReason } from './quarantine.ts';

/** Who writes what nobody commanded. */
const serverName = 'server';

interface Quarantining {
	command: Command;
	author: Actor;
	why: QuarantineReason;
	now: Instant;
	/** What the command is about, if there is such a record. */
	about: AnyRecord | undefined;
}

/** The record by which the desk hears of a command that has to wait. */
export function newQuarantine({ command, author, why, now, about }: Quarantining): Quarantine {
	const { userId, name, roles, deskIds, customerId } = author;
	return {
		id: quarantineId(command),
		kind: 'quarantine',
		createdAt: now,
		createdBy: serverName,
		updatedAt: now,
		updatedBy: serverName,
		history: [],
		state: 'open',
		command,
		author: {
			...{ userId, name, roles: [...roles], deskIds: [...deskIds] },
			...(customerId !== undefined && { customerId }),
		},
		why,
		receivedAt: now,
		title: { ...(about ? titleOf(about) : titleOfNew(command)) },
		attempts: 0,
	};
}

/** What came of carrying it out: the record has it, or it is open again with the reason. */
export function carriedOut(item: Quarantine, result: CommandResult, now: Instant): Quarantine {
	const by = item.release?.by ?? serverName;
	const after: Quarantine = wasTaken(result)
		? { ...without(item, 'lastRefusal'), state: 'released', outcome: outcomeOf(result) }
		: {
				...without(item, 'release'),
				state: 'open',
				lastRefusal: { at: now, by, refusal: result.refusal ?? { kind: result.outcome } },
			};
	const changes = [{ field: 'state', from: item.state, to: after.state }];
	const entry = { at: now, by: serverName, device: serverName, command: 'quarantine.carryOut@1' };
	return {
		...after,
		updatedAt: now,
		updatedBy: serverName,
		history: [...item.history, { ...entry, changes }],
	};
}

/** A refused command changed nothing, so no revision has it. */
function wasTaken({ rev }: CommandResult): boolean {
	return rev !== undefined;
}

/** A duplicate tells what became of the first. */
function outcomeOf(result: CommandResult): string {
	const original: unknown = result['original'];
	return typeof original === 'string' ? original : result.outcome;
}

function without<K extends 'lastRefusal' | 'release'>(item: Quarantine, key: K): Quarantine {
	const { [key]: _, ...rest } = item;
	return rest as Quarantine;
}

/** The record was to be made by the command: it says itself what it is called. */
function titleOfNew({ args }: Command): Title {
	const said = { ...args, ...(args['set'] as Record<string, unknown> | undefined) };
	const text = (name: string) => (typeof said[name] === 'string' ? said[name] : undefined);
	const code = text('offlineNumber') ?? text('tag');
	const name = text('summary') ?? text('name') ?? text('title');
	return { ...(code && { code }), ...(name && { name }) };
}
