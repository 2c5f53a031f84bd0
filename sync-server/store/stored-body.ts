import { parseRecord, type AnyRecord } from '#domain/record-schemas.ts';
import type { Records, StoredRecord } from './port.ts';
import type { RecordKind } from '#domain/record.ts';

/** The body of a stored record, checked by its schema. */
export function bodyOf(stored: StoredRecord): AnyRecord {
	return parseRecord(stored.kind, JSON.parse(stored.json));
}

/** A record by id, or undefined. */
export async function readRecord<K extends RecordKind>(
	store: Pick<Records, 'get'>,
	kind: K,
	id: string,
): Promise<Extract<AnyRecord, { kind: K }> | undefined> {
	const stored = await store.get(kind, id);
	return stored && (bodyOf(stored) as Extract<AnyRecord, { kind: K }>);
}
