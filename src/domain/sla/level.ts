import * as v from 'valibot';

/** A year; a target beyond that is a slip of the keyboard. */
const targetMinutesMax = 525_600;
export const TargetMinutesSchema = v.pipe(
	v.number(),
	v.integer(),
	v.minValue(1),
	v.maxValue(targetMinutesMax),
);

/** `immediate` is the override a site or department may carry; the others are what customers buy. */
export const ServiceLevelSchema = v.picklist(['standard', 'advanced', 'vip', 'immediate']);
export type ServiceLevel = v.InferOutput<typeof ServiceLevelSchema>;

export const GradeSchema = v.picklist(['high', 'medium', 'low']);
export type Grade = v.InferOutput<typeof GradeSchema>;

export const PrioritySchema = v.picklist(['P1', 'P2', 'P3', 'P4']);
export type Priority = v.InferOutput<typeof PrioritySchema>;

export interface Targets {
	responseMinutes: number;
	resolutionMinutes: number;
}

const AddedTargetsSchema = v.looseObject({
	responseMinutes: v.optional(TargetMinutesSchema),
	resolutionMinutes: v.optional(TargetMinutesSchema),
});

/** What an organisation may set about its clocks; its entries are spread into the policy record. */
export const ServicePolicySchema = v.looseObject({
	/** Response of the `immediate` override. */
	immediateResponseMinutes: TargetMinutesSchema,
	/** Added targets per priority; they only ever tighten. */
	priorityTargets: v.looseObject({
		P1: v.optional(AddedTargetsSchema),
		P2: v.optional(AddedTargetsSchema),
		P3: v.optional(AddedTargetsSchema),
		P4: v.optional(AddedTargetsSchema),
	}),
	/** Reasons for suspending an order that also pause its clock. */
	pausingReasons: v.pipe(v.array(v.pipe(v.string(), v.maxLength(40))), v.maxLength(40)),
});
export type ServicePolicy = v.InferOutput<typeof ServicePolicySchema>;

/** Immediate in 10 minutes, as resident staff answer; no targets by priority; customer and access pause. */
export const defaultServicePolicy: ServicePolicy = {
	immediateResponseMinutes: 10,
	priorityTargets: {},
	pausingReasons: ['customer', 'access'],
};

/** What each level promises, in service minutes. */
const levelTargets = {
	standard: { responseMinutes: 120, resolutionMinutes: 240 },
	advanced: { responseMinutes: 60, resolutionMinutes: 240 },
	vip: { responseMinutes: 60, resolutionMinutes: 120 },
} as const satisfies Record<Exclude<ServiceLevel, 'immediate'>, Targets>;

const priorityTable = {
	high: { high: 'P1', medium: 'P2', low: 'P3' },
	medium: { high: 'P2', medium: 'P3', low: 'P4' },
	low: { high: 'P3', medium: 'P4', low: 'P4' },
} as const satisfies Record<Grade, Record<Grade, Priority>>;

export function priorityOf(impact: Grade, urgency: Grade): Priority {
	return priorityTable[impact][urgency];
}

/** The level each thing about the request carries, where it carries one. */
export interface LevelCandidates {
	site?: ServiceLevel | undefined;
	department?: ServiceLevel | undefined;
	asset?: ServiceLevel | undefined;
	contact?: ServiceLevel | undefined;
	serviceItem?: ServiceLevel | undefined;
	customer?: ServiceLevel | undefined;
}
export const LevelRuleSchema = v.picklist([
	'site',
	'department',
	'asset',
	'contact',
	'serviceItem',
	'customer',
	'default',
]);
/** Which of them decided; `default` when none carried a level. */
export type LevelRule = v.InferOutput<typeof LevelRuleSchema>;

/** Most specific first; the two of one rank are equals. */
const ranks = [
	['site', 'department'],
	['asset', 'contact'],
	['serviceItem'],
	['customer'],
] as const;
/** Tightest first. */
const byTightness: readonly ServiceLevel[] = ['immediate', 'vip', 'advanced', 'standard'];

/**
 * The level that applies and the rule that chose it: the most specific rank that carries any level, and
 * between two of one rank the tighter level. So a key asset marked standard beats a VIP customer.
 * Without any, the fallback of the organisation's policy.
 */
export function chooseLevel(
	candidates: LevelCandidates,
	fallback: ServiceLevel = 'standard',
): { level: ServiceLevel; rule: LevelRule } {
	for (const rank of ranks) {
		for (const level of byTightness) {
			const rule = rank.find((name) => candidates[name] === level);
			if (rule) return { level, rule };
		}
	}
	return { level: fallback, rule: 'default' };
}

/**
 * The targets of an order in service minutes: the tightest of level, policy for the priority and, for
 * the response, the service item. Pass `serviceItemResponse` (minutes) only where it holds: for
 * resident staff (驻场) or where the contract says so.
 *
 * "Immediate" names no figures. It is read as: respond within the policy's minutes (10 unless set,
 * like resident staff), resolve like VIP.
 */
export function targetsOf(
	level: ServiceLevel,
	policy: ServicePolicy,
	priority: Priority,
	serviceItemResponse = Infinity,
): Targets {
	const base = baseTargets(level, policy);
	const extra = policy.priorityTargets[priority];
	return {
		responseMinutes: Math.min(
			base.responseMinutes,
			extra?.responseMinutes ?? Infinity,
			serviceItemResponse,
		),
		resolutionMinutes: Math.min(base.resolutionMinutes, extra?.resolutionMinutes ?? Infinity),
	};
}

function baseTargets(level: ServiceLevel, policy: ServicePolicy): Targets {
	if (level !== 'immediate') return levelTargets[level];
	return {
		responseMinutes: policy.immediateResponseMinutes,
		resolutionMinutes: levelTargets.vip.resolutionMinutes,
	};
}
