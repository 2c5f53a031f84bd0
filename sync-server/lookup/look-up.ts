import type * as v from 'valibot';
import { siteChannel } from '#domain/access/channels.ts';
import { deskRoles, hasRole } from '#domain/access/roles.ts';
import {
	lookupResultsMax,
	type LookupRequest,
	type LookupResponse,
} from '#domain/protocol/wire.ts';
import type { AnyRecord } from '#domain/record-schemas.ts';
import type { UserScope } from '#server/scope/user-scopes.ts';
import { sees } from '#server/scope/visibility.ts';
import { searchable, type Store, type StoredRecord } from '#server/store/port.ts';
import { bodyOf } from '#server/store/stored-body.ts';
import { searchKeysOf } from '#server/push/search-keys.ts';

type Wanted = v.InferOutput<typeof LookupRequest>;
type Found = v.InferOutput<typeof LookupResponse>['records'];

/** Candidates looked at before an answer is given with what was found. */
const candidatesMax = 2_000;

/**
 * Searches the archive: a desk in all of it, others in what they are granted and nothing else. A
 * record out of scope is not counted, not hinted at.
 */
export async function lookUp(store: Store, scope: UserScope, wanted: Wanted): Promise<Found> {
	const found: Found = [];
	for (const id of await candidates(store, wanted)) {
		const stored = await store.get(wanted.kind, id);
		if (!stored || !maySee(scope, stored)) continue;
		const record = bodyOf(stored);
		if (isWanted(record, wanted)) found.push({ kind: record.kind, id, body: { ...record } });
		if (found.length >= (wanted.limit ?? lookupResultsMax)) break;
	}
	return found;
}

async function candidates(store: Store, { kind, id, siteId, text }: Wanted): Promise<string[]> {
	if (id !== undefined) return [id];
	if (kind !== 'asset' || siteId === undefined) return store.search(kind, text, candidatesMax);
	const rows = await store.feed({
		channels: [siteChannel(siteId)],
		after: 0,
		presentOnly: true,
		limit: Number.MAX_SAFE_INTEGER,
	});
	return rows.flatMap((row) => (row.kind === kind ? [row.id] : []));
}

function maySee({ actor, grants }: UserScope, { channels }: StoredRecord): boolean {
	return hasRole(actor, deskRoles) || sees(grants, channels);
}

function isWanted(record: AnyRecord, { id, siteId, text }: Wanted): boolean {
	if (id !== undefined) return true;
	if (siteId !== undefined && (!('siteId' in record) || record.siteId !== siteId)) return false;
	const words = searchable(text).split(/\s+/);
	const own = searchKeysOf(record);
	return words.every((word) => own?.text.includes(word));
}
