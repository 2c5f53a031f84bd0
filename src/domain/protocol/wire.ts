import * as v from 'valibot';
import { CommandSchema } from '../command.ts';
import { FateSchema } from '../fate.ts';
import { IdSchema, recordKinds } from '../record.ts';
import { PublicKeySchema, ServerKeysSchema } from '../seal/keys.ts';
import { PrioritySchema } from '../sla/level.ts';
import { InstantSchema } from '../time/instant.ts';
import { orderKinds } from '../work-order/order-kinds.ts';

/**
 * The wire of `/sync/v1`: every body in either direction is parsed by one of these schemas.
 * Records travel as bodies with their revision; what they mean is checked by `record-schemas`.
 */
export const protocolVersion = 1;
/** Commands of one push; the sender halves the batch on 413. */
export const pushCommandsMax = 200;
const pullRecordsMax = 2_000;
export const pullRecordsDefault = 2_000;
export const pushBytesMax = 4 * 1024 * 1024;
export const lookupResultsMax = 50;
export const cursorLengthMax = 65_536;
/** Commands a device asks after at once. */
export const fatesAskedMax = 200;

/** A held, clashing or quarantined command of this device that a person still has to decide. */
export const Undecided = v.looseObject({
	seq: v.number(),
	kind: v.picklist(recordKinds),
	record: IdSchema,
});
export type Undecided = v.InferOutput<typeof Undecided>;
export const Decided = v.looseObject({ seq: v.number(), ...FateSchema.entries });
export type Decided = v.InferOutput<typeof Decided>;

export const HelloRequest = v.looseObject({
	device: IdSchema,
	protocol: v.pipe(v.number(), v.integer(), v.minValue(1)),
	app: v.optional(v.pipe(v.string(), v.maxLength(64))),
	/** What this device signs with; the first one said stays for ever. */
	key: v.optional(PublicKeySchema),
	/** What a person still has to decide, as far as this device knows. */
	undecided: v.optional(v.pipe(v.array(Undecided), v.maxLength(fatesAskedMax))),
});
export const HelloResponse = v.looseObject({
	serverTime: InstantSchema,
	/** Changes when the database was replaced or restored: cursors of another epoch start again. */
	epoch: v.string(),
	/** Oldest protocol version still spoken. */
	oldestProtocol: v.number(),
	/** Highest sequence number seen from this device, 0 for none. */
	lastSeq: v.number(),
	/** Code of this installation for offline numbers, e.g. `K7F`; issued once, never reused. */
	deviceCode: v.string(),
	user: v.looseObject({ id: IdSchema, name: v.string(), roles: v.array(v.string()) }),
	/** Absent from older servers. */
	keys: v.optional(ServerKeysSchema),
	/** Answers to `undecided`; what is not named still waits. */
	decided: v.optional(v.array(Decided)),
	/** The account was disabled: unsent work may still be handed in, nothing else is given. */
	disabled: v.optional(v.boolean()),
});

/** What a device knows of a command it hands in once more, after the server was restored from a backup. */
export const Resent = v.looseObject({
	seq: v.number(),
	/** Revision of the record it had made. */
	rev: v.optional(v.number()),
	/** Number its record had been given, and the server's seal on it. */
	number: v.optional(v.pipe(v.string(), v.maxLength(64))),
	numberSeal: v.optional(v.pipe(v.string(), v.maxLength(64))),
	/** He had claimed its order: claims are the server's own commands, and no device hands one in. */
	claimed: v.optional(v.boolean()),
});
export type Resent = v.InferOutput<typeof Resent>;

export const PushRequest = v.looseObject({
	device: IdSchema,
	protocol: v.number(),
	commands: v.pipe(v.array(CommandSchema), v.maxLength(pushCommandsMax)),
	/** Of those among the commands that the server had taken before. */
	resent: v.optional(v.pipe(v.array(Resent), v.maxLength(pushCommandsMax))),
	/**
	 * The epoch of this round's hello: a server restored since lacks what went before these commands, and
	 * is to be greeted first. Absent from older apps.
	 */
	epoch: v.optional(v.string()),
	/**
	 * Of the last pull under which this device held the records of these commands: the proof that their
	 * author saw what he worked on, should he no longer. Sealed by the server; opens nothing else.
	 */
	cursor: v.optional(v.pipe(v.string(), v.maxLength(cursorLengthMax))),
});

const RefusalSchema = v.looseObject({
	kind: v.string(),
	fields: v.optional(v.array(v.string())),
	detail: v.optional(v.record(v.string(), v.union([v.string(), v.number()]))),
});

export const outcomes = [
	'applied',
	'duplicate',
	'merged',
	'conflict',
	'rejected',
	'held',
	'quarantined',
	/** Not decided: what it builds on has not come back yet, or the server had a fault. Send it again. */
	'later',
] as const;
/** What became of one command, in the order they were sent. */
export const CommandResult = v.looseObject({
	seq: v.number(),
	outcome: v.picklist(outcomes),
	refusal: v.optional(RefusalSchema),
	/** Revision of the record after an applied command. */
	rev: v.optional(v.number()),
});
export type CommandResult = v.InferOutput<typeof CommandResult>;
export const PushResponse = v.looseObject({
	results: v.array(CommandResult),
	serverTime: InstantSchema,
});

export const PullRequest = v.looseObject({
	device: IdSchema,
	/** Opaque; absent on the first pull. */
	cursor: v.optional(v.pipe(v.string(), v.maxLength(cursorLengthMax))),
	limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(pullRecordsMax))),
});
export const PulledRecord = v.looseObject({
	kind: v.picklist(recordKinds),
	id: IdSchema,
	/** Counts the record's writes from 1. */
	rev: v.number(),
	/** Those of the record's channels that the user holds. */
	channels: v.array(v.string()),
	body: v.record(v.string(), v.unknown()),
});
export type PulledRecord = v.InferOutput<typeof PulledRecord>;
export const PullResponse = v.looseObject({
	records: v.array(PulledRecord),
	/** Records that left everything the user may see: delete them, after handing in unsent work. */
	removals: v.array(v.looseObject({ kind: v.picklist(recordKinds), id: IdSchema })),
	/** All channels the user holds now: a row on the device in none of them is deleted. */
	grants: v.array(v.string()),
	cursor: v.string(),
	/** More is waiting: pull again at once. */
	more: v.boolean(),
	epoch: v.string(),
	serverTime: InstantSchema,
});

/**
 * What the `online` port asks for: the archive, which a desk does not keep on the device, and
 * `claimable`, the new orders of an engineer's desks, which lie on no engineer's device.
 */
export const LookupRequest = v.looseObject({
	kind: v.picklist(['asset', 'workOrder', 'repair', 'claimable']),
	/** Tag, alias, serial, number, name: a prefix or words. */
	text: v.pipe(v.string(), v.maxLength(200)),
	siteId: v.optional(IdSchema),
	id: v.optional(IdSchema),
	limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(lookupResultsMax))),
});
export const LookupResponse = v.looseObject({
	records: v.array(
		v.looseObject({ kind: v.string(), id: IdSchema, body: v.record(v.string(), v.unknown()) }),
	),
});

/** Enough of an order to decide whether to take it; the rest comes to who has taken it. */
export const ClaimableOrder = v.looseObject({
	id: IdSchema,
	number: v.optional(v.string()),
	summary: v.string(),
	orderKind: v.picklist(orderKinds),
	priority: PrioritySchema,
	receivedAt: InstantSchema,
	/** When help is due at the latest. */
	responseDueAt: v.optional(InstantSchema),
	customerName: v.optional(v.string()),
	siteName: v.optional(v.string()),
});
export type ClaimableOrder = v.InferOutput<typeof ClaimableOrder>;
export const ClaimRequest = v.looseObject({ record: IdSchema });
export const ClaimResponse = v.looseObject({ record: IdSchema });

export const SignInRequest = v.looseObject({
	account: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(64)),
	password: v.pipe(v.string(), v.minLength(1), v.maxLength(256)),
});
export const SessionResponse = v.looseObject({
	user: v.looseObject({
		id: IdSchema,
		account: v.string(),
		name: v.string(),
		roles: v.array(v.string()),
		deskIds: v.array(v.string()),
		customerId: v.optional(v.string()),
	}),
	expiresAt: InstantSchema,
	/** Let in to hand in what is unsent, and for nothing else: his account is disabled. */
	disabled: v.optional(v.boolean()),
});

/** An error's body on every door: a kind for the table of words, never a stack. */
export const ErrorResponse = v.looseObject({
	error: v.looseObject({ kind: v.string(), retryAfterS: v.optional(v.number()) }),
});
