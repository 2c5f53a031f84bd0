import type { RecordKind } from '#domain/record.ts';
import { dateOf } from '#domain/time/zone.ts';
import { instantOf } from '#domain/time/instant.ts';
import type { AccountStore } from '#store/account-store.ts';
import type { Ledger } from '#store/outbox-queries.ts';
import type { BlobRole, BlobRow, SentRow } from '#store/rows.ts';

/** Waiting bytes of one record and kind, shown as one row: "2 photos". */
export interface BlobGroup {
	key: string;
	role: BlobRole;
	blobs: BlobRow[];
	bytes: number;
	sentBytes: number;
	record: NamedRecord | undefined;
}

export interface NamedRecord {
	id: string;
	kind: RecordKind;
	/** Number or tag; its summary or title where it has none yet. */
	name: string;
}

export interface LedgerView extends Ledger {
	waitingGroups: BlobGroup[];
	refusedGroups: BlobGroup[];
}

/** The ledger with the names of the records that photos and papers belong to. */
export async function readLedger(store: AccountStore): Promise<LedgerView> {
	const ledger = await store.outbox.ledger();
	const blobs = [...ledger.waitingBlobs, ...ledger.refusedBlobs];
	const names = await namesOf(store, [...new Set(blobs.flatMap((blob) => blob.records))]);
	return {
		...ledger,
		waitingGroups: groupsOf(ledger.waitingBlobs, names),
		refusedGroups: groupsOf(ledger.refusedBlobs, names),
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

function groupsOf(blobs: readonly BlobRow[], names: Map<string, NamedRecord>): BlobGroup[] {
	const groups = new Map<string, BlobGroup>();
	for (const blob of blobs) {
		const [recordId = ''] = blob.records;
		const key = `${recordId}/${blob.role}/${blob.reason?.kind ?? ''}`;
		const group = groups.get(key) ?? emptyGroup(key, blob.role, names.get(recordId));
		group.blobs.push(blob);
		group.bytes += blob.bytes;
		group.sentBytes += blob.sentBytes;
		groups.set(key, group);
	}
	return [...groups.values()];
}

function emptyGroup(key: string, role: BlobRole, record: NamedRecord | undefined): BlobGroup {
	return { key, role, record, blobs: [], bytes: 0, sentBytes: 0 };
}

/** Those the server took today, by the organisation's calendar day. */
export function sentToday(sent: readonly SentRow[], nowMs: number, zone: string): SentRow[] {
	const today = dateOf(instantOf(nowMs), zone);
	return sent.filter((row) => dateOf(row.sentAt, zone) === today);
}
