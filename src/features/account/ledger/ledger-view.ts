import type { RecordKind } from '#domain/record.ts';
import { dateOf } from '#domain/time/zone.ts';
import { instantOf } from '#domain/time/instant.ts';
import type { AccountStore } from '#store/account-store.ts';
import { byUrgency, uploadRecordOf } from '#store/keep-blob.ts';
import type { Ledger } from '#store/outbox-queries.ts';
import type { BlobRow, SentRow } from '#store/rows.ts';

/** One photo, signature or paper and the record it belongs to. */
export interface BlobEntry {
	blob: BlobRow;
	record: NamedRecord | undefined;
}

interface NamedRecord {
	id: string;
	kind: RecordKind;
	/** Number or tag; its summary or title where it has none yet. */
	name: string;
}

export interface LedgerView extends Ledger {
	/** In the order they will go. */
	waitingFiles: BlobEntry[];
	refusedFiles: BlobEntry[];
}

/** The ledger with the names of the records that photos and papers belong to. */
export async function readLedger(store: AccountStore): Promise<LedgerView> {
	const ledger = await store.outbox.ledger();
	const blobs = [...ledger.waitingBlobs, ...ledger.refusedBlobs];
	const names = await namesOf(store, [...new Set(blobs.flatMap((blob) => blob.records))]);
	return {
		...ledger,
		waitingFiles: filesOf(ledger.waitingBlobs.toSorted(byUrgency), names),
		refusedFiles: filesOf(ledger.refusedBlobs, names),
	};
}

async function namesOf(store: AccountStore, ids: string[]): Promise<Map<string, NamedRecord>> {
	const [orders, assets, articles] = await Promise.all([
		store.records.getMany('workOrder', ids),
		store.records.getMany('asset', ids),
		store.records.getMany('article', ids),
	]);
	const named: NamedRecord[] = [
		...orders.map(({ id, kind, number, offlineNumber, summary }) => ({
			...{ id, kind, name: number ?? offlineNumber ?? summary },
		})),
		...assets.map(({ id, kind, tag }) => ({ id, kind, name: tag })),
		...articles.map(({ id, kind, title }) => ({ id, kind, name: title })),
	];
	return new Map(named.map((record) => [record.id, record]));
}

function filesOf(blobs: readonly BlobRow[], names: Map<string, NamedRecord>): BlobEntry[] {
	return blobs.map((blob) => ({ blob, record: names.get(uploadRecordOf(blob) ?? '') }));
}

/** Those the server took today, by the organisation's calendar day. */
export function sentToday(sent: readonly SentRow[], nowMs: number, zone: string): SentRow[] {
	const today = dateOf(instantOf(nowMs), zone);
	return sent.filter((row) => dateOf(row.sentAt, zone) === today);
}
