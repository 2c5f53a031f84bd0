import { instantOfLocal, dateOf, type Zone } from '#domain/time/zone.ts';
import { addDays } from '#domain/time/local-date.ts';
import { instantOf, type Instant } from '#domain/time/instant.ts';
import {
	escalationTargets,
	suspendReasons,
	type WorkOrder,
} from '#domain/work-order/work-order.ts';
import { m } from '#i18n/generated/messages.js';
import { escalationWords, restoreWords, suspendWords } from '#i18n/terms.ts';
import type { MenuMove } from './order-desk.svelte.ts';

/** What the sheet of a move collects. */
export interface MoveInput {
	choice: string | null;
	text: string;
	/** `HH:MM` of the organisation's day, or empty. */
	time: string;
}

interface MoveForm {
	explain?: () => string;
	choiceLabel?: () => string;
	choices?: () => { value: string; label: string }[];
	timeLabel?: () => string;
	textLabel: () => string;
	/** What is still missing, in words; undefined when it can be saved. */
	missing(input: MoveInput): string | undefined;
	args(input: MoveInput, order: WorkOrder, zone: string): Record<string, unknown>;
}

const needsText = (input: MoveInput) =>
	input.text.trim() ? undefined : m.refusal_reason_missing();
const needsChoice = (input: MoveInput) => (input.choice ? undefined : m.wo_choose_one());
const noteOf = (input: MoveInput) => (input.text.trim() ? { note: input.text.trim() } : {});
const restoreWays = ['loan', 'spare', 'workaround'] as const;

/** One small form per move that asks for something first. */
export const moveForms: Record<MenuMove, MoveForm> = {
	suspend: {
		explain: m.wo_suspend_explain,
		choiceLabel: m.wo_reason,
		choices: () => suspendReasons.map((value) => ({ value, label: suspendWords[value]() })),
		textLabel: m.wo_note_optional,
		missing: needsChoice,
		args: (input) => ({ reason: input.choice, ...noteOf(input) }),
	},
	restore: {
		explain: m.wo_restore_explain,
		choiceLabel: m.wo_restore_how,
		choices: () => restoreWays.map((value) => ({ value, label: restoreWords[value]() })),
		textLabel: m.wo_note_optional,
		missing: needsChoice,
		args: (input) => ({ how: input.choice, ...noteOf(input) }),
	},
	reportDelay: {
		explain: m.wo_delay_explain,
		timeLabel: m.wo_delay_new_time,
		textLabel: m.wo_reason,
		missing: needsText,
		args: (input, _, zone) => ({ reason: input.text.trim(), ...plannedAt(input.time, zone) }),
	},
	noAccess: {
		explain: m.wo_no_access_explain,
		textLabel: m.wo_call_log,
		missing: (input) => (input.text.trim() ? undefined : m.refusal_evidence_missing()),
		args: (input) => ({ evidence: { kind: 'call', text: input.text.trim() } }),
	},
	resolveRemotely: {
		explain: m.wo_remote_explain,
		choiceLabel: m.wo_mode,
		choices: () => [
			{ value: 'phone', label: m.mode_phone() },
			{ value: 'remote', label: m.mode_remote() },
		],
		textLabel: m.wo_solution,
		missing: (input) =>
			needsChoice(input) ?? (input.text.trim() ? undefined : m.refusal_solution_missing()),
		args: (input) => ({ mode: input.choice, solution: input.text.trim() }),
	},
	escalate: {
		explain: m.wo_escalate_explain,
		choiceLabel: m.wo_escalate_to,
		choices: () => escalationTargets.map((value) => ({ value, label: escalationWords[value]() })),
		textLabel: m.wo_reason,
		missing: (input) => needsChoice(input) ?? needsText(input),
		args: (input) => ({ to: input.choice, reason: input.text.trim() }),
	},
	return: {
		explain: m.wo_return_explain,
		textLabel: m.wo_reason,
		missing: needsText,
		args: (input) => ({ reason: input.text.trim() }),
	},
};

function plannedAt(time: string, zone: Zone): { plannedAt?: string } {
	const at = nextTimeOfDay(time, zone);
	return at === undefined ? {} : { plannedAt: at };
}

/** A time of day, `HH:MM`, means the next time it comes; undefined for anything else. */
export function nextTimeOfDay(time: string, zone: Zone): Instant | undefined {
	const [hours, minutes] = time.split(':').map(Number);
	if (hours === undefined || minutes === undefined || Number.isNaN(hours + minutes))
		return undefined;
	const now = instantOf(Date.now());
	const today = dateOf(now, zone);
	const at = instantOfLocal(today, hours * 60 + minutes, zone);
	return at > now ? at : instantOfLocal(addDays(today, 1), hours * 60 + minutes, zone);
}
