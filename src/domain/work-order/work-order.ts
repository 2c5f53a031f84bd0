import * as v from 'valibot';
import { AssetRefSchema, SealStateSchema } from '../asset/asset.ts';
import { swapEntries } from '../asset/swap.ts';
import { checkEntries } from '../catalogue/check.ts';
import { consentKinds } from '../catalogue/service-item.ts';
import { DecimalSchema } from '../catalogue/decimal.ts';
import { CauseCodeSchema } from '../catalogue/fault-causes.ts';
import { CopyTokenSchema } from '../copy/copy-link.ts';
import { TemplateVersionSchema } from '../organisation/paper-template.ts';
import { AudioRefSchema, BlobRefSchema } from '../protocol/blob.ts';
import { IdSchema, recordEntries } from '../record.ts';
import { sealEntries } from '../seal/seal.ts';
import { PackedSignatureSchema } from '../signature/strokes.ts';
import { ClockSchema } from '../sla/clock.ts';
import { GradeSchema, LevelRuleSchema, PrioritySchema, ServiceLevelSchema } from '../sla/level.ts';
import { InstantSchema } from '../time/instant.ts';
import { LocalDateSchema } from '../time/local-date.ts';
import { MailSchema } from './mail.ts';
import { orderKinds } from './order-kinds.ts';
import { orderStates } from './states.ts';

/** Limits of one order; a list at its limit refuses with `too-many`. */
export const listsMax = {
	lines: 100,
	visits: 100,
	notes: 500,
	photos: 200,
	voices: 50,
	times: 500,
	consulted: 200,
	signatures: 50,
	hands: 100,
	papers: 50,
	held: 200,
	delays: 200,
	escalations: 100,
	earlier: 300,
	seals: 20,
	consents: 20,
	interruptions: 20,
	repairs: 50,
	found: 50,
	followUps: 50,
	timeCorrections: 200,
	mails: 40,
} as const;
export const summaryLengthMax = 200;
export const textLengthMax = 4_000;
export const shortLengthMax = 200;

export const channels = [
	'phone',
	'email',
	'self_service',
	'walk_up',
	'inspection',
	'monitoring',
] as const;
export const modes = ['phone', 'remote', 'on_site'] as const;
export const results = ['solved', 'workaround', 'open'] as const;
const scanSources = ['camera', 'handheld', 'typed'] as const;
export const suspendReasons = ['part', 'vendor', 'customer', 'access', 'other'] as const;
export const dispatchReasons = [
	'absence',
	'overload',
	'customer_wish',
	'escalation',
	'wrong_skill',
	'wrong_facts',
] as const;
/** Why an engineer gives an order back; the first two are wrong dispatches too. */
export const returnReasons = [
	'wrong_skill',
	'wrong_facts',
	'overload',
	'absence',
	'other',
] as const;
export const returnVisitOutcomes = ['reached', 'not_reached', 'declined'] as const;
export const signImpossibleReasons = ['absent', 'declined', 'remote', 'device', 'other'] as const;
export const backupChoices = ['done', 'declined', 'not_needed'] as const;
/** Who signs on the customer's side. */
export const signerRoles = ['user', 'head', 'it', 'other'] as const;
export const confirmationWays = ['on_site', 'phone', 'written'] as const;
export const noticeWays = ['signed', 'phone', 'written'] as const;
export const photoPhases = ['before', 'after'] as const;
export type PhotoPhase = (typeof photoPhases)[number];
export const escalationTargets = ['second_line', 'higher_desk', 'supervisor', 'vendor'] as const;

export const SummarySchema = v.pipe(
	v.string(),
	v.trim(),
	v.minLength(1),
	v.maxLength(summaryLengthMax),
);
export const TextSchema = v.pipe(v.string(), v.maxLength(textLengthMax));
export const FilledSchema = v.pipe(
	v.string(),
	v.trim(),
	v.minLength(1),
	v.maxLength(textLengthMax),
);
export const ShortSchema = v.pipe(v.string(), v.maxLength(shortLengthMax));
export const MinutesSchema = v.pipe(
	v.number(),
	v.integer(),
	v.minValue(0),
	v.maxValue(60 * 24 * 31),
);

/** A fact once recorded: who and when; `late` where its author had lost the order meanwhile. */
const fact = {
	id: IdSchema,
	at: InstantSchema,
	by: v.string(),
	late: v.optional(v.boolean()),
	retracted: v.optional(v.looseObject({ at: InstantSchema, by: v.string(), reason: v.string() })),
	/** Of late ones: the desk has seen it and keeps it as a fact, no more. */
	noted: v.optional(v.looseObject({ at: InstantSchema, by: v.string() })),
};

export const ScanProofSchema = v.looseObject({
	code: ShortSchema,
	source: v.picklist(scanSources),
	assetId: v.optional(IdSchema),
});

const ChecklistItemSchema = v.looseObject({
	...checkEntries,
	/** What was read, of a step with a reading. */
	value: v.optional(DecimalSchema),
	doneAt: v.optional(InstantSchema),
	doneBy: v.optional(v.string()),
});

export type ChecklistItem = v.InferOutput<typeof ChecklistItemSchema>;

const LineSchema = v.looseObject({
	id: IdSchema,
	asset: v.optional(AssetRefSchema),
	symptom: v.optional(TextSchema),
	/** From the fault taxonomy, beside or instead of the free text; empty where it was taken back. */
	causeCode: v.optional(CauseCodeSchema),
	cause: v.optional(TextSchema),
	solution: v.optional(TextSchema),
	result: v.picklist(results),
	/** Split off: it goes on in a follow-up order, and nothing more is done to it here. */
	continues: v.optional(
		v.looseObject({
			order: IdSchema,
			number: v.optional(ShortSchema),
			at: InstantSchema,
			by: v.string(),
		}),
	),
	/** Of a line of a follow-up order: the line it goes on with. */
	of: v.optional(IdSchema),
	seal: v.optional(
		v.looseObject({
			state: SealStateSchema,
			number: v.optional(ShortSchema),
			newNumber: v.optional(ShortSchema),
			at: InstantSchema,
			by: v.string(),
		}),
	),
	/** The machine beside its record, field by field; texts as they were on the screen, for the paper. */
	comparison: v.optional(
		v.looseObject({
			at: InstantSchema,
			by: v.string(),
			same: v.array(ShortSchema),
			differs: v.array(v.looseObject({ field: ShortSchema, from: TextSchema, to: TextSchema })),
		}),
	),
	checklist: v.array(ChecklistItemSchema),
	parts: v.array(
		v.looseObject({
			...fact,
			name: ShortSchema,
			quantity: v.number(),
			unit: v.optional(ShortSchema),
			partId: v.optional(IdSchema),
			/** Where it was taken from. */
			storeId: v.optional(IdSchema),
		}),
	),
	/** Pieces put in, taken out and exchanged; absent while there are none. */
	swaps: v.optional(v.array(v.looseObject({ ...fact, ...swapEntries }))),
});
export type UsedPart = v.InferOutput<typeof LineSchema>['parts'][number];
export type Line = v.InferOutput<typeof LineSchema>;
export type LineSwap = NonNullable<Line['swaps']>[number];

const VisitSchema = v.looseObject({
	id: IdSchema,
	engineerId: IdSchema,
	dispatchedAt: v.optional(InstantSchema),
	/** Why another was sent than before, and what the desk told him. */
	reason: v.optional(v.picklist(dispatchReasons)),
	note: v.optional(TextSchema),
	plannedAt: v.optional(InstantSchema),
	acceptedAt: v.optional(InstantSchema),
	departedAt: v.optional(InstantSchema),
	arrivedAt: v.optional(InstantSchema),
	arrivalScan: v.optional(ScanProofSchema),
	leftAt: v.optional(InstantSchema),
	/** completed, suspended, no_access, returned, superseded, cancelled, resolved */
	outcome: v.optional(v.string()),
	/** The order whose visit this one joined (one signature for both). */
	joined: v.optional(IdSchema),
});
export type Visit = v.InferOutput<typeof VisitSchema>;

/** Moments of a visit that its engineer may correct. */
export const correctable = ['departedAt', 'arrivedAt', 'leftAt'] as const;

/** A moment recorded by itself and corrected by hand; what stood there before is kept. */
const TimeCorrectionSchema = v.looseObject({
	...fact,
	visitId: IdSchema,
	field: v.picklist(correctable),
	/** Absent where nothing had been recorded. */
	from: v.optional(InstantSchema),
	to: InstantSchema,
	/** What he said, where that came before its cause or after what followed it. */
	said: v.optional(InstantSchema),
	reason: FilledSchema,
});
export type TimeCorrection = v.InferOutput<typeof TimeCorrectionSchema>;

const NoteSchema = v.looseObject({ ...fact, text: FilledSchema });
const PhotoSchema = v.looseObject({
	...fact,
	blob: BlobRefSchema,
	width: v.optional(v.number()),
	height: v.optional(v.number()),
	lineId: v.optional(IdSchema),
	caption: v.optional(ShortSchema),
	/** Before or after the work; the paper shows these. */
	phase: v.optional(v.picklist(photoPhases)),
	/** The step of the line's checklist that asked for it. */
	checkKey: v.optional(ShortSchema),
	/** As the camera made it, where it was asked for. */
	original: v.optional(BlobRefSchema),
});
export type Photo = v.InferOutput<typeof PhotoSchema>;
/** How long a voice note may be, in seconds. */
export const voiceSecondsMax = 180;
export const VoiceSecondsSchema = v.pipe(
	v.number(),
	v.integer(),
	v.minValue(1),
	v.maxValue(voiceSecondsMax),
);
/** A note that was spoken. */
const VoiceSchema = v.looseObject({
	...fact,
	blob: AudioRefSchema,
	seconds: VoiceSecondsSchema,
	/** It ended before its speaker said so: a call, a page that went. */
	interrupted: v.optional(v.boolean()),
});
export type Voice = v.InferOutput<typeof VoiceSchema>;
const TimeEntrySchema = v.looseObject({ ...fact, minutes: MinutesSchema });
const ConsultedSchema = v.looseObject({
	...fact,
	articleId: IdSchema,
	helped: v.optional(v.boolean()),
});

const SignatureSchema = v.looseObject({
	...fact,
	/** A late one stands only once the desk took the work over. */
	accepted: v.optional(v.boolean()),
	role: v.picklist(['customer']),
	/** Who that is on the customer's side. */
	signerRole: v.optional(v.picklist(signerRoles)),
	name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(shortLengthMax)),
	strokes: v.optional(PackedSignatureSchema),
	impossible: v.optional(
		v.looseObject({ reason: v.picklist(signImpossibleReasons), note: v.optional(TextSchema) }),
	),
});
export type Signature = v.InferOutput<typeof SignatureSchema>;

/** The hand of the engineer who completed it, or of the desk that made the return visit. */
const HandSchema = v.looseObject({
	...fact,
	role: v.picklist(['engineer', 'desk']),
	strokes: PackedSignatureSchema,
});
export type Hand = v.InferOutput<typeof HandSchema>;

const NameSchema = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(shortLengthMax));

/**
 * Consent 责任确认书: what may be lost, that a backup was offered, and the customer's signature. It
 * stands for those lines, on the machines they had then, under the catalogue item of then.
 */
const ConsentSchema = v.looseObject({
	...fact,
	itemId: v.optional(IdSchema),
	lines: v.array(v.looseObject({ lineId: IdSchema, tag: v.optional(ShortSchema) })),
	/** As it was read to him. */
	text: v.looseObject({ zh: TextSchema, en: TextSchema }),
	/** Then the client's IT department confirms as well. */
	afterVirus: v.boolean(),
	it: v.optional(v.looseObject({ name: NameSchema, how: v.picklist(confirmationWays) })),
	backup: v.picklist(backupChoices),
	/** Who made the backup, or said that none is wanted. */
	backupBy: NameSchema,
	name: NameSchema,
	role: v.picklist(signerRoles),
	strokes: PackedSignatureSchema,
});
export type Consent = v.InferOutput<typeof ConsentSchema>;

/** Notice of interruption: who is affected, by when it runs again as agreed, and who was told. */
const InterruptionSchema = v.looseObject({
	...fact,
	itemId: v.optional(IdSchema),
	affected: FilledSchema,
	recoverBy: InstantSchema,
	name: NameSchema,
	role: v.picklist(signerRoles),
	how: v.picklist(noticeWays),
	strokes: v.optional(PackedSignatureSchema),
	recoveredAt: v.optional(InstantSchema),
	recoveredBy: v.optional(v.string()),
});
export type Interruption = v.InferOutput<typeof InterruptionSchema>;

/** Moves of someone who had lost the order meanwhile, and his facts that a signed order cannot take. */
const HeldSchema = v.looseObject({
	...fact,
	command: v.string(),
	/** What the move said: its reason, evidence, solution … */
	args: v.optional(v.record(v.string(), v.unknown())),
	engineerId: IdSchema,
	minutes: v.optional(MinutesSchema),
	/** Taken over by `acceptLate`; kept as facts are noted, discarded ones retracted, the others wait. */
	accepted: v.optional(v.boolean()),
});
export type Held = v.InferOutput<typeof HeldSchema>;

/** Papers of an order other than its service sheet. */
export const paperForms = ['consent', 'interruption'] as const;

const PaperSchema = v.looseObject({
	...fact,
	number: ShortSchema,
	/** Absent for the service sheet. */
	form: v.optional(v.picklist(paperForms)),
	/** The consent or notice it shows. */
	about: v.optional(IdSchema),
	version: v.pipe(v.number(), v.integer(), v.minValue(1)),
	blob: BlobRefSchema,
	/** In its QR code: opens the check of this paper to who has it. */
	token: v.optional(CopyTokenSchema),
	/** Version of the organisation's template it was made with. */
	template: v.optional(TemplateVersionSchema),
});
export type Paper = v.InferOutput<typeof PaperSchema>;

/** What was signed, frozen at completion. */
const SnapshotSchema = v.looseObject({
	at: InstantSchema,
	by: v.string(),
	json: v.string(),
	/** The command that completed it, `device:seq`: its seal names the same. */
	of: v.optional(v.string()),
});
export const SealSchema = v.looseObject({ ...fact, ...sealEntries });

const DemandsSchema = v.looseObject({
	consent: v.optional(v.picklist(consentKinds)),
	interruption: v.optional(v.boolean()),
});
export type Demands = v.InferOutput<typeof DemandsSchema>;

export const WorkOrderSchema = v.looseObject({
	...recordEntries,
	kind: v.literal('workOrder'),
	/** Daily number, given by the server; absent until then on records born offline. */
	number: v.optional(ShortSchema),
	/** The server's seal on the number: a restored server gives it back for it. */
	numberSeal: v.optional(ShortSchema),
	/** Permanent number of a record born offline. */
	offlineNumber: v.optional(ShortSchema),
	/** An offline number on its paper that another record had been given before; findable. */
	formerNumber: v.optional(ShortSchema),
	/** Numbers in other systems, findable. */
	references: v.optional(v.array(ShortSchema)),
	state: v.picklist(orderStates),
	orderKind: v.picklist(orderKinds),
	channel: v.picklist(channels),
	mode: v.picklist(modes),
	requester: v.looseObject({
		name: ShortSchema,
		phone: v.optional(ShortSchema),
		contactId: v.optional(IdSchema),
		userId: v.optional(IdSchema),
	}),
	customerId: IdSchema,
	siteId: v.optional(IdSchema),
	/** Taken for a customer or site its author does not know: opens neither until a dispatcher confirms. */
	unconfirmedPlace: v.optional(v.boolean()),
	room: v.optional(ShortSchema),
	deskId: v.optional(IdSchema),
	stationId: v.optional(IdSchema),
	summary: SummarySchema,
	symptom: v.optional(TextSchema),
	category: v.optional(ShortSchema),
	serviceItemId: v.optional(IdSchema),
	/**
	 * What its service demanded before the work when the order was taken; on orders of an older version
	 * the catalogue says so.
	 */
	demands: v.optional(DemandsSchema),
	impact: GradeSchema,
	urgency: GradeSchema,
	priority: PrioritySchema,
	level: v.optional(v.looseObject({ level: ServiceLevelSchema, rule: LevelRuleSchema })),
	receivedAt: InstantSchema,
	receivedBy: v.string(),
	/** Absent where the deciding place held no policy; the server always sets them. */
	clocks: v.optional(v.looseObject({ response: ClockSchema, resolution: ClockSchema })),
	assigneeId: v.optional(IdSchema),
	firstDispatchCorrect: v.optional(v.boolean()),
	lines: v.array(LineSchema),
	visits: v.array(VisitSchema),
	notes: v.array(NoteSchema),
	photos: v.array(PhotoSchema),
	voices: v.optional(v.array(VoiceSchema)),
	times: v.array(TimeEntrySchema),
	consulted: v.array(ConsultedSchema),
	signatures: v.array(SignatureSchema),
	hands: v.optional(v.array(HandSchema)),
	papers: v.array(PaperSchema),
	/** Papers that are to go, or went, by e-mail. */
	mails: v.optional(v.array(MailSchema)),
	consents: v.optional(v.array(ConsentSchema)),
	interruptions: v.optional(v.array(InterruptionSchema)),
	/** Machines found on site that the register did not know 增补设备. */
	found: v.optional(v.array(v.looseObject({ ...fact, asset: AssetRefSchema }))),
	/** Orders that go on with lines split off this one. */
	followUps: v.optional(
		v.array(v.looseObject({ ...fact, orderId: IdSchema, number: v.optional(ShortSchema) })),
	),
	/** The order whose open lines these are, by the number it had then. */
	followUpOf: v.optional(v.looseObject({ order: IdSchema, number: v.optional(ShortSchema) })),
	timeCorrections: v.optional(v.array(TimeCorrectionSchema)),
	held: v.array(HeldSchema),
	delays: v.array(
		v.looseObject({
			...fact,
			reason: FilledSchema,
			plannedAt: v.optional(InstantSchema),
			toldAt: v.optional(InstantSchema),
		}),
	),
	suspension: v.optional(
		v.looseObject({
			reason: v.picklist(suspendReasons),
			note: v.optional(TextSchema),
			at: InstantSchema,
			/** When he means to come again. */
			plannedAt: v.optional(InstantSchema),
			/** The day the part is expected. */
			expectedOn: v.optional(LocalDateSchema),
		}),
	),
	restored: v.optional(
		v.looseObject({
			how: v.picklist(['loan', 'spare', 'workaround']),
			note: v.optional(TextSchema),
			at: InstantSchema,
			by: v.string(),
		}),
	),
	snapshot: v.optional(SnapshotSchema),
	/** Signatures of devices under what they handed in, one for each completion. */
	seals: v.optional(v.array(SealSchema)),
	/** Vendor repairs about it, in the order they were asked for: the place makes their numbers. */
	repairs: v.optional(v.array(v.looseObject({ ...fact, repairId: IdSchema }))),
	completedAt: v.optional(InstantSchema),
	sentBack: v.optional(v.looseObject({ missing: FilledSchema, at: InstantSchema, by: v.string() })),
	returned: v.optional(
		v.looseObject({
			reason: FilledSchema,
			code: v.optional(v.picklist(returnReasons)),
			at: InstantSchema,
			by: v.string(),
		}),
	),
	closing: v.optional(
		v.looseObject({
			returnVisit: v.looseObject({
				outcome: v.picklist(returnVisitOutcomes),
				tries: v.number(),
				note: v.optional(TextSchema),
			}),
			code: v.optional(ShortSchema),
			at: InstantSchema,
			by: v.string(),
		}),
	),
	rating: v.optional(
		v.looseObject({
			stars: v.number(),
			comment: v.optional(TextSchema),
			solved: v.boolean(),
			at: InstantSchema,
			by: v.string(),
		}),
	),
	/** The customer says with the sheet of that order that it is still broken. */
	stillBroken: v.optional(v.looseObject({ order: IdSchema, paper: ShortSchema })),
	/** The device of a round on which it was found. */
	inspection: v.optional(v.looseObject({ id: IdSchema, checkpointId: IdSchema })),
	reopenCount: v.pipe(v.number(), v.integer(), v.minValue(0)),
	reopenReason: v.optional(TextSchema),
	cancelled: v.optional(
		v.looseObject({
			reason: FilledSchema,
			duplicateOf: v.optional(IdSchema),
			at: InstantSchema,
			by: v.string(),
		}),
	),
	escalations: v.array(
		v.looseObject({
			...fact,
			to: v.picklist(escalationTargets),
			reason: FilledSchema,
			informedAt: v.optional(InstantSchema),
		}),
	),
	/** Single values a later fact took the place of: nothing once recorded is erased. */
	earlier: v.optional(
		v.array(v.looseObject({ field: v.string(), until: InstantSchema, value: v.unknown() })),
	),
	remoteHelp: v.optional(
		v.looseObject({
			at: InstantSchema,
			by: v.string(),
			mode: v.picklist(modes),
			minutes: v.optional(MinutesSchema),
		}),
	),
});
export type WorkOrder = v.InferOutput<typeof WorkOrderSchema>;
