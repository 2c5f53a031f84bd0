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
import { claimableOrders } from './claimable-orders.ts';
import { searchKeysOf } from '#server/push/search-keys.ts';

type Request = v.InferOutput<typeof LookupRequest>;
type Wanted = Request & { kind: Exclude<Request['kind'], 'claimable'> };
type Found = v.InferOutput<typeof LookupResponse>['records'];

/** Candidates looked at before an answer is given with what was found. */
const candidatesMax = 2_000;

/** Answers any lookup. */
export async function lookUp(store: Store, scope: UserScope, request: Request): Promise<Found> {
	const { kind } = request;
	if (kind === 'claimable') return claimableOrders(store, scope, request.limit);
	return searchArchive(store, scope, { ...request, kind });
}

/**
 * Searches the archive: a desk in all of it, others in what they are granted and nothing else. A
 * record out of scope is not counted, not hinted at.
 */
async function searchArchive(store: Store, scope: UserScope, wanted: Wanted): Promise<Found> {
	const found: Found = [];
	for (const id of await candidates(store, scope, wanted)) {
		const stored = await store.get(wanted.kind, id);
		if (!stored || !maySee(scope, stored)) continue;
		const record = bodyOf(stored);
		if (isWanted(record, wanted)) found.push({ kind: record.kind, id, body: { ...record } });
		if (found.length >= (wanted.limit ?? lookupResultsMax)) break;
	}
	return found;
}

/** What he does not see is not even read: how long it takes would tell how much is there. */
async function candidates(store: Store, scope: UserScope, wanted: Wanted): Promise<string[]> {
	const { kind, id, siteId, text } = wanted;
	if (id !== undefined) return [id];
	if (kind === 'asset' && siteId !== undefined && maySeeSite(scope, siteId))
		return presentIn(store, [siteChannel(siteId)], kind);
	const matches = () => store.search(kind, text, candidatesMax);
	if (hasRole(scope.actor, deskRoles)) return matches();
	const visible = await presentIn(store, scope.grants, kind);
	if (visible.length === 0) return [];
	const found = await matches();
	// More match than are named: what others have must not crowd out his.
	if (found.length === candidatesMax) return visible;
	const mine = new Set(visible);
	return found.filter((one) => mine.has(one));
}

async function presentIn(
	store: Store,
	channels: Iterable<string>,
	kind: Wanted['kind'],
): Promise<string[]> {
	const ids = new Set<string>();
	for (const channel of channels)
		for (const row of await store.present({ channel, kind, limit: Number.MAX_SAFE_INTEGER }))
			ids.add(row.id);
	return [...ids];
}

function maySeeSite({ actor, grants }: UserScope, siteId: string): boolean {
	return hasRole(actor, deskRoles) || grants.has(siteChannel(siteId));
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
