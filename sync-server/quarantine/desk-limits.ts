/**
 * What is not kept for the desk, so that nobody who lost his account floods it. None of this is
 * journaled: the device may ask again, and the answer tells nothing of the record.
 *
 * 1. A decision of the desk is its own and waits for nobody.
 * 2. What no version of this server can carry out, and what is larger than any form of ours.
 * 3. More than one person can look through: the rest stays on his device and comes later.
 */
import { openQuarantinesChannel } from '#domain/access/channels.ts';
import type { Actor, Command } from '#domain/command.ts';
import type { CommandResult } from '#domain/protocol/wire.ts';
import { readCommand } from '#domain/run-command.ts';
import type { BatchView } from '#server/push/batch-view.ts';

/** UTF-8 bytes of one command's JSON; a signed snapshot, the largest of all, may be 1,000,000. */
export const quarantinedBytesMax = 1_250_000;
/** Undecided items of one author; a busy engineer makes them in three days out of reach. */
export const openItemsPerAuthorMax = 300;

/** Undefined for a command that is kept for the desk. */
export async function turnedAwayFrom(
	command: Command,
	{ actor, disabled }: { actor: Actor; disabled?: true },
	view: BatchView,
): Promise<Pick<CommandResult, 'outcome' | 'refusal'> | undefined> {
	if (command.kind === 'quarantine')
		return { outcome: 'rejected', refusal: { kind: disabled ? 'user-disabled' : 'not-found' } };
	const readable = readCommand(command);
	if (!readable.ok) return { outcome: 'rejected', refusal: { ...readable.refusal } };
	if (Buffer.byteLength(JSON.stringify(command)) > quarantinedBytesMax)
		return { outcome: 'rejected', refusal: { kind: 'too-large' } };
	const channel = openQuarantinesChannel(actor.userId);
	const open = await view.countIn(channel, openItemsPerAuthorMax);
	if (open < openItemsPerAuthorMax) return undefined;
	return { outcome: 'later', refusal: { kind: 'desk-full' } };
}
