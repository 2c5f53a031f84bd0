import { handedInChannel } from '#domain/access/channels.ts';
import type { AnyRecord } from '#domain/record-schemas.ts';
import { recordKinds } from '#domain/record.ts';
import { mentions } from '#server/blobs/mentions.ts';
import type { Records, StoredRecord } from '#server/store/port.ts';
import { bodyOf } from '#server/store/stored-body.ts';
import type { UserScopes } from './user-scopes.ts';
import { hadPartIn, sees } from './visibility.ts';

/** The record of that id, whatever its kind: an id names one record. */
export async function storedRecord(
	store: Pick<Records, 'get'>,
	id: string,
): Promise<StoredRecord | undefined> {
	for (const kind of recordKinds) {
		const stored = await store.get(kind, id);
		if (stored) return stored;
	}
	return undefined;
}

/**
 * Whether these bytes of a user are taken for that record. Photos of quarantined commands are unsent
 * work too, and so are those of commands that were taken before he lost the record or his account.
 */
export async function mayHandIn(
	store: Pick<Records, 'get' | 'present'>,
	scopes: UserScopes,
	userId: string,
	{ recordId, sha256 }: { recordId: string; sha256: string },
): Promise<boolean> {
	const scope = await scopes.of(userId);
	const stored = await storedRecord(store, recordId);
	if (stored && scope && sees(scope.grants, stored.channels)) return true;
	if (stored && scope && hadPartIn(userId, bodyOf(stored))) return true;
	if (stored && spokeOf(userId, bodyOf(stored), sha256)) return true;
	const channel = handedInChannel(userId, recordId);
	return (await store.present({ channel, limit: 1 })).length > 0;
}

/** Whether that record names those bytes and has work of his. */
function spokeOf(userId: string, record: AnyRecord, sha256: string): boolean {
	return record.history.some(({ by }) => by === userId) && mentions(record, sha256);
}
