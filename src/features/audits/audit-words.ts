import type { AuditType } from '#domain/audit/campaign.ts';
import type { AuditCheck, auditConditions } from '#domain/audit/count.ts';
import type { AuditResult, AuditTotals, ResultLine, Seen } from '#domain/audit/result.ts';
import { isOtherHolder, type ScanOutcome } from '#domain/audit/scan-outcome.ts';
import type { AuditState } from '#domain/audit/states.ts';
import { getLocale } from '#i18n/generated/runtime.js';
import { m } from '#i18n/generated/messages.js';
import { sealWords } from '#i18n/terms.ts';
import type { AuditMarkKind } from '#ui/audit-mark.ts';

type Words<K extends string> = Readonly<Record<K, () => string>>;

export const auditTypeWords: Words<AuditType> = {
	half_yearly: m.audit_type_half_yearly,
	contract_end: m.audit_type_contract_end,
	partial: m.audit_type_partial,
};

export const auditStateWords: Words<AuditState> = {
	planned: m.audit_state_planned,
	open: m.audit_state_open,
	reconciling: m.audit_state_reconciling,
	approved: m.audit_state_approved,
	closed: m.audit_state_closed,
};

/** What is told at the scan. */
export const outcomeWords: Words<ScanOutcome> = {
	found: m.audit_found,
	moved: m.audit_moved,
	holder: m.audit_holder,
	unknown: m.audit_unknown,
	repeat: m.audit_repeat,
};

export const checkWords: Words<AuditCheck> = {
	configuration: m.audit_check_configuration,
	quantity: m.audit_check_quantity,
	warranty: m.audit_check_warranty,
	softwareType: m.audit_check_software_type,
	softwareSerial: m.audit_check_software_serial,
	licence: m.audit_check_licence,
	media: m.audit_check_media,
	manual: m.audit_check_manual,
};

export const conditionWords: Words<(typeof auditConditions)[number]> = {
	good: m.audit_condition_good,
	worn: m.audit_condition_worn,
	broken: m.audit_condition_broken,
};

/** The mark of a line on the result sheet; what changed may be who uses it, or what it says. */
export function markOf({ outcome, line, seen }: ResultLine): AuditMarkKind {
	if (outcome !== 'changed') return outcome;
	return isOtherHolder(line.holder, seen?.userSeen) ? 'holder' : 'data';
}

/** On the result sheet: what was not scanned is missing there. */
export const markWords: Words<Exclude<AuditMarkKind, 'repeat'>> = {
	found: m.audit_found,
	moved: m.audit_moved,
	holder: m.audit_holder,
	data: m.audit_data,
	unknown: m.audit_surplus,
	missing: m.audit_lost,
};

/** In the order of a result. */
export const figureWords: Words<keyof AuditTotals> = {
	expected: m.audit_expected,
	found: m.audit_found,
	moved: m.audit_moved,
	changed: m.audit_changed,
	missing: m.audit_lost,
	surplus: m.audit_surplus,
};

export function roomWord({ room }: { room: string }): string {
	return room || m.audit_room_none();
}

/** What else does not agree with the list, and what was noted. */
export function notedWords({ checks, seal, condition, labelDamaged, notes }: Seen): string[] {
	const differs = (Object.keys(checks) as AuditCheck[]).filter(
		(name) => checks[name] === 'differs',
	);
	const isSealBad = seal && seal.state !== 'intact';
	return [
		...differs.map((name) => m.audit_noted_differs({ what: checkWords[name]() })),
		...(isSealBad || seal?.number
			? [[m.audit_seal(), sealWords[seal.state](), seal.number].filter(Boolean).join(' ')]
			: []),
		...(condition && condition !== 'good' ? [conditionWords[condition]()] : []),
		...(labelDamaged ? [m.audit_label_damaged()] : []),
		...notes,
	];
}

/** Found where and as listed, of all that were expected. */
export function accuracyText({ found, expected }: { found: number; expected: number }): string {
	const share = expected === 0 ? 1 : found / expected;
	const format = { style: 'percent', maximumFractionDigits: 1 } as const;
	return new Intl.NumberFormat(getLocale(), format).format(share);
}

/** Scans by each auditor that count, the most first. */
export function scansByAuditor({ lines, surplus }: AuditResult): [string, number][] {
	const counts = new Map<string, number>();
	for (const { seen } of [...lines, ...surplus])
		for (const by of seen?.by ?? []) counts.set(by, (counts.get(by) ?? 0) + 1);
	return [...counts].sort(([, a], [, b]) => b - a);
}
