import type { BlobType } from '#domain/protocol/blob.ts';
import type { RecordKind } from '#domain/record.ts';
import type { Title } from '#domain/record-title.ts';
import type { Instant } from '#domain/time/instant.ts';
import type { Sealed } from './codec.ts';

/** One record on the device: index fields in the open, the body sealed. */
export interface RecordRow {
	id: string;
	kind: RecordKind;
	/** Revision of the server's version held here; 0 while the server never sent one. */
	rev: number;
	/** The user's channels the record came by; empty while it was only born here. */
	channels: string[];
	/** Everything scannable or typed to find it, in the spelling of `codeOf`. */
	codes: string[];
	/** `workOrder>asset:ID`: what it is about, for "orders of this asset". */
	links: string[];
	/** Place in lists of its kind; absent where it stands in none. */
	sort?: string | undefined;
	updatedAt: string;
	state?: string;
	siteId?: string;
	assigneeId?: string;
	/** What screens see: the server's version with the waiting commands replayed on it. */
	body: Sealed;
	/** The server's version alone, kept while commands wait; absent when `body` is it. */
	shadow?: Sealed;
	/** The pull from scratch that brought it last; older ones are swept when one ends. */
	generation: number;
	/** Left the user's scope while commands still waited: deleted once they are handed in. */
	leaving?: true;
	/** Of a leaving one: the cursor of the last pull under which it was his, for handing in its commands. */
	proof?: string;
}

/**
 * queued        waits to be sent (or was sent and no answer came)
 * acknowledged  the server took it; replayed until a pull brings the revision that has it
 * rejected, conflict, held, quarantined  the server's answer; stays for the user to see
 */
export type OutboxStatus =
	'queued' | 'acknowledged' | 'rejected' | 'conflict' | 'held' | 'quarantined';

/** Why something was refused, as the domain or the server said it. */
export interface Reason {
	kind: string;
	fields?: string[] | undefined;
	detail?: Record<string, string | number> | undefined;
}

export interface OutboxRow {
	seq: number;
	record: string;
	kind: RecordKind;
	type: string;
	status: OutboxStatus;
	command: Sealed;
	title: Title;
	queuedAt: Instant;
	/** One call of `execute`; tells a retry after a lost connection that it had been written. */
	nonce: string;
	/** Blobs that came with it. */
	blobs: string[];
	/** For queued ones: the newest record refuses it here; the server will decide. */
	reason?: Reason;
	answeredAt?: Instant;
	/** Revision of the record that has it. */
	rev?: number;
	/** The server had taken it before it was restored from a backup (`resend.ts`). */
	resent?: {
		since: Instant;
		rev?: number;
		number?: string;
		numberSeal?: string;
		claimed?: true;
	};
	/** Device time before which it is not offered again. */
	notBeforeMs?: number;
	/** Why it was put off, where the server said it: a refusal kind. */
	putOffFor?: string;
	/** The server knows another command by its name: it is signed anew (`renew-device.ts`). */
	nameTaken?: true;
}

/** A command the server took, whole: handed in again if a restored server lacks it. */
export interface KeptRow {
	seq: number;
	/** The installation's name when it was signed. */
	device: string;
	record: string;
	kind: RecordKind;
	type: string;
	command: Sealed;
	title: Title;
	queuedAt: Instant;
	takenAt: Instant;
	blobs: string[];
	/** Revision of the record that has it. */
	rev?: number;
	/** Of the record it made, once that left this device. */
	number?: string;
	numberSeal?: string;
}

/** The last acknowledged ones, for the ledger. */
export interface SentRow {
	seq: number;
	record: string;
	kind: RecordKind;
	type: string;
	title: Title;
	queuedAt: Instant;
	sentAt: Instant;
	outcome: string;
}

/**
 * waiting    made here, not yet confirmed by the server: never deleted
 * confirmed  the server showed its hash; kept as a cache
 * cached     came from the server
 * refused    the server does not want it; stays until the user decides
 */
type BlobStatus = 'waiting' | 'confirmed' | 'cached' | 'refused';
/** Signatures go first, then papers, then what was spoken, then photos from small to large. */
export const blobRoles = ['paper', 'signature', 'voice', 'photo'] as const;
export type BlobRole = (typeof blobRoles)[number];

export interface BlobRow {
	sha256: string;
	type: BlobType;
	bytes: number;
	role: BlobRole;
	records: string[];
	/** Of `records`, those for which the server has shown the hash; absent on rows of older versions. */
	confirmedFor?: string[];
	status: BlobStatus;
	addedAt: Instant;
	/** Roughly when it was last looked at; absent while it never was. */
	usedAt?: Instant;
	/** Where the upload goes on after a restart. */
	uploadUrl?: string;
	sentBytes: number;
	reason?: Reason;
}

/** Apart from the row, so that counting blobs does not load them. */
export interface BlobBytesRow {
	sha256: string;
	data: ArrayBuffer;
}

export interface MetaRow {
	key: string;
	value: unknown;
}

export interface DraftRow {
	key: string;
	value: Sealed;
	savedAt: Instant;
}

/** A search index saved as a whole; gone as soon as a record of its kind is removed. */
export interface SnapshotRow {
	name: string;
	kind: RecordKind;
	data: Sealed;
	savedAt: Instant;
}
