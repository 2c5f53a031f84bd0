/** In whose right a command is decided, and what follows from it. Roles and grants never come from the wire. */
import { deskRoles, hasRole } from '#domain/access/roles.ts';
import type { Actor, Command } from '#domain/command.ts';
import { isQuarantineId } from '#domain/quarantine/quarantine.ts';
import type { AnyRecord } from '#domain/record-schemas.ts';
import { recordKinds } from '#domain/record.ts';
import type { Proof } from '#server/quarantine/proof.ts';
import { hadPartIn, isInArchive, sees } from '#server/scope/visibility.ts';
import type { BatchView, ViewedRecord } from './batch-view.ts';
import type { ResentCommands } from './resent.ts';

export interface Authority {
	actor: Actor;
	/** Absent for the server itself and for what the desk released, which see everything. */
	grants?: ReadonlySet<string>;
	/** Whether he saw a record while he was sent to its place, though he no longer sees it. */
	saw?: (record: AnyRecord) => Promise<boolean>;
	/** What his device held when it last pulled. */
	proof?: Proof | undefined;
	/** He may do nothing any more: whatever he hands in is kept for the desk. */
	disabled?: true;
	/** The desk lets it be done though he no longer sees the record; the journal knows it by this name. */
	lent?: Pick<Command, 'device' | 'seq'>;
	/** What his device says of commands it hands in once more. */
	resent?: ResentCommands;
}

/** Names of devices are claimed by devices; the server's own are named by what they are about. */
export function isFromDevice({ grants, disabled, lent }: Authority): boolean {
	return !lent && (grants !== undefined || disabled === true);
}

export function maySee({ actor, grants }: Authority, { record, channels }: ViewedRecord): boolean {
	if (!grants || sees(grants, channels)) return true;
	return isInArchive(record.kind) && hasRole(actor, deskRoles);
}

export function mayTouch(authority: Authority, current: ViewedRecord): boolean {
	const { actor } = authority;
	if (maySee(authority, current)) return true;
	return hadPartIn(actor.userId, current.record);
}

/**
 * Handed in once more after a restore. What gave him the record may be among what was lost, a claim
 * above all: there is a record he does not see, or none. Both are answered alike.
 */
export function wasTakenBefore({ proof, resent }: Authority, command: Command): boolean {
	return proof?.isFromBefore === true && resent?.isResent(command) === true;
}

/**
 * Whether the id of a record to be made belongs to one of another kind, also where the desk released
 * it. The server's own ids are its own affair.
 */
export async function isTaken(
	{ grants, lent }: Authority,
	{ kind, record }: Command,
	view: BatchView,
): Promise<boolean> {
	if (!grants && !lent) return false;
	if (isQuarantineId(record)) return true;
	for (const other of recordKinds)
		if (other !== kind && (await view.get(other, record))) return true;
	return false;
}

/**
 * The server itself knows every place it names, also one that is still to come. The desk lends sight
 * of one record only: whose command it releases knows what he had visited.
 */
export async function isKnown(
	{ grants, lent, saw }: Authority,
	viewed: ViewedRecord | undefined,
): Promise<boolean> {
	if (!grants && !lent) return true;
	if (!viewed) return false;
	if (grants && sees(grants, viewed.channels)) return true;
	return (await saw?.(viewed.record)) ?? false;
}
