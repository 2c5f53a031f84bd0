import type { RecordKind } from '#domain/record.ts';
import type { BlobRole, BlobRow, SentRow } from '#store/rows.ts';
import type { OutboxEntry } from '#store/outbox-queries.ts';
import { fieldText } from '#i18n/field-words.ts';
import { bytesText } from '#i18n/format.ts';
import { m } from '#i18n/generated/messages.js';
import { commandText, moveWords, refusalText } from '#i18n/terms.ts';

/** What the ledger calls a command: what was done, else the name of the move. */
export function entryTitle(type: string): string {
	const words = commandText(type);
	if (words !== m.did_other()) return words;
	const [kind, name] = type.split('@')[0]?.split('.') ?? [];
	if (kind === 'article') return m.did_article();
	if (kind === 'repair') return m.repair_title();
	if (kind === 'inspection') return m.insp_did();
	const moves = moveWords as Partial<Record<string, () => string>>;
	return (kind === 'workOrder' && name && moves[name]?.()) || words;
}

function fieldsText(kind: RecordKind, fields: readonly string[]): string {
	const words = fields.map((field) => fieldText(kind, field.split('.')[0] ?? field));
	return [...new Set(words)].join(m.ledger_between());
}

/** Which fields two people had changed, and that both values are kept. */
export function conflictText({ kind, reason }: Pick<OutboxEntry, 'kind' | 'reason'>): string {
	return reason?.fields?.length
		? m.ledger_conflict_fields({ fields: fieldsText(kind, reason.fields) })
		: m.ledger_conflict();
}

/** What came of it besides being taken; undefined where there is nothing to add. */
export function outcomeText({ outcome }: SentRow): string | undefined {
	return outcomeWords[outcome]?.();
}

const outcomeWords: Partial<Record<string, () => string>> = {
	merged: m.ledger_merged,
	taken: m.attention_fate_taken,
	noted: m.attention_fate_noted,
	released: m.attention_fate_released,
	mine: m.attention_fate_mine,
	theirs: m.attention_fate_theirs,
};

/** Why it was not taken, and that it is safe. */
export function needsYouText(entry: OutboxEntry): string {
	const { status, reason } = entry;
	if (status === 'conflict') return conflictText(entry);
	const why = reason?.kind === 'discarded' ? reason.detail?.['reason'] : undefined;
	if (why !== undefined) return m.ledger_discarded_why({ reason: String(why) });
	return m.ledger_rejected({ reason: refusalText(reason?.kind ?? '') });
}

const roleWords: Record<BlobRole, () => string> = {
	photo: m.ledger_photo,
	paper: m.ledger_paper,
	signature: m.ledger_signature,
	voice: m.wo_voice,
};

export function fileTitle(role: BlobRole): string {
	return roleWords[role]();
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
	if (kind === 'blob-missing') return m.ledger_blob_missing();
	return m.ledger_rejected({ reason: (blobReasons[kind] ?? (() => refusalText(kind)))() });
}

/** "4.6 MB，可断点续传，已传 1.8 MB", or what it waits for. */
export function progressText({ bytes, sentBytes }: BlobRow, held: 'wifi' | 'asked' | undefined) {
	const total = bytesText(bytes);
	if (held === 'wifi') return m.ledger_blob_wifi({ total });
	if (held === 'asked') return m.ledger_blob_asked({ total });
	return sentBytes > 0
		? m.ledger_blob_part({ total, sent: bytesText(sentBytes) })
		: m.ledger_blob_whole({ total });
}
