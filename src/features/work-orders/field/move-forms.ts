import { instantOf, msOf, type Instant } from '#domain/time/instant.ts';
import { instantOfLocal, type Zone } from '#domain/time/zone.ts';
import {
	escalationTargets,
	suspendReasons,
	type WorkOrder,
} from '#domain/work-order/work-order.ts';
import { m } from '#i18n/generated/messages.js';
import { escalationWords, restoreWords, suspendWords } from '#i18n/terms.ts';
import { timeOfDay } from '../shared/time-of-day.ts';
import type { MenuMove } from './order-desk.svelte.ts';

/** What the sheet of a move collects. */
export interface MoveInput {
	choice: string | null;
	text: string;
	/** `HH:MM` of the organisation's day, or empty. */
	time: string;
	/** `YYYY-MM-DDTHH:MM` in the organisation's zone, or empty. */
	visitAt: string;
	/** `YYYY-MM-DD`, or empty. */
	day: string;
}

export const emptyInput: MoveInput = { choice: null, text: '', time: '', visitAt: '', day: '' };

interface MoveForm {
	explain?: () => string;
	choiceLabel?: () => string;
	choices?: () => { value: string; label: string }[];
	timeLabel?: () => string;
	/** Where the next visit can be promised. */
	visitLabel?: () => string;
	/** Where a day can be named for the choice made. */
	dayLabel?: (input: MoveInput) => string | undefined;
	textLabel: () => string;
	/** What is still missing, in words; undefined when it can be saved. */
	missing(input: MoveInput, zone: string): string | undefined;
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
		visitLabel: m.wo_next_visit_optional,
		dayLabel: ({ choice }) => (choice === 'part' ? m.wo_part_expected() : undefined),
		missing: (input, zone) => needsChoice(input) ?? needsFuture(input, zone),
		args: (input, _, zone) => ({
			reason: input.choice,
			...noteOf(input),
			...(input.visitAt && { plannedAt: instantOfInput(input.visitAt, zone) }),
			...(input.choice === 'part' && input.day && { expectedOn: input.day }),
		}),
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

/** What a field for day and time holds, in the organisation's zone. */
function instantOfInput(text: string, zone: Zone): Instant {
	const [date = '', clock = ''] = text.split('T');
	const [hours = 0, minutes = 0] = clock.split(':').map(Number);
	return instantOfLocal(date, hours * 60 + minutes, zone);
}

function needsFuture({ visitAt }: MoveInput, zone: Zone): string | undefined {
	const isPast = visitAt !== '' && msOf(instantOfInput(visitAt, zone)) < Date.now();
	return isPast ? m.wo_next_visit_past() : undefined;
}

function plannedAt(time: string, zone: Zone): { plannedAt?: string } {
	const at = timeOfDay(time, instantOf(Date.now()), zone);
	return at === undefined ? {} : { plannedAt: at };
}
