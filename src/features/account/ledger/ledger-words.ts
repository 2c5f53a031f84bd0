import type { BlobRole, BlobRow } from '#store/rows.ts';
import type { OutboxEntry } from '#store/outbox-queries.ts';
import { bytesText } from '#i18n/format.ts';
import { m } from '#i18n/generated/messages.js';
import { commandText, moveWords, refusalText } from '#i18n/terms.ts';

/** What the ledger calls a command: what was done, else the name of the move. */
export function entryTitle(type: string): string {
	const words = commandText(type);
	if (words !== m.did_other()) return words;
	const [kind, name] = type.split('@')[0]?.split('.') ?? [];
	if (kind === 'article') return m.did_article();
	const moves = moveWords as Partial<Record<string, () => string>>;
	return (kind === 'workOrder' && name && moves[name]?.()) || words;
}

const fieldWords: Partial<Record<string, () => string>> = {
	summary: m.ledger_field_summary,
	symptom: m.ledger_field_symptom,
	cause: m.ledger_field_cause,
	solution: m.ledger_field_solution,
	result: m.ledger_field_result,
	category: m.ledger_field_category,
	impact: m.ledger_field_impact,
	urgency: m.ledger_field_urgency,
	name: m.ledger_field_name,
	title: m.ledger_field_title,
	tag: m.ledger_field_tag,
	serial: m.ledger_field_serial,
	model: m.ledger_field_model,
	state: m.ledger_field_state,
	siteId: m.ledger_field_place,
	room: m.ledger_field_place,
	locationCode: m.ledger_field_place,
	holder: m.ledger_field_holder,
	user: m.ledger_field_user,
	seal: m.ledger_field_seal,
	phone: m.ledger_field_phone,
};

/** The fields of a conflict in words; one without a word keeps its own name. */
export function fieldsText(fields: readonly string[]): string {
	const words = fields.map((field) => {
		const [first = field] = field.split('.');
		return fieldWords[first]?.() ?? first;
	});
	return [...new Set(words)].join(m.ledger_between());
}

/** Why it was not taken, and that it is safe. */
export function needsYouText({ status, reason }: OutboxEntry): string {
	if (status === 'conflict')
		return reason?.fields?.length
			? m.ledger_conflict_fields({ fields: fieldsText(reason.fields) })
			: m.ledger_conflict();
	if (status === 'quarantined') return m.ledger_quarantined();
	return m.ledger_rejected({ reason: refusalText(reason?.kind ?? '') });
}

const roleWords: Record<BlobRole, (n: number) => string> = {
	photo: (n) => m.ledger_photos({ n }),
	paper: (n) => m.ledger_papers({ n }),
	signature: (n) => m.ledger_signatures({ n }),
};

export function blobsTitle(role: BlobRole, count: number): string {
	return roleWords[role](count);
}

const blobReasons: Partial<Record<string, () => string>> = {
	'too-large': m.ledger_blob_too_large,
	'blob-too-large': m.ledger_blob_too_large,
	'hash-mismatch': m.ledger_blob_damaged,
	'type-mismatch': m.ledger_blob_type,
	'not-found': m.ledger_blob_record_gone,
	'blob-refused': m.ledger_blob_refused,
};

export function blobReason({ reason }: BlobRow): string {
	const kind = reason?.kind ?? 'blob-refused';
	return m.ledger_rejected({ reason: (blobReasons[kind] ?? (() => refusalText(kind)))() });
}

/** "4.6 MB，可断点续传，已传 1.8 MB" */
export function progressText(bytes: number, sentBytes: number): string {
	const total = bytesText(bytes);
	return sentBytes > 0
		? m.ledger_blob_part({ total, sent: bytesText(sentBytes) })
		: m.ledger_blob_whole({ total });
}
