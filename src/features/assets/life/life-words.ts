import { m } from '#i18n/generated/messages.js';
import type { LifeStep, StepField } from './life-steps.ts';

interface StepWords {
	/** On the button and above the form. */
	name: () => string;
	/** On the button that saves. */
	save: () => string;
	/** Said under the title, where it hurts or waits for somebody. */
	note?: () => string;
}

export const stepWords: Record<LifeStep, StepWords> = {
	receive: { name: m.life_receive, save: m.life_receive_save },
	handOut: { name: m.life_hand_out, save: m.life_hand_out_save },
	takeIn: { name: m.life_take_in, save: m.life_take_in_save, note: m.life_take_in_note },
	lend: { name: m.life_lend, save: m.life_lend_save },
	repair: { name: m.life_repair, save: m.life_repair_save, note: m.life_repair_note },
	postpone: { name: m.life_postpone, save: m.life_postpone_save },
	takeBack: { name: m.life_take_back, save: m.life_take_back_save },
	lost: { name: m.life_lost, save: m.life_lost_save, note: m.life_lost_note },
	foundAgain: { name: m.life_found, save: m.life_found_save },
	retire: { name: m.life_retire, save: m.life_retire_save, note: m.life_retire_note },
	withdraw: { name: m.life_withdraw, save: m.life_withdraw_save, note: m.life_withdraw_note },
};

export function stepFieldText(field: StepField, step: LifeStep): string {
	if (field === 'with') return step === 'repair' ? m.life_vendor() : m.life_borrower();
	return words[field]();
}

const words: Record<Exclude<StepField, 'with'>, () => string> = {
	check: m.life_check,
	serial: m.assets_serial,
	responsible: m.assets_responsible,
	user: m.assets_user,
	department: m.assets_department,
	room: m.assets_room,
	backBy: m.life_back_by,
	home: m.life_home,
	reason: m.assets_reason,
	askedBy: m.life_asked_by,
	form: m.life_form,
};
