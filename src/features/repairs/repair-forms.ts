import type { Repair } from '#domain/repair/repair.ts';
import type { RepairMove } from '#domain/repair/states.ts';
import type { PackedSignature } from '#domain/signature/strokes.ts';
import { m } from '#i18n/generated/messages.js';

/** What the sheet of a move collects. */
export interface RepairInput {
	text: string;
	second: string;
	name: string;
	choice: string | null;
	strokes: PackedSignature | undefined;
}
export const emptyInput = (): RepairInput => ({
	...{ text: '', second: '', name: '', choice: null, strokes: undefined },
});

interface RepairForm {
	text?: { label: () => string; missing: () => string };
	second?: () => string;
	name?: () => string;
	nameMissing?: () => string;
	/** One of the quotes. */
	quotes?: true;
	/** The engineer's own signature, or that of the person named. */
	pad?: true;
	explain?: () => string;
	args: (input: RepairInput, repair: Repair) => Record<string, unknown>;
}

const reason: RepairForm = {
	text: { label: m.wo_reason, missing: m.refusal_reason_missing },
	args: ({ text }) => ({ reason: text.trim() }),
};
const signature: RepairForm = {
	...{ name: m.repair_signer, pad: true },
	args: ({ name, strokes }) => ({ name: name.trim(), ...(strokes && { strokes }) }),
};

/** Moves that ask for something; the others are carried out at once. */
export const repairForms: Partial<Record<RepairMove, RepairForm>> = {
	askChange: reason,
	refuseVendor: reason,
	pass: { pad: true, args: ({ strokes }) => ({ ...(strokes && { strokes }) }) },
	fail: {
		...{ ...reason, pad: true },
		args: ({ text, strokes }) => ({ reason: text.trim(), ...(strokes && { strokes }) }),
	},
	cancel: reason,
	lend: {
		...{ name: m.repair_loan_tag, nameMissing: m.repair_loan_missing, second: m.repair_loan_name },
		explain: m.repair_restores,
		args: ({ name, second }) => ({
			device: { tag: name.trim(), ...(second.trim() && { name: second.trim() }) },
		}),
	},
	handOver: signature,
	sign: signature,
	resubmit: {
		text: { label: m.repair_requirement_new, missing: m.repair_requirement_missing },
		args: ({ text }) => ({ set: { requirement: text.trim() } }),
	},
	addQuote: {
		text: { label: m.repair_price, missing: m.repair_price_missing },
		name: m.repair_vendor,
		args: ({ name, text }) => ({ vendor: name.trim(), price: text.trim() }),
	},
	chooseQuote: {
		...{ quotes: true, name: m.repair_who_chose },
		args: ({ choice, name }) => ({ quoteId: choice, name: name.trim() }),
	},
	report: {
		explain: m.repair_word_to,
		text: { label: m.repair_word, missing: m.repair_word_missing },
		args: ({ text }) => ({ text: text.trim() }),
	},
	takeBack: {
		text: { label: m.repair_handling, missing: m.repair_handling_missing },
		second: m.repair_advice,
		args: ({ text, second }) => ({
			handling: text.trim(),
			...(second.trim() && { advice: second.trim() }),
		}),
	},
};

/** What is still missing, in words. */
export function missingOf(form: RepairForm, input: RepairInput): string | undefined {
	if (form.quotes && !input.choice) return m.wo_choose_one();
	if (form.name && !input.name.trim()) return (form.nameMissing ?? m.wo_name_missing)();
	if (form.text && !input.text.trim()) return form.text.missing();
	return form.pad && !input.strokes ? m.repair_signature_missing() : undefined;
}
