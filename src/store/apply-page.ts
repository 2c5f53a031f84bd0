/**
 * Takes one page of a pull into the store, in the same transaction as its cursor: what the cursor
 * says was received is on the disk. Applying a page twice changes nothing.
 */
import type { PulledRecord, PullResponse } from '#domain/protocol/wire.ts';
import { parseRecord, type AnyRecord } from '#domain/record-schemas.ts';
import type { InferOutput } from 'valibot';
import { cursorOfHeld, metaOf, writeChanged, writeMeta, type MetaValues } from './meta.ts';
import { rebuildRecord, servedRow, type Served } from './rebuild-record.ts';
import { removeRecord } from './remove-record.ts';
import type { RecordRow } from './rows.ts';
import type { StoreParts } from './store-parts.ts';

export type PullPage = InferOutput<typeof PullResponse>;

export interface PageApplied {
	records: number;
	removed: number;
	/** Records of this page that this version of the app cannot read; they never stop the feed. */
	unreadable: number;
}

type PageMeta = Partial<
	Pick<MetaValues, 'cursor' | 'generation' | 'unreadable' | 'actor' | 'grants' | 'sweeping'>
>;

/** What a page was asked for with. */
export interface Asked {
	/**
	 * The commands the server had taken before this round's first page was asked for: with the last
	 * page, what they did is here or is none of this user's business.
	 */
	acknowledged: readonly number[];
	cursor: string | undefined;
}

/**
 * Undefined where another tab has taken a page since this one was asked for: the other's may have
 * brought what this one knows nothing of, and so would never be told that it is gone.
 */
export async function applyPage(
	parts: StoreParts,
	page: PullPage,
	{ acknowledged, cursor }: Asked,
): Promise<PageApplied | undefined> {
	const known = await pageMeta(parts);
	if (known.cursor !== cursor) return undefined;
	const { served, unreadable } = await takeServed(parts, page.records, known);
	let removed = 0;
	for (const { id } of page.removals) removed += await letGo(parts, id);
	removed += await dropUngranted(parts, known, page.grants);
	if (!page.more) {
		await settle(parts, acknowledged);
		removed += await sweep(parts, known);
	}
	const reached = { cursor: page.cursor, grants: [...page.grants] };
	await writeChanged(parts.database, known, reached);
	return { records: served.length, removed, unreadable };
}

/** What a page is taken by. */
export function pageMeta({ database }: StoreParts): Promise<PageMeta> {
	return metaOf(database, 'cursor', 'generation', 'unreadable', 'actor', 'grants', 'sweeping');
}

/** Takes records as the server sent them, whatever way they came. */
export async function takeServed(
	parts: StoreParts,
	records: readonly PulledRecord[],
	known: PageMeta,
): Promise<{ served: Served[]; unreadable: number }> {
	if (records.length === 0) return { served: [], unreadable: 0 };
	const read = await readPage(parts, records, known);
	await putServed(parts, read.served);
	await noteOwnRights(parts, read.served, known);
	return read;
}

async function readPage(
	{ database }: StoreParts,
	records: readonly PulledRecord[],
	known: PageMeta,
): Promise<{ served: Served[]; unreadable: number }> {
	const { generation = 0, unreadable = {} } = known;
	const failed = { ...unreadable };
	const served: Served[] = [];
	for (const pulled of records) {
		const record = readBody(pulled);
		if (record) {
			served.push({ record, rev: pulled.rev, channels: pulled.channels, generation });
			delete failed[pulled.id];
		} else failed[pulled.id] = pulled.kind;
	}
	await writeChanged(database, { unreadable }, { unreadable: failed });
	return { served, unreadable: records.length - served.length };
}

/** The body as it came, fields of newer versions included, once the schema has agreed. */
function readBody({ kind, id, body }: PulledRecord): AnyRecord | undefined {
	try {
		const record = parseRecord(kind, body);
		return record.id === id && record.kind === kind ? (body as AnyRecord) : undefined;
	} catch {
		return undefined;
	}
}

async function putServed(parts: StoreParts, served: readonly Served[]): Promise<void> {
	const { database } = parts;
	const waiting = new Set(await database.outbox.orderBy('record').uniqueKeys());
	const plain = served.filter(({ record }) => !waiting.has(record.id));
	await database.records.bulkPut(plain.map((each) => servedRow(parts, each)));
	for (const each of served)
		if (waiting.has(each.record.id)) await rebuildRecord(parts, each.record.id, each);
}

/** Who decides here has the roles and desks the server knows now. */
async function noteOwnRights(
	{ database }: StoreParts,
	served: readonly Served[],
	{ actor }: PageMeta,
): Promise<void> {
	const own = served.find(({ record }) => record.id === actor?.userId)?.record;
	if (!actor || own?.kind !== 'user') return;
	const { name, roles, deskIds } = own;
	await writeMeta(database, 'actor', { ...actor, name, roles, deskIds });
}

/** A record out of scope goes at once, or when its queued commands have been handed in. */
export async function letGo(parts: StoreParts, id: string): Promise<number> {
	const { database } = parts;
	const row = await database.records.get(id);
	if (!row || row.rev === 0) return 0;
	if ((await database.outbox.where('record').equals(id).count()) === 0) {
		await removeRecord(parts, row);
		return 1;
	}
	const proof = row.proof ?? (await cursorOfHeld(database));
	await database.records.put({ ...row, leaving: true, ...(proof && { proof }) });
	await rebuildRecord(parts, id);
	return 1;
}

/** Rows carry granted channels only, so none can be out of scope by a channel that was not lost. */
async function dropUngranted(
	parts: StoreParts,
	known: PageMeta,
	grants: readonly string[],
): Promise<number> {
	const { database } = parts;
	const granted = new Set(grants);
	const isGranted = (channel: string) => granted.has(channel);
	const held = known.grants ?? (await channelsHeld(parts));
	const lost = held.filter((channel) => !isGranted(channel));
	let dropped = 0;
	for (const channel of lost) {
		const rows = await database.records.where('channels').equals(channel).toArray();
		const out = rows.filter((row) => !row.leaving && !row.channels.some(isGranted));
		for (const row of out) dropped += await letGo(parts, row.id);
	}
	return dropped;
}

/** Where nobody knows what was granted with the page before; the walk takes longer than writing a page. */
async function channelsHeld({ database }: StoreParts): Promise<string[]> {
	return (await database.records.orderBy('channels').uniqueKeys()).map(String);
}

async function settle(parts: StoreParts, acknowledged: readonly number[]): Promise<void> {
	if (acknowledged.length === 0) return;
	const rows = await parts.database.outbox.bulkGet([...acknowledged]);
	const settled = rows.flatMap((row) => (row?.status === 'acknowledged' ? [row] : []));
	await parts.database.outbox.bulkDelete(settled.map((row) => row.seq));
	for (const record of new Set(settled.map((row) => row.record)))
		await rebuildRecord(parts, record);
}

/** After a pull from scratch: what it did not bring is no longer there. */
async function sweep(parts: StoreParts, { sweeping, generation = 0 }: PageMeta): Promise<number> {
	const { database } = parts;
	if (!sweeping) return 0;
	const isOld = (row: RecordRow) => row.rev > 0 && row.generation < generation;
	const old = await database.records.filter(isOld).toArray();
	for (const row of old) {
		if (row.shadow) await letGo(parts, row.id);
		else await removeRecord(parts, row);
	}
	await writeMeta(database, 'sweeping', false);
	await database.meta.delete('formerCursor');
	return old.length;
}
