/** Reads of records, each usable inside `store.live(...)`. Nothing here waits for the network. */
import { Dexie, type Collection } from 'dexie';
import type { AnyRecord, RecordOf } from '#domain/record-schemas.ts';
import type { RecordKind } from '#domain/record.ts';
import { openStates, type OrderState } from '#domain/work-order/states.ts';
import type { WorkOrder } from '#domain/work-order/work-order.ts';
import { openRecord } from './codec.ts';
import { codeOf, linkOf, openLink, type LinkTarget, type OpenMatter } from './record-links.ts';
import type { RecordRow } from './rows.ts';
import type { StoreParts } from './store-parts.ts';

/** A list longer than this is cut; use a page or a search. */
const listMax = 5_000;
const pageMax = 200;
const prefixHitsMax = 20;
/** Shorter beginnings than this find too much to be of use. */
const prefixLengthMin = 3;

export interface Page<R> {
	items: R[];
	/** Give it as `after` for the next page; absent on the last one. */
	next?: string;
}

export interface CodeHits {
	/** Records that carry exactly this tag, alias, serial or number. */
	exact: AnyRecord[];
	/** Others whose code begins with it, at most `prefixHitsMax`. */
	prefix: AnyRecord[];
}

export class RecordQueries {
	readonly #parts: StoreParts;
	constructor(parts: StoreParts) {
		this.#parts = parts;
	}

	async get<K extends RecordKind>(kind: K, id: string): Promise<RecordOf<K> | undefined> {
		const row = await this.#records.get(id);
		return row?.kind === kind ? this.#open<K>(row) : undefined;
	}

	/** In the order asked for; missing ones are left out. */
	async getMany<K extends RecordKind>(kind: K, ids: readonly string[]): Promise<RecordOf<K>[]> {
		const rows = await this.#records.bulkGet([...ids]);
		return rows.flatMap((row) => (row?.kind === kind ? [this.#open<K>(row)] : []));
	}

	/** All of a kind by name (assets by tag, orders by receipt), at most `listMax`. */
	list<K extends RecordKind>(kind: K, limit = listMax): Promise<RecordOf<K>[]> {
		return this.#all<K>(this.#records.where('[kind+sort]').between(...range(kind)), limit);
	}

	/** The most recently changed ones, newest first. */
	recent<K extends RecordKind>(kind: K, limit: number): Promise<RecordOf<K>[]> {
		const rows = this.#records.where('[kind+updatedAt]').between(...range(kind));
		return this.#all<K>(rows.reverse(), limit);
	}

	inState<K extends RecordKind>(kind: K, states: readonly string[]): Promise<RecordOf<K>[]> {
		const keys = states.map((state) => [kind, state]);
		return this.#all<K>(this.#records.where('[kind+state]').anyOf(keys), listMax);
	}

	openOrders(): Promise<WorkOrder[]> {
		return this.inState('workOrder', openStates);
	}

	/** Orders assigned to somebody now, in any of the states (default: all). */
	async ordersOf(assigneeId: string, states?: readonly OrderState[]): Promise<WorkOrder[]> {
		if (states) {
			// The open ones are few; his own, with those finished in months, are not.
			const orders = await this.inState('workOrder', states);
			return orders.filter((order) => order.assigneeId === assigneeId);
		}
		const key = ['workOrder', assigneeId];
		return this.#all<'workOrder'>(this.#records.where('[kind+assigneeId]').equals(key), listMax);
	}

	/** Orders somebody brought to an end, the last changed first; cancelled ones are left out. */
	finishedOrdersOf(assigneeId: string, limit: number): Promise<WorkOrder[]> {
		const rows = this.#records.where('[kind+updatedAt]').between(...range('workOrder'));
		const his = rows.reverse().filter((row) => isFinished(row) && row.assigneeId === assigneeId);
		return this.#all<'workOrder'>(his, limit);
	}

	/** Records of a kind about an asset, site or customer: `about('workOrder', 'asset', id)`. */
	about<K extends RecordKind>(kind: K, target: LinkTarget, id: string): Promise<RecordOf<K>[]> {
		return this.#all<K>(this.#records.where('links').equals(linkOf(kind, target, id)), listMax);
	}

	/** Records in which something waits for a person, by any of the matters named. */
	async waitingForPerson(matters: readonly OpenMatter[]): Promise<AnyRecord[]> {
		const rows = await this.#waiting(matters).limit(listMax).toArray();
		return rows.map((row) => this.#openAny(row));
	}

	/** How many they are; reads the index only. */
	countWaitingForPerson(matters: readonly OpenMatter[]): Promise<number> {
		return this.#waiting(matters).count();
	}

	count(kind: RecordKind): Promise<number> {
		return this.#records
			.where('[kind+sort]')
			.between(...range(kind))
			.count();
	}

	/** Ids of all of a kind in the order of their lists; reads the index only. */
	ids(kind: RecordKind): Promise<string[]> {
		const rows = this.#records.where('[kind+sort]').between(...range(kind));
		return Promise.resolve(rows.primaryKeys());
	}

	/** Assets by tag, all or of one site. */
	async assetPage(query: {
		siteId?: string | undefined;
		after?: string | undefined;
		limit?: number | undefined;
	}): Promise<Page<RecordOf<'asset'>>> {
		const limit = Math.min(query.limit ?? pageMax, pageMax);
		const rows = await this.#assetRows(query.siteId, query.after)
			.limit(limit + 1)
			.toArray();
		const items = rows.slice(0, limit).map((row) => this.#open<'asset'>(row));
		const last = rows[limit - 1];
		return rows.length > limit && last ? { items, next: last.sort ?? '' } : { items };
	}

	/** Records that carry exactly this tag, alias, serial, MAC or number. */
	async carrying(text: string): Promise<AnyRecord[]> {
		const code = codeOf(text);
		if (!code) return [];
		const rows = await this.#records.where('codes').equals(code).toArray();
		return rows.map((row) => this.#openAny(row));
	}

	/** What was scanned or typed: exact hits first, then codes beginning with it. */
	async findByCode(text: string): Promise<CodeHits> {
		const code = codeOf(text);
		if (!code) return { exact: [], prefix: [] };
		const exact = await this.carrying(text);
		const known = new Set(exact.map(({ id }) => id));
		const prefix = code.length < prefixLengthMin ? [] : await this.#beginningWith(code);
		return {
			exact,
			prefix: prefix.filter((row) => !known.has(row.id)).map((row) => this.#openAny(row)),
		};
	}

	/** `updatedAt` by id, from the index only: tells a search index what to read again. */
	async versions(kind: RecordKind): Promise<Map<string, string>> {
		const versions = new Map<string, string>();
		await this.#records
			.where('[kind+updatedAt]')
			.between(...range(kind))
			.eachKey((key, cursor) => {
				versions.set(cursor.primaryKey, String((key as unknown as string[])[1]));
			});
		return versions;
	}

	#assetRows(siteId: string | undefined, after: string | undefined) {
		const from = after ?? Dexie.minKey;
		return siteId
			? this.#records
					.where('[kind+siteId+sort]')
					.between(
						['asset', siteId, from],
						['asset', siteId, Dexie.maxKey],
						after === undefined,
						true,
					)
			: this.#records
					.where('[kind+sort]')
					.between(['asset', from], ['asset', Dexie.maxKey], after === undefined, true);
	}

	#beginningWith(code: string): PromiseLike<RecordRow[]> {
		const rows = this.#records.where('codes').startsWith(code);
		return rows.distinct().limit(prefixHitsMax).toArray();
	}

	#waiting(matters: readonly OpenMatter[]): Collection<RecordRow, string> {
		return this.#records.where('links').anyOf(matters.map(openLink)).distinct();
	}

	async #all<K extends RecordKind>(
		rows: Collection<RecordRow, string>,
		limit: number,
	): Promise<RecordOf<K>[]> {
		return (await rows.limit(limit).toArray()).map((row) => this.#open<K>(row));
	}

	get #records() {
		return this.#parts.database.records;
	}

	#openAny(row: RecordRow): AnyRecord {
		return openRecord(this.#parts.codec, row.body);
	}

	#open<K extends RecordKind>(row: RecordRow): RecordOf<K> {
		return this.#openAny(row);
	}
}

function isFinished({ state }: RecordRow): boolean {
	return state !== 'cancelled' && !openStates.some((open) => open === state);
}

function range(kind: RecordKind): [unknown[], unknown[]] {
	return [
		[kind, Dexie.minKey],
		[kind, Dexie.maxKey],
	];
}
