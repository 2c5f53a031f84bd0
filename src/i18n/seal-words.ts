import type { SealFault } from '#domain/seal/check-seal.ts';
import type { SnapshotChange } from '#domain/seal/changes-since.ts';
import { m } from '#i18n/generated/messages.js';

export const sealFaultWords: Record<SealFault, () => string> = {
	text: m.seal_fault_text,
	device: m.seal_fault_device,
	server: m.seal_fault_server,
	unverified: m.seal_fault_unverified,
	'unknown-key': m.seal_unknown_key,
};

const fieldWords: Partial<Record<string, () => string>> = {
	siteId: m.seal_field_place,
	room: m.seal_field_place,
	customerId: m.seal_field_customer,
	requester: m.seal_field_requester,
	number: m.seal_field_number,
	offlineNumber: m.seal_field_number,
	summary: m.seal_field_summary,
	symptom: m.seal_field_symptom,
	visits: m.seal_field_visits,
	times: m.seal_field_times,
	notes: m.seal_field_notes,
	photos: m.seal_field_photos,
	voices: m.wo_voice,
	signatures: m.seal_field_signatures,
	hands: m.seal_field_signatures,
	receipts: m.seal_field_signatures,
	verdicts: m.seal_field_signatures,
	results: m.seal_field_result,
	fault: m.seal_field_symptom,
	lines: m.seal_field_lines,
	asset: m.seal_field_asset,
	causeCode: m.seal_field_cause,
	continues: m.wo_follow_up,
	timeCorrections: m.seal_field_visits,
	cause: m.seal_field_cause,
	solution: m.seal_field_solution,
	result: m.seal_field_result,
	seal: m.seal_field_seal,
	comparison: m.seal_field_comparison,
	swaps: m.swap_title,
	found: m.wo_found_title,
	consents: m.seal_field_consent,
	interruptions: m.wo_notice_title,
	checklist: m.seal_field_checklist,
	parts: m.seal_field_parts,
};

/** "方案、照片": each once, in the order they were found. Empty for none. */
export function changesText(
	changes: readonly SnapshotChange[],
	how: SnapshotChange['how'],
): string {
	const words = changes.filter((change) => change.how === how).map(wordOf);
	return [...new Set(words)].join(m.ledger_between());
}

function wordOf({ field, line }: SnapshotChange): string {
	const word = (fieldWords[field] ?? m.seal_field_other)();
	return line === undefined ? word : m.seal_line_field({ n: line, field: word });
}
