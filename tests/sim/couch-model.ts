/**
 * A CouchDB cluster in the process, as design.md section 9 saw one behave, without time or network of
 * its own: chance comes from a seed, so that the same seed plays the same story.
 *
 * 1. Every copy of a database takes or refuses a write by itself; two writers of one revision may both
 *    find copies that take theirs. Enough copies: certain. Some: `accepted`. None: a conflict.
 * 2. Copies learn from one another later. Views, lists and changes are answered by one of them.
 * 3. A position names a copy and a place in it. Where that copy is away another one answers, from a
 *    place that is surely not too late.
 * 4. Requests and answers may be lost; a client may die between any two requests.
 */
import type { CouchAnswer, CouchRequest, CouchTransport } from '#server/store/couch-transport.ts';
import { StoreUnavailable } from '#server/store/port.ts';
import { Copy, RevisionTree, type Leaf } from './couch-copy.ts';
import { inRange, mapper, seen, type Row } from './couch-views.ts';
import { Seeded } from '../fixtures/seeded.ts';

export interface CouchFaults {
	/** Nodes of the cluster; a database has a copy on each, up to three. */
	nodes: number;
	/** Share of writes that reach a copy later than its neighbours, or only by its neighbours. */
	late: number;
	/** Share of requests that never arrive, and of answers that never come back. */
	lost: number;
	/** Share of reads of the feed that begin earlier than asked. */
	rewound: number;
	/** Turns a request may have to wait on its way: with it requests overtake one another. */
	turnsMax: number;
	/** Requests after which a copy has surely learnt what another one has. */
	lagRequestsMax: number;
}

export const calm: CouchFaults = {
	...{ nodes: 1, late: 0, lost: 0, rewound: 0, turnsMax: 0, lagRequestsMax: 0 },
};
export const calmCluster: CouchFaults = { ...calm, nodes: 3 };
export const nasty: CouchFaults = {
	...{ nodes: 3, late: 0.3, lost: 0.02, rewound: 0.05, turnsMax: 6, lagRequestsMax: 40 },
};

interface Pending {
	copy: Copy;
	at: number;
	deliver: () => void;
}

interface ModelDatabase {
	copies: Copy[];
	designs: Map<string, Record<string, unknown>>;
	security: unknown;
	pending: Pending[];
}

interface BulkDocument extends Record<string, unknown> {
	_id: string;
	_rev?: string;
	_deleted?: boolean;
}

/** A client of the cluster, as one server process: it can die. */
export class ModelClient {
	readonly transport: CouchTransport;
	/** Requests until it dies. */
	lifetime = Infinity;
	isDead = false;

	constructor(model: CouchModel) {
		this.transport = async (request) => {
			this.#live();
			const answer = await model.answer(request);
			this.#live();
			return answer;
		};
	}

	#live(): void {
		if (this.lifetime-- <= 0) this.isDead = true;
		if (this.isDead) throw new ClientDied();
	}
}

/** What a dead process would have run into. */
class ClientDied extends Error {}

export class CouchModel {
	readonly #chance: Seeded;
	faults: CouchFaults;
	readonly #databases = new Map<string, ModelDatabase>();
	readonly #down = new Set<number>();
	#requests = 0;

	constructor(chance: Seeded, faults: CouchFaults) {
		this.#chance = chance;
		this.faults = faults;
	}

	client(): ModelClient {
		return new ModelClient(this);
	}

	get requests(): number {
		return this.#requests;
	}

	kill(node: number): void {
		this.#down.add(node);
	}

	revive(node: number): void {
		this.#down.delete(node);
	}

	/** All copies learn all; no more faults. */
	heal(): void {
		this.#down.clear();
		this.faults = { ...this.faults, late: 0, lost: 0, rewound: 0, turnsMax: 0 };
		for (const database of this.#databases.values()) this.#equalize(database);
	}

	/** Live leaves of every document, for who checks. */
	leaves(name: string): Map<string, Leaf[]> {
		const database = this.#database(name);
		const all = new Map<string, Leaf[]>();
		for (const id of new Set(database?.copies.flatMap(({ documents }) => [...documents.keys()])))
			all.set(
				id,
				union(database?.copies ?? [], id).filter(({ deleted }) => !deleted),
			);
		return all;
	}

	async answer(request: CouchRequest): Promise<CouchAnswer> {
		this.#requests++;
		await this.#onTheWay();
		if (this.#chance.chance(this.faults.lost / 2)) throw new StoreUnavailable('model');
		const answer = await this.#route(structuredClone(request));
		await this.#onTheWay();
		if (this.#chance.chance(this.faults.lost / 2)) throw new StoreUnavailable('model');
		return structuredClone(answer);
	}

	async #onTheWay(): Promise<void> {
		for (let turns = Math.floor(this.#chance.next() * this.faults.turnsMax); turns > 0; turns--)
			await Promise.resolve();
	}

	#database(name: string): ModelDatabase | undefined {
		return this.#databases.get(name);
	}

	async #route({ method, path, query = {}, body }: CouchRequest): Promise<CouchAnswer> {
		const [name = '', ...rest] = path.split('/');
		const below = rest.join('/');
		const database = this.#database(decodeURIComponent(name));
		if (method === 'PUT' && below === '') return this.#make(decodeURIComponent(name), query);
		if (!database) return refused(404, 'not_found');
		if (this.#awake(database).length === 0) return refused(503, 'service_unavailable');
		this.#learn(database);
		if (below === '' && method === 'DELETE') return this.#drop(name);
		if (below === '') return answered({ cluster: { n: database.copies.length } });
		if (below === '_security') return this.#security(database, method, body);
		if (below === '_bulk_docs') return this.#bulkDocs(database, body);
		if (below === '_bulk_get') return answered(this.#bulkGet(database, body, query));
		if (below === '_all_docs') return answered({ rows: this.#allDocs(database, query) });
		if (below === '_changes') return this.#changes(database, query);
		if (below.startsWith('_design/')) return this.#design(database, method, below, query, body);
		return refused(404, 'not_found');
	}

	#make(name: string, { n }: Readonly<Record<string, unknown>>): CouchAnswer {
		if (this.#databases.has(name)) return refused(412, 'file_exists');
		const copies = Math.min(Number(n ?? 3), this.faults.nodes, 3);
		this.#databases.set(name, {
			copies: Array.from({ length: copies }, (_, node) => new Copy(node)),
			...{ designs: new Map(), security: {}, pending: [] },
		});
		return answered({ ok: true });
	}

	#drop(name: string): CouchAnswer {
		this.#databases.delete(decodeURIComponent(name));
		return answered({ ok: true });
	}

	#security(database: ModelDatabase, method: string, body: unknown): CouchAnswer {
		if (method === 'PUT') database.security = body;
		return answered(database.security);
	}

	#awake({ copies }: ModelDatabase): Copy[] {
		return copies.filter(({ node }) => !this.#down.has(node));
	}

	/** What was late arrives; copies that lag too far behind catch up. */
	#learn(database: ModelDatabase): void {
		const isDue = ({ copy, at }: Pending) => !this.#down.has(copy.node) && at <= this.#requests;
		const due = database.pending.filter(isDue);
		database.pending = database.pending.filter((one) => !due.includes(one));
		for (const { deliver } of due) deliver();
	}

	#equalize(database: ModelDatabase): void {
		database.pending = [];
		for (const copy of database.copies)
			for (const other of database.copies)
				for (const id of copy.behind(other)) copy.take(id, other);
	}

	/** One copy has it; the others learn of it, each in its time. */
	#spread(database: ModelDatabase, id: string, from: Copy): void {
		for (const copy of database.copies) {
			if (copy === from) continue;
			const delay = Math.floor(this.#chance.next() * this.faults.lagRequestsMax);
			const deliver = () => copy.take(id, from);
			if (delay === 0 && !this.#down.has(copy.node)) deliver();
			else database.pending.push({ copy, at: this.#requests + delay, deliver });
		}
	}

	async #bulkDocs(database: ModelDatabase, body: unknown): Promise<CouchAnswer> {
		const rows: unknown[] = [];
		for (const document of (body as { docs: BulkDocument[] }).docs)
			rows.push(await this.#write(database, document));
		return answered(rows);
	}

	async #write(database: ModelDatabase, document: BulkDocument): Promise<unknown> {
		const { _id: id, _rev: base, _deleted: deleted = false, _conflicts: _, ...body } = document;
		const counts = new Map<string, number>();
		const took: Copy[] = [];
		const awake = this.#shuffled(this.#awake(database));
		for (const copy of awake) {
			await this.#onTheWay();
			if (awake.length > 1 && this.#chance.chance(this.faults.late)) continue;
			if (this.#down.has(copy.node)) continue;
			const rev = copy.edit(id, base, deleted, body);
			if (rev === undefined) continue;
			counts.set(rev, (counts.get(rev) ?? 0) + 1);
			took.push(copy);
		}
		for (const copy of took) this.#spread(database, id, copy);
		const [best] = [...counts].sort((a, b) => b[1] - a[1]);
		if (!best) return this.#unwritten(database, document);
		const enough = Math.floor(database.copies.length / 2) + 1;
		const row = { ok: true, id, rev: best[0] };
		return best[1] >= enough ? row : { ...row, accepted: true };
	}

	/** All copies that answered refused it; where none was asked nothing is known. */
	#unwritten(database: ModelDatabase, { _id: id, _rev: base }: BulkDocument): unknown {
		const isLeaf = this.#awake(database).some((copy) => {
			const leaves = (copy.documents.get(id) ?? new RevisionTree()).leaves();
			return base === undefined
				? leaves.every(({ deleted }) => deleted)
				: leaves.some(({ rev }) => rev === base);
		});
		return isLeaf ? { id, error: 'timeout' } : { id, error: 'conflict' };
	}

	#shuffled<T>(list: readonly T[]): T[] {
		const keyed = list.map((one) => ({ one, key: this.faults.turnsMax ? this.#chance.next() : 0 }));
		return keyed.sort((a, b) => a.key - b.key).map(({ one }) => one);
	}

	/** From enough copies to see every certain write. */
	#bulkGet(
		database: ModelDatabase,
		body: unknown,
		query: Readonly<Record<string, unknown>>,
	): unknown {
		const { docs } = body as { docs: { id: string }[] };
		const enough = Number(query['r'] ?? Math.floor(database.copies.length / 2) + 1);
		const results = docs.map(({ id }) => {
			const copies = this.#shuffled(this.#awake(database)).slice(0, enough);
			const leaves = union(copies, id);
			if (leaves.length === 0)
				return { id, docs: [{ error: { id, rev: 'undefined', error: 'not_found' } }] };
			const found = leaves.map(({ rev, deleted, body: text }) => ({
				ok: { ...text, _id: id, _rev: rev, ...(deleted && { _deleted: true }) },
			}));
			return { id, docs: found };
		});
		return { results };
	}

	#anyCopy(database: ModelDatabase): Copy {
		return this.#chance.pick(this.#awake(database));
	}

	#allDocs(database: ModelDatabase, query: Readonly<Record<string, unknown>>): Row[] {
		const copy = this.#anyCopy(database);
		const rows: Row[] = [];
		for (const [id, tree] of copy.documents) {
			const doc = seen(id, tree.leaves());
			if (doc)
				rows.push({
					...{ id, key: id, value: {} },
					...(query['include_docs'] === true && { doc }),
				});
		}
		return inRange(rows, query);
	}

	#design(
		database: ModelDatabase,
		method: string,
		below: string,
		query: Readonly<Record<string, unknown>>,
		body: unknown,
	): CouchAnswer {
		const [, design = '', , view = ''] = below.split('/');
		const known = database.designs.get(design);
		if (method === 'PUT') return this.#putDesign(database, design, body);
		if (!known) return refused(404, 'not_found');
		if (view === '') return answered(known);
		const { views } = known as { views: Record<string, { map: string }> };
		const source = views[view]?.map;
		if (!source) return refused(404, 'not_found');
		return answered({ rows: this.#view(database, source, query) });
	}

	#putDesign(database: ModelDatabase, name: string, body: unknown): CouchAnswer {
		const known = database.designs.get(name);
		const { _rev, ...design } = body as Record<string, unknown>;
		if (known?.['_rev'] !== _rev) return refused(409, 'conflict');
		const generation = Number.parseInt(textOf(known?.['_rev']), 10) + 1;
		database.designs.set(name, { ...design, _rev: `${generation}-design` });
		return answered({ ok: true });
	}

	#view(database: ModelDatabase, source: string, query: Readonly<Record<string, unknown>>): Row[] {
		const map = mapper(source);
		const rows: Row[] = [];
		for (const [id, tree] of this.#anyCopy(database).documents) {
			const doc = seen(id, tree.leaves());
			if (doc) for (const { key, value } of map(doc)) rows.push({ id, key, value });
		}
		return inRange(rows, query);
	}

	#changes(database: ModelDatabase, query: Readonly<Record<string, unknown>>): CouchAnswer {
		const since = textOf(query['since']);
		const place = since === 'now' ? this.#now(database) : this.#placeOf(database, since);
		if (!place) return refused(400, 'bad_request');
		const { copy, seq } = place;
		const limit = Number(query['limit'] ?? Infinity);
		const page = copy.since(seq).slice(0, limit);
		const results = page.map((change) => {
			const doc = seen(change.id, copy.documents.get(change.id)?.leaves() ?? []);
			return {
				...{ seq: nameOf(copy, change.seq), id: change.id, changes: [] },
				...(doc ? { doc } : { deleted: true }),
			};
		});
		const last = page.length < limit ? copy.seq : (page.at(-1)?.seq ?? seq);
		return answered({ results, last_seq: nameOf(copy, last), pending: 0 });
	}

	#now(database: ModelDatabase): { copy: Copy; seq: number } {
		const copy = this.#anyCopy(database);
		return { copy, seq: copy.seq };
	}

	#placeOf(database: ModelDatabase, since: string): { copy: Copy; seq: number } | undefined {
		if (since === '0') return { copy: this.#anyCopy(database), seq: 0 };
		const [node, text] = Buffer.from(since, 'base64url').toString().split(':');
		const copy = database.copies.find((one) => String(one.node) === node);
		const seq = Number(text);
		if (!copy || !Number.isSafeInteger(seq) || seq < 0) return undefined;
		if (this.#down.has(copy.node)) return { copy: this.#anyCopy(database), seq: 0 };
		if (seq > copy.seq) return { copy, seq: 0 };
		const back = this.#chance.chance(this.faults.rewound) ? Math.floor(this.#chance.next() * 8) : 0;
		return { copy, seq: Math.max(0, seq - back) };
	}
}

/** The leaves of what several copies know together. */
function union(copies: readonly Copy[], id: string): readonly Leaf[] {
	const tree = new RevisionTree();
	for (const copy of copies) tree.merge(copy.documents.get(id) ?? new RevisionTree());
	return tree.leaves();
}

function textOf(value: unknown): string {
	return typeof value === 'string' ? value : '0';
}

function nameOf({ node }: Copy, seq: number): string {
	return Buffer.from(`${node}:${seq}`).toString('base64url');
}

function answered(body: unknown): CouchAnswer {
	return { status: 200, body };
}

function refused(status: number, error: string): CouchAnswer {
	return { status, body: { error } };
}

/** A cluster that plays the story of that seed. */
export function openCouchModel(chance: number | Seeded, faults: CouchFaults = calm): CouchModel {
	return new CouchModel(typeof chance === 'number' ? new Seeded(chance) : chance, faults);
}
