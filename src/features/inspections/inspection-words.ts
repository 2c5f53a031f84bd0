import { limitsText, type ReadingSpec } from '#domain/catalogue/check.ts';
import type { Ageing } from '#domain/inspection/ageing.ts';
import type { Checklist, InspectionStep } from '#domain/inspection/checklists.ts';
import type {
	ChainStep,
	CheckOutcome,
	Inspection,
	InspectionTotals,
	RaisedKind,
} from '#domain/inspection/inspection.ts';
import type { RecurrenceKind } from '#domain/inspection/recurrence.ts';
import type { SheetRow, SheetStep } from '#domain/inspection/sheet.ts';
import type { InspectionState } from '#domain/inspection/states.ts';
import { m } from '#i18n/generated/messages.js';
import { getLocale } from '#i18n/generated/runtime.js';

type Words<K extends string> = Readonly<Record<K, () => string>>;

const inspectionStateWords: Words<InspectionState> = {
	draft: m.insp_state_draft,
	submitted: m.insp_state_submitted,
	ready: m.insp_state_ready,
	reported: m.insp_state_reported,
	closed: m.insp_state_closed,
	cancelled: m.insp_state_cancelled,
};

/** An approved round stands there before its time. */
export function isAhead(
	{ state, from }: Pick<Inspection, 'state' | 'from'>,
	today: string,
): boolean {
	return state === 'ready' && from > today;
}

export function stateText(round: Pick<Inspection, 'state' | 'from'>, today: string): string {
	return isAhead(round, today) ? m.insp_state_ahead() : inspectionStateWords[round.state]();
}

export const recurrenceWords: Words<RecurrenceKind> = {
	once: m.insp_rec_once,
	daily: m.insp_rec_daily,
	weekly: m.insp_rec_weekly,
	monthly: m.insp_rec_monthly,
	quarterly: m.insp_rec_quarterly,
	half_yearly: m.insp_rec_half_yearly,
	seasonal: m.insp_rec_seasonal,
};

export const checkOutcomeWords: Words<CheckOutcome> = {
	pass: m.insp_pass,
	fail: m.insp_fail,
	not_applicable: m.insp_not_applicable,
};

export const raisedWords: Words<RaisedKind> = {
	order: m.insp_order_done,
	problem: m.insp_problem_done,
	correction: m.insp_correction_done,
};

export const ageingWords: Words<Ageing> = {
	end_of_life: m.insp_age_end_of_life,
	old: m.insp_age_old,
	warranty_over: m.insp_age_warranty_over,
};

export const totalWords: Words<keyof InspectionTotals> = {
	devices: m.insp_total_devices,
	inspected: m.insp_total_inspected,
	proven: m.insp_total_proven,
	passed: m.insp_total_passed,
	failed: m.insp_total_failed,
	orders: m.insp_total_orders,
	problems: m.insp_total_problems,
	corrections: m.insp_total_corrections,
};

const isEnglish = () => getLocale() === 'en';

export function listName({ name, nameEn }: Pick<Checklist, 'name' | 'nameEn'>): string {
	return isEnglish() ? (nameEn ?? name) : name;
}

export function stepText({ text, textEn }: InspectionStep): string {
	return isEnglish() ? (textEn ?? text) : text;
}

export function unitOf({ unit, unitEn }: ReadingSpec): string {
	return isEnglish() ? (unitEn ?? unit) : unit;
}

export function limitsOf(spec: ReadingSpec): string {
	const limits = limitsText(spec, unitOf(spec));
	return limits && m.insp_limits({ limits });
}

/** `正常`, `异常 88 %`; the reading with its unit where there is one. */
export function resultText({ step, outcome, value }: SheetStep): string {
	if (!outcome) return m.insp_open_step();
	const read = value !== undefined && step.reading ? ` ${value} ${unitOf(step.reading)}` : '';
	return checkOutcomeWords[outcome]() + read;
}

/** How one device stands. */
export function rowState({ isDone, isFailed, steps }: SheetRow): 'failed' | 'ok' | 'part' | 'open' {
	if (isFailed) return 'failed';
	if (isDone) return 'ok';
	return steps.some(({ outcome }) => outcome) ? 'part' : 'open';
}

export const rowStateWords: Words<ReturnType<typeof rowState>> = {
	failed: m.insp_device_failed,
	ok: m.insp_device_ok,
	part: m.insp_device_part,
	open: m.insp_device_open,
};

/** Who answers a step: the customer's department by its name, our own by its role. */
export function chainWord({ name }: ChainStep): string {
	return name ?? m.insp_role_supervisor();
}
