import * as v from 'valibot';
import type { Role } from './access/roles.ts';
import { IdSchema, recordKinds, type RecordBase, type RecordKind } from './record.ts';
import type { Result } from './result.ts';
import { InstantSchema, type Instant } from './time/instant.ts';

/** Short enough that the ids of parts, `device:seq.n`, are ids themselves. */
const deviceIdLengthMax = 40;

/**
 * A change is a command, not a document. It is applied at once on the device and queued in the
 * same transaction; the server runs the same decision on the current record.
 */
export const CommandSchema = v.looseObject({
	/** The installation that issued it. */
	device: v.pipe(IdSchema, v.maxLength(deviceIdLengthMax)),
	/** Counts up from 1 on this installation; `(device, seq)` names the command for ever. */
	seq: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
	/** Versioned name, e.g. `workOrder.arrive@1`. */
	type: v.pipe(v.string(), v.regex(/^[a-zA-Z]+\.[a-zA-Z]+@\d+$/), v.maxLength(64)),
	kind: v.picklist(recordKinds),
	record: IdSchema,
	args: v.record(v.string(), v.unknown()),
	/** For edits: the values its author saw, by field name. */
	base: v.optional(v.record(v.string(), v.unknown())),
	at: v.looseObject({
		/** The device's own clock. */
		raw: InstantSchema,
		/** Server minus device at the last hello, ms. */
		offsetMs: v.number(),
		/** Raw plus offset, never before the last known cause. */
		effective: InstantSchema,
		/** The monotonic clock and the wall clock disagreed since the last hello. */
		jumped: v.optional(v.boolean()),
	}),
	causedBy: v.optional(v.string()),
});
export type Command = v.InferOutput<typeof CommandSchema>;

export type CommandId = string;

/** Device and sequence number: the name of a command, also the seed of ids made by it. */
export function commandId(command: Pick<Command, 'device' | 'seq'>): CommandId {
	return `${command.device}:${command.seq}`;
}

/** Who acts. Taken from the session on the server, from the signed-in account on the device. */
export interface Actor {
	userId: string;
	name: string;
	roles: readonly Role[];
	deskIds: readonly string[];
	/** Set for people of the customer's side. */
	customerId?: string;
	/** The server, carrying out an import in his name; never set from outside. */
	importing?: boolean;
	/** The server itself, about what it did; never set from outside. */
	server?: boolean;
}

/** Everything a decision may know besides the record: no clock, no chance, no I/O. */
export interface DecisionContext {
	actor: Actor;
	/** When it happened: the command's effective time. */
	now: Instant;
	command: Command;
	/** Another record, if the place that decides holds it. Reading a missing one is noted and retried. */
	read: (kind: RecordKind, id: string) => unknown;
	/**
	 * Whether the actor knows that record: he sees it, or saw it on a visit of his. On a device that is
	 * what lies on it; the server, which reads everything, looks at his grants and visits.
	 */
	knows: (kind: RecordKind, id: string) => boolean;
	/** A stable id for the n-th part made by this command: the same on device and server. */
	partId: (n?: number) => string;
}

/** One command: its arguments' schema and its decision. Returning the record unchanged means "already so". */
export interface CommandDefinition<R extends RecordBase, A> {
	args: v.GenericSchema<unknown, A>;
	decide(current: R | undefined, args: A, context: DecisionContext): Result<R>;
}
