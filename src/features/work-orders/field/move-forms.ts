import { instantOf } from '#domain/time/instant.ts';
import type { Zone } from '#domain/time/zone.ts';
import {
	escalationTargets,
	returnReasons,
	suspendReasons,
	type WorkOrder,
} from '#domain/work-order/work-order.ts';
import { m } from '#i18n/generated/messages.js';
import { escalationWords, restoreWords, returnWords, suspendWords } from '#i18n/terms.ts';
import { instantOfInput, isPastInput } from '../shared/local-input.ts';
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
	/** SHA-256 of the photo taken as evidence, or empty. */
	photo: string;
}

export const emptyInput: MoveInput = {
	choice: null,
	text: '',
	time: '',
	visitAt: '',
	day: '',
	photo: '',
};

interface MoveForm {
	explain?: () => string;
	choiceLabel?: () => string;
	choices?: () => { value: string; label: string }[];
	timeLabel?: () => string;
	/** Where the next visit can be promised. */
	visitLabel?: () => string;
	/** Where a day can be named for the choice made. */
	dayLabel?: (input: MoveInput) => string | undefined;
	/** Asks for a photo or a scan where that is chosen as evidence. */
	evidence?: true;
	textLabel: (input: MoveInput) => string;
	/** What is still missing, in words; undefined when it can be saved. */
	missing(input: MoveInput, zone: string): string | undefined;
	args(input: MoveInput, order: WorkOrder, zone: string): Record<string, unknown>;
}

const needsText = (input: MoveInput) =>
	input.text.trim() ? undefined : m.refusal_reason_missing();
const needsChoice = (input: MoveInput) => (input.choice ? undefined : m.wo_choose_one());
function needsEvidence({ choice, text, photo }: MoveInput): string | undefined {
	const has = choice === 'call' ? text.trim() : photo;
	return has ? undefined : m.refusal_evidence_missing();
}
const noteOf = (input: MoveInput) => (input.text.trim() ? { note: input.text.trim() } : {});
const restoreWays = ['loan', 'spare', 'workaround'] as const;

/** What work waits for, and what the customer is promised. */
export function promiseOf(input: MoveInput, zone: Zone): Record<string, unknown> {
	return {
		reason: input.choice,
		...noteOf(input),
		...(input.visitAt && { plannedAt: instantOfInput(input.visitAt, zone) }),
		...(input.choice === 'part' && input.day && { expectedOn: input.day }),
	};
}

/** One small form per move that asks for something first. */
export const moveForms: Record<MenuMove, MoveForm> = {
	suspend: {
		explain: m.wo_suspend_explain,
		choiceLabel: m.wo_reason,
		choices: () => suspendReasons.map((value) => ({ value, label: suspendWords[value]() })),
		textLabel: () => m.wo_note_optional(),
		visitLabel: m.wo_next_visit_optional,
		dayLabel: ({ choice }) => (choice === 'part' ? m.wo_part_expected() : undefined),
		missing: (input, zone) => needsChoice(input) ?? needsFuture(input, zone),
		args: (input, _, zone) => promiseOf(input, zone),
	},
	restore: {
		explain: m.wo_restore_explain,
		choiceLabel: m.wo_restore_how,
		choices: () => restoreWays.map((value) => ({ value, label: restoreWords[value]() })),
		textLabel: () => m.wo_note_optional(),
		missing: needsChoice,
		args: (input) => ({ how: input.choice, ...noteOf(input) }),
	},
	reportDelay: {
		explain: m.wo_delay_explain,
		timeLabel: m.wo_delay_new_time,
		textLabel: () => m.wo_reason(),
		missing: needsText,
		args: (input, _, zone) => ({ reason: input.text.trim(), ...plannedAt(input.time, zone) }),
	},
	noAccess: {
		explain: m.wo_no_access_explain,
		choiceLabel: m.wo_evidence,
		choices: () => [
			{ value: 'call', label: m.wo_evidence_call() },
			{ value: 'photo', label: m.wo_evidence_photo() },
			{ value: 'scan', label: m.wo_evidence_scan() },
		],
		evidence: true,
		textLabel: (input) => (input.choice === 'call' ? m.wo_call_log() : m.wo_note_optional()),
		missing: (input) => needsChoice(input) ?? needsEvidence(input),
		args: (input) => {
			const text = input.text.trim();
			if (input.choice === 'call') return { evidence: { kind: 'call', text } };
			return { evidence: { kind: 'photo', sha256: input.photo }, ...noteOf(input) };
		},
	},
	resolveRemotely: {
		explain: m.wo_remote_explain,
		choiceLabel: m.wo_mode,
		choices: () => [
			{ value: 'phone', label: m.mode_phone() },
			{ value: 'remote', label: m.mode_remote() },
		],
		textLabel: () => m.wo_solution(),
		missing: (input) =>
			needsChoice(input) ?? (input.text.trim() ? undefined : m.refusal_solution_missing()),
		args: (input) => ({ mode: input.choice, solution: input.text.trim() }),
	},
	escalate: {
		explain: m.wo_escalate_explain,
		choiceLabel: m.wo_escalate_to,
		choices: () => escalationTargets.map((value) => ({ value, label: escalationWords[value]() })),
		textLabel: () => m.wo_reason(),
		missing: (input) => needsChoice(input) ?? needsText(input),
		args: (input) => ({ to: input.choice, reason: input.text.trim() }),
	},
	return: {
		explain: m.wo_return_explain,
		choiceLabel: m.wo_return_why,
		choices: () => returnReasons.map((value) => ({ value, label: returnWords[value]() })),
		textLabel: () => m.wo_note(),
		missing: (input) =>
			needsChoice(input) ?? (input.choice === 'other' ? needsText(input) : undefined),
		args: ({ choice, text }) => {
			const code = returnReasons.find((value) => value === choice) ?? 'other';
			return { code, reason: text.trim() || returnWords[code]() };
		},
	},
};

function needsFuture({ visitAt }: MoveInput, zone: Zone): string | undefined {
	return isPastInput(visitAt, zone) ? m.wo_next_visit_past() : undefined;
}

function plannedAt(time: string, zone: Zone): { plannedAt?: string } {
	const at = timeOfDay(time, instantOf(Date.now()), zone);
	return at === undefined ? {} : { plannedAt: at };
}
