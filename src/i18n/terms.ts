/**
 * The trade's words for the domain's keys, one table each, so that a state or a refusal is called the
 * same on every screen and paper. A key without a word is a type error here, not a blank on a screen.
 */
import type { Role } from '#domain/access/roles.ts';
import type { AssetState, SealState } from '#domain/asset/asset.ts';
import type { Article } from '#domain/knowledge/article.ts';
import type { DeviceRefusalKind, ServerRefusalKind } from '#domain/protocol/refusal-kinds.ts';
import type { RefusalKind } from '#domain/result.ts';
import type { Grade, ServiceLevel } from '#domain/sla/level.ts';
import type { orderKinds } from '#domain/work-order/order-kinds.ts';
import type { MoveName } from '#domain/work-order/states.ts';
import type {
	backupChoices,
	confirmationWays,
	noticeWays,
	signerRoles,
	channels,
	dispatchReasons,
	escalationTargets,
	results,
	returnReasons,
	returnVisitOutcomes,
	signImpossibleReasons,
	suspendReasons,
} from '#domain/work-order/work-order.ts';
import { m } from './generated/messages.js';

type Words<K extends string> = Record<K, () => string>;
type OneOf<L extends readonly string[]> = L[number];

export const moveWords: Words<MoveName> = {
	claim: m.move_claim,
	resolveRemotely: m.move_resolve_remotely,
	dispatch: m.move_dispatch,
	replan: m.move_replan,
	reportDelay: m.move_report_delay,
	accept: m.move_accept,
	depart: m.move_depart,
	arrive: m.move_arrive,
	return: m.move_return,
	noAccess: m.move_no_access,
	suspend: m.move_suspend,
	resume: m.move_resume,
	restore: m.move_restore,
	complete: m.move_complete,
	sendBack: m.move_send_back,
	close: m.move_close,
	rate: m.move_rate,
	reopen: m.move_reopen,
	cancel: m.move_cancel,
	revive: m.move_revive,
	acceptLate: m.move_accept_late,
	escalate: m.move_escalate,
};

export const kindWords: Words<OneOf<typeof orderKinds>> = {
	fault: m.kind_fault,
	request: m.kind_request,
	repair: m.kind_repair,
	purchase: m.kind_purchase,
	relocation: m.kind_relocation,
	preventive: m.kind_preventive,
};

export const channelWords: Words<OneOf<typeof channels>> = {
	phone: m.channel_phone,
	email: m.channel_email,
	self_service: m.channel_self_service,
	walk_up: m.channel_walk_up,
	inspection: m.channel_inspection,
	monitoring: m.channel_monitoring,
};

export const gradeWords: Words<Grade> = {
	high: m.grade_high,
	medium: m.grade_medium,
	low: m.grade_low,
};

export const levelWords: Words<ServiceLevel> = {
	standard: m.level_standard,
	advanced: m.level_advanced,
	vip: m.level_vip,
	immediate: m.level_immediate,
};

export const resultWords: Words<OneOf<typeof results>> = {
	solved: m.result_solved,
	workaround: m.result_workaround,
	open: m.result_open,
};

export const sealWords: Words<SealState> = {
	intact: m.seal_intact,
	broken: m.seal_broken,
	missing: m.seal_missing,
	removed_by_us: m.seal_removed_by_us,
	none: m.seal_none,
};

export const suspendWords: Words<OneOf<typeof suspendReasons>> = {
	part: m.suspend_part,
	vendor: m.suspend_vendor,
	customer: m.suspend_customer,
	access: m.suspend_access,
	other: m.suspend_other,
};

export const dispatchWords: Words<OneOf<typeof dispatchReasons>> = {
	absence: m.dispatch_absence,
	overload: m.dispatch_overload,
	customer_wish: m.dispatch_customer_wish,
	escalation: m.dispatch_escalation,
	wrong_skill: m.dispatch_wrong_skill,
	wrong_facts: m.dispatch_wrong_facts,
};

export const returnWords: Words<OneOf<typeof returnReasons>> = {
	wrong_skill: m.return_wrong_skill,
	wrong_facts: m.return_wrong_facts,
	overload: m.return_overload,
	absence: m.return_absence,
	other: m.return_other,
};

/** How a visit ended. */
export const visitOutcomeWords: Partial<Record<string, () => string>> = {
	completed: m.outcome_completed,
	suspended: m.outcome_suspended,
	no_access: m.outcome_no_access,
	returned: m.outcome_returned,
	superseded: m.outcome_superseded,
	cancelled: m.outcome_cancelled,
	resolved: m.outcome_resolved,
};

export const returnVisitWords: Words<OneOf<typeof returnVisitOutcomes>> = {
	reached: m.return_visit_reached,
	not_reached: m.return_visit_not_reached,
	declined: m.return_visit_declined,
};

export const signImpossibleWords: Words<OneOf<typeof signImpossibleReasons>> = {
	absent: m.sign_absent,
	declined: m.sign_declined,
	remote: m.sign_remote,
	device: m.sign_device,
	other: m.sign_other,
};

export const backupWords: Words<OneOf<typeof backupChoices>> = {
	done: m.backup_done,
	declined: m.backup_declined,
	not_needed: m.backup_not_needed,
};

export const signerWords: Words<OneOf<typeof signerRoles>> = {
	user: m.signer_user,
	head: m.signer_head,
	it: m.signer_it,
	other: m.signer_other,
};

export const toldWords: Words<OneOf<typeof noticeWays> | OneOf<typeof confirmationWays>> = {
	signed: m.told_signed,
	on_site: m.told_on_site,
	phone: m.told_phone,
	written: m.told_written,
};

export const escalationWords: Words<OneOf<typeof escalationTargets>> = {
	second_line: m.escalate_second_line,
	higher_desk: m.escalate_higher_desk,
	supervisor: m.escalate_supervisor,
	vendor: m.escalate_vendor,
};

export const restoreWords: Words<'loan' | 'spare' | 'workaround'> = {
	loan: m.restore_loan,
	spare: m.restore_spare,
	workaround: m.restore_workaround,
};

export const roleWords: Words<Role> = {
	engineer: m.role_engineer,
	auditor: m.role_auditor,
	dispatcher: m.role_dispatcher,
	supervisor: m.role_supervisor,
	storekeeper: m.role_storekeeper,
	clientApprover: m.role_client_approver,
	admin: m.role_admin,
	requester: m.role_requester,
};

export const assetStateWords: Words<AssetState> = {
	ordered: m.asset_state_ordered,
	in_stock: m.asset_state_in_stock,
	in_use: m.asset_state_in_use,
	on_loan: m.asset_state_on_loan,
	in_repair: m.asset_state_in_repair,
	lost: m.asset_state_lost,
	retired: m.asset_state_retired,
};

export const articleStateWords: Words<Article['state']> = {
	draft: m.article_state_draft,
	in_review: m.article_state_in_review,
	published: m.article_state_published,
	retired: m.article_state_retired,
};

export const problemWords: Words<Article['problemType']> = {
	system: m.problem_system,
	application: m.problem_application,
	hardware: m.problem_hardware,
	consulting: m.problem_consulting,
	other: m.problem_other,
};

const refusalWords: Words<RefusalKind | ServerRefusalKind | DeviceRefusalKind> = {
	'unknown-command': m.refusal_unknown_command,
	'command-too-old': m.refusal_command_too_old,
	'rules-not-loaded': m.refusal_rules_not_loaded,
	'bad-input': m.refusal_bad_input,
	'not-found': m.refusal_not_found,
	'already-exists': m.refusal_already_exists,
	'not-allowed': m.refusal_not_allowed,
	'not-assignee': m.refusal_not_assignee,
	'wrong-state': m.refusal_wrong_state,
	conflict: m.refusal_conflict,
	'reason-missing': m.refusal_reason_missing,
	'solution-missing': m.refusal_solution_missing,
	'lines-open': m.refusal_lines_open,
	'line-missing': m.refusal_line_missing,
	'line-elsewhere': m.refusal_line_elsewhere,
	'no-line-left': m.refusal_no_line_left,
	'consent-missing': m.refusal_consent_missing,
	'notice-missing': m.refusal_notice_missing,
	'interruption-open': m.refusal_interruption_open,
	'signature-missing': m.refusal_signature_missing,
	'signature-empty': m.refusal_signature_empty,
	'vendor-missing': m.refusal_vendor_missing,
	'loan-out': m.refusal_loan_out,
	'vendor-listed': m.refusal_vendor_listed,
	'evidence-missing': m.refusal_evidence_missing,
	'reading-missing': m.refusal_reading_missing,
	'photo-missing': m.refusal_photo_missing,
	'assignee-unfit': m.refusal_assignee_unfit,
	'nothing-held': m.refusal_nothing_held,
	'already-rated': m.refusal_already_rated,
	'too-late': m.refusal_too_late,
	'tries-missing': m.refusal_tries_missing,
	'too-many': m.refusal_too_many,
	frozen: m.refusal_frozen,
	'field-required': m.refusal_field_required,
	'value-taken': m.refusal_value_taken,
	'mail-off': m.refusal_mail_off,
	'storage-full': m.refusal_storage_full,
	'no-device-code': m.refusal_no_device_code,
	'undo-too-late': m.refusal_undo_too_late,
	'undo-needed': m.refusal_undo_needed,
	'blob-too-large': m.refusal_blob_too_large,
	'blob-empty': m.refusal_blob_empty,
	'blob-missing': m.refusal_blob_missing,
	'blob-refused': m.refusal_blob_refused,
	'command-too-large': m.refusal_command_too_large,
	'too-large': m.refusal_too_large,
	'server-fault': m.refusal_server_fault,
	'seq-taken': m.refusal_seq_taken,
	'hash-mismatch': m.refusal_hash_mismatch,
	'type-mismatch': m.refusal_type_mismatch,
	'wrong-offset': m.refusal_wrong_offset,
	'signed-out': m.refusal_signed_out,
	'wrong-password': m.refusal_wrong_password,
	'too-many-attempts': m.refusal_too_many_attempts,
	'too-many-requests': m.refusal_too_many_requests,
	busy: m.refusal_busy,
	offline: m.refusal_offline,
	'other-site': m.refusal_other_site,
	'device-of-another': m.refusal_device_of_another,
	'app-too-old': m.refusal_app_too_old,
	taken: m.refusal_taken,
	'import-running': m.refusal_import_running,
	'no-server-key': m.refusal_no_server_key,
	'nothing-unsent': m.refusal_nothing_unsent,
	'rescue-too-large': m.refusal_rescue_too_large,
	'rescue-damaged': m.refusal_rescue_damaged,
	'rescue-other-server': m.refusal_rescue_other_server,
	'rescue-unverified': m.refusal_rescue_unverified,
	'rescue-author': m.refusal_rescue_author,
	discarded: m.refusal_discarded,
	'user-disabled': m.refusal_user_disabled,
	'out-of-scope': m.refusal_out_of_scope,
	'desk-full': m.refusal_desk_full,
	'earlier-first': m.refusal_earlier_first,
};

function isKnown(kind: string): kind is keyof typeof refusalWords {
	return Object.hasOwn(refusalWords, kind);
}

/** A refusal in the user's words; kinds of a newer server than this app get the general sentence. */
export function refusalText(kind: string): string {
	return (isKnown(kind) ? refusalWords[kind] : m.refusal_other)();
}

/** Where the sentence for staff speaks to a colleague; customers are addressed politely. */
const guestWords: Partial<Record<string, () => string>> = {
	'not-found': m.refusal_guest_not_found,
	'not-allowed': m.refusal_guest_not_allowed,
	'not-assignee': m.refusal_guest_not_assignee,
	conflict: m.refusal_guest_conflict,
	'server-fault': m.refusal_guest_server_fault,
	'out-of-scope': m.refusal_guest_out_of_scope,
};

/** A refusal in words for the customer's side. */
export function guestRefusalText(kind: string): string {
	return Object.hasOwn(guestWords, kind) ? (guestWords[kind]?.() ?? '') : refusalText(kind);
}

/** When a photo was taken; without a phase it is another. */
export const phaseWords = {
	before: m.phase_before,
	after: m.phase_after,
	other: m.phase_other,
} as const;

/** Where a reading lies. */
export const readingStateWords = {
	within: m.wo_reading_within,
	below: m.wo_reading_below,
	above: m.wo_reading_above,
} as const;

const commandNames: Partial<Record<string, () => string>> = {
	'workOrder.create': m.did_create,
	'workOrder.createOnSite': m.did_create_on_site,
	'workOrder.stillBroken': m.did_still_broken,
	'workOrder.number': m.did_number,
	'workOrder.dispatch': m.did_dispatch,
	'workOrder.accept': m.did_accept,
	'workOrder.depart': m.did_depart,
	'workOrder.arrive': m.did_arrive,
	'workOrder.return': m.did_return,
	'workOrder.suspend': m.did_suspend,
	'workOrder.resume': m.did_resume,
	'workOrder.complete': m.did_complete,
	'workOrder.close': m.did_close,
	'workOrder.note': m.did_note,
	'workOrder.mailPaper': m.did_mail,
	'workOrder.retryMail': m.did_mail_retry,
	'organisation.setPaperTemplate': m.did_template,
	'workOrder.addPhoto': m.did_photo,
	'workOrder.addVoice': m.wo_voice,
	'workOrder.addTime': m.did_time,
	'workOrder.recordWork': m.did_work,
	'workOrder.checkSeal': m.did_seal,
	'workOrder.compareAsset': m.did_compare,
	'workOrder.tick': m.did_tick,
	'workOrder.recordReading': m.did_reading,
	'workOrder.recordConsent': m.did_consent,
	'workOrder.noticeInterruption': m.did_notice,
	'workOrder.endInterruption': m.did_recovery,
	'workOrder.changeService': m.did_service,
	'workOrder.sign': m.did_sign,
	'workOrder.sealSnapshot': m.did_seal_snapshot,
	'workOrder.attachPaper': m.did_paper,
	'workOrder.addLine': m.did_line,
	'workOrder.linkAsset': m.did_asset,
	'workOrder.consult': m.did_consult,
	'workOrder.editRequest': m.did_request,
	'workOrder.acceptFacts': m.did_keep_facts,
	'workOrder.discardHeld': m.did_discard_held,
	'workOrder.settleConflict': m.did_settle,
	'asset.settleConflict': m.did_settle,
	'article.settleConflict': m.did_settle,
	'asset.checkSeal': m.did_seal,
	'asset.proposeCorrection': m.did_correction,
	'asset.registerFound': m.did_found,
	'asset.decideFound': m.did_found,
	'workOrder.addFound': m.did_found,
	'asset.decideCorrection': m.did_correction,
	'workOrder.usePart': m.wo_part_use,
	'workOrder.returnPart': m.wo_part_return_title,
	'stock.move': m.stock_did_move,
	'workOrder.linkRepair': m.repair_request,
	'workOrder.splitOff': m.did_split,
	'workOrder.createFollowUp': m.did_follow_up,
	'workOrder.correctTime': m.did_correct_time,
	'stock.setMinimum': m.stock_do_minimum,
	'part.register': m.stock_part_new,
	'part.edit': m.stock_part_edit,
	'part.settleConflict': m.did_settle,
	'workOrder.recordSwap': m.did_swap,
	'asset.swap': m.did_swap,
	'asset.noteLabel': m.labels_noted,
	'asset.labelOfAudit': m.labels_due,
	'organisation.saveLocationRule': m.location_title,
	'auditCount.scan': m.audit_did_scan,
	'auditCount.bulk': m.audit_bulk_title,
	'auditCount.retract': m.audit_did_retract,
	'auditCampaign.plan': m.audit_plan,
	'auditCampaign.open': m.audit_open,
	'auditCampaign.reconcile': m.audit_reconcile,
	'auditCampaign.countAgain': m.audit_again_list,
	'auditCampaign.approve': m.audit_did_approve,
	'auditReview.approve': m.audit_did_approve,
	'auditCampaign.sign': m.audit_did_sign,
	'auditCampaign.number': m.audit_number_given,
	'auditCampaign.close': m.audit_close,
	'asset.adjust': m.audit_did_adjust,
	'asset.move': m.did_life,
	'asset.receive': m.did_life,
	'asset.handOut': m.did_life,
	'asset.takeIn': m.did_life,
	'asset.sendOut': m.did_life,
	'asset.postpone': m.did_life,
	'asset.takeBack': m.did_life,
	'asset.askRetire': m.did_retire,
	'asset.decideRetire': m.did_retire_decide,
	'asset.relate': m.did_relation,
	'asset.unrelate': m.did_relation,
	'asset.setAccessory': m.did_accessory,
	'asset.dropAccessory': m.did_accessory,
	'assetImport.cancel': m.transfer_stop,
	'assetImport.undo': m.transfer_undo_do,
	'asset.register': m.did_asset,
	'asset.edit': m.did_asset,
};

/** What a queued or refused command is called in the ledger; takes `workOrder.arrive@1`. */
export function commandText(type: string): string {
	return (commandNames[type.split('@')[0] ?? ''] ?? m.did_other)();
}
