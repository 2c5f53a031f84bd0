/**
 * A command whose author may no longer see its record, kept for the desk to decide (design.md
 * section 1). It says what was to be done, by whom, when and why it waits, and never expires.
 *
 * 1. Made by the server alone, in the commit that answers the command.
 * 2. open ─release─▶ releasing ─carried out─▶ released
 *      │ ◀──────────────── refused ──┘   (`lastRefusal` says why; it may be tried again)
 *      └─discard─▶ discarded
 * 3. `releasing` is finished by the server, after a crash or a fault by the next try of any server:
 *    `attempts` names the try, so that the command takes effect once.
 * 4. A decision of the desk is never kept here itself, or one could lend another's authority.
 */
import * as v from 'valibot';
import { RoleSchema } from '../access/roles.ts';
import { CommandSchema, commandId, type Command } from '../command.ts';
import type { Fate } from '../fate.ts';
import { IdSchema, recordEntries } from '../record.ts';
import { InstantSchema } from '../time/instant.ts';

const quarantineStates = ['open', 'releasing', 'released', 'discarded'] as const;

/**
 * `out-of-scope`: he saw the record when he made the command; `user-disabled`: he may do nothing any
 * more; `overtaken`: two servers wrote the record at once, and after the other's work his was refused.
 */
const quarantineReasons = ['out-of-scope', 'user-disabled', 'overtaken'] as const;
export type QuarantineReason = (typeof quarantineReasons)[number];

/** Characters of why something is discarded. */
export const discardReasonLengthMax = 500;

const RefusedSchema = v.looseObject({
	kind: v.string(),
	fields: v.optional(v.array(v.string())),
	detail: v.optional(v.record(v.string(), v.union([v.string(), v.number()]))),
});

export const QuarantineSchema = v.looseObject({
	...recordEntries,
	kind: v.literal('quarantine'),
	state: v.picklist(quarantineStates),
	/** As it was handed in; its id and the ids of its parts stay what they are on the device. */
	command: CommandSchema,
	/** As he was when he made it, as far as can be proven. */
	author: v.looseObject({
		userId: IdSchema,
		name: v.string(),
		roles: v.array(RoleSchema),
		deskIds: v.array(v.string()),
		customerId: v.optional(IdSchema),
	}),
	why: v.picklist(quarantineReasons),
	receivedAt: InstantSchema,
	/** What the record was called when it arrived. */
	title: v.looseObject({ code: v.optional(v.string()), name: v.optional(v.string()) }),
	/** Tries of the desk so far. */
	attempts: v.number(),
	/** Who releases or released it. */
	release: v.optional(v.looseObject({ at: InstantSchema, by: v.string() })),
	/** How the record took it: `applied`, `held`… */
	outcome: v.optional(v.string()),
	lastRefusal: v.optional(
		v.looseObject({ at: InstantSchema, by: v.string(), refusal: RefusedSchema }),
	),
	discarded: v.optional(v.looseObject({ at: InstantSchema, by: v.string(), reason: v.string() })),
});
export type Quarantine = v.InferOutput<typeof QuarantineSchema>;

const prefix = 'q:';

/** One command is quarantined once. Device ids are short enough for this to be an id itself. */
export function quarantineId(command: Pick<Command, 'device' | 'seq'>): string {
	return `${prefix}${commandId(command)}`;
}

/** Ids of that form are the server's to give. */
export function isQuarantineId(id: string): boolean {
	return id.startsWith(prefix);
}

/**
 * What its author is told; undefined while nobody has decided. A move that is held there, or an edit
 * that clashed, waits for a second word, which the record tells (`fateOf`).
 */
export function quarantineFateOf(item: Quarantine): Fate | undefined {
	const { state, discarded } = item;
	if (state === 'released') return waitsInRecord(item) ? undefined : { fate: 'released' };
	return discarded && { fate: 'discarded', reason: discarded.reason };
}

/** Released, and still for a person to decide where it was carried out. */
export function waitsInRecord({ state, outcome }: Quarantine): boolean {
	return state === 'released' && (outcome === 'held' || outcome === 'conflict');
}
