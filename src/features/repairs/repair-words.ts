import type { RepairMove, RepairState } from '#domain/repair/states.ts';
import type { repairTypes } from '#domain/repair/repair.ts';
import { m } from '#i18n/generated/messages.js';

export const repairStateWords: Record<RepairState, () => string> = {
	requested: m.repair_state_requested,
	changes: m.repair_state_changes,
	approved: m.repair_state_approved,
	at_vendor: m.repair_state_at_vendor,
	returned: m.repair_state_returned,
	signed: m.repair_state_signed,
	passed: m.repair_state_passed,
	no_vendor: m.repair_state_no_vendor,
	cancelled: m.repair_state_cancelled,
};

export const repairMoveWords: Record<RepairMove, () => string> = {
	resubmit: m.repair_move_resubmit,
	approve: m.repair_move_approve,
	askChange: m.repair_move_ask_change,
	refuseVendor: m.repair_move_refuse_vendor,
	addQuote: m.repair_move_add_quote,
	chooseQuote: m.repair_move_choose_quote,
	handOver: m.repair_move_hand_over,
	report: m.repair_move_report,
	takeBack: m.repair_move_take_back,
	sign: m.repair_move_sign,
	pass: m.repair_move_pass,
	fail: m.repair_move_fail,
	cancel: m.repair_move_cancel,
	lend: m.repair_move_lend,
	takeLoanBack: m.repair_move_take_loan_back,
};

export const repairTypeWords: Record<(typeof repairTypes)[number], () => string> = {
	third_party: m.repair_type_third_party,
	warranty: m.repair_type_warranty,
};
