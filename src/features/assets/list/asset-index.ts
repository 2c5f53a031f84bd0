/**
 * What the list of assets is filtered and sorted by: a row of each asset held here, in memory of a Worker.
 *
 * 1. It follows the store by the times of change: what is new or changed is read, what left is forgotten.
 * 2. What was withdrawn with its import is in no answer but to who asks for it.
 * 3. An answer is ids only, in order; what a screen shows of them it reads itself, a screenful at a time.
 */
import { isProvisional, type Asset } from '#domain/asset/asset.ts';
import { isWithin } from '#domain/asset/categories.ts';
import { openCorrections } from '#domain/asset/correction.ts';
import { customEntries } from '#domain/asset/custom-values.ts';
import { awayOf } from '#domain/asset/life-cycle.ts';
import { openRetirement } from '#domain/asset/retirement.ts';
import { labelDue } from '#domain/asset/label.ts';
import { openSwaps } from '#domain/asset/swap.ts';
import { openConflicts } from '#domain/conflict.ts';
import { addDays, type LocalDate } from '#domain/time/local-date.ts';
import { codeOf } from '#store/record-links.ts';
import {
	endAskDays,
	type AssetFilter,
	type Condition,
	type EndAsk,
	type SortField,
} from './asset-filter.ts';

/** Assets read at once; questions are answered in between. */
const batchMax = 500;

/** Names offered of a sort; more are typed, not chosen. */
const offersMax = 200;

interface IndexRow {
	id: string;
	at: string;
	codes: string[];
	words: string;
	category: string;
	state: string;
	siteId: string;
	room: string;
	people: string;
	department: string;
	supplier: string;
	manufacturer: string;
	model: string;
	/** As it stands there, with whom to speak to. */
	supplied?: Supplier | undefined;
	warrantyUntil: string;
	contractUntil: string;
	/** Of what is away. */
	backBy: string;
	conditions: Condition[];
	custom: Record<string, string>;
	sorts: Record<SortField, string>;
}

export interface Question {
	filter: AssetFilter;
	today: LocalDate;
}

/** What the register names already, the most frequent first: offered where one is typed. */
export interface Offers {
	manufacturers: string[];
	models: { manufacturer: string; model: string }[];
	suppliers: Supplier[];
}
type Supplier = { name: string; contact?: string | undefined; phone?: string | undefined };

export interface Found {
	ids: string[];
	/** How many of those that fit but for their state are in each. */
	states: Record<string, number>;
}

type Read = (ids: string[]) => PromiseLike<Asset[]>;

export class AssetIndex {
	readonly #rows = new Map<string, IndexRow>();
	/** By tag; made anew when one came or went. */
	#byTag: IndexRow[] | undefined;

	/** `pause` lets others have a turn between two batches. */
	async follow(
		versions: ReadonlyMap<string, string>,
		read: Read,
		pause: () => Promise<void> = () => Promise.resolve(),
	): Promise<void> {
		for (const id of this.#rows.keys()) if (!versions.has(id)) this.#rows.delete(id);
		const want = [...versions].filter(([id, at]) => this.#rows.get(id)?.at !== at);
		for (let start = 0; start < want.length; start += batchMax) {
			const batch = want.slice(start, start + batchMax).map(([id]) => id);
			for (const asset of await read(batch)) this.#rows.set(asset.id, rowOf(asset));
			await pause();
		}
		this.#byTag = undefined;
	}

	offers(): Offers {
		const rows = [...this.#rows.values()];
		const named = rows.filter(({ model }) => model !== '');
		const supplied = rows.flatMap((row) => row.supplied ?? []).filter(({ name }) => name !== '');
		return {
			manufacturers: frequent(rows.map((row) => row.manufacturer).filter(Boolean), (one) => one),
			models: frequent(
				named.map(({ manufacturer, model }) => ({ manufacturer, model })),
				({ manufacturer, model }) => `${manufacturer}\n${model}`,
			),
			suppliers: frequent(supplied, ({ name }) => name),
		};
	}

	find({ filter, today }: Question): Found {
		this.#byTag ??= [...this.#rows.values()].sort((a, b) => compare(a.sorts.tag, b.sorts.tag));
		const fits = fitting(filter, today);
		const states: Record<string, number> = {};
		const found: IndexRow[] = [];
		for (const row of this.#byTag) {
			if (!fits(row)) continue;
			states[row.state] = (states[row.state] ?? 0) + 1;
			if (!filter.state || row.state === filter.state) found.push(row);
		}
		return { ids: ordered(found, filter).map(({ id }) => id), states };
	}
}

/** The last one of each is kept: of a supplier, whom to speak to today. */
function frequent<T>(all: readonly T[], keyOf: (one: T) => string): T[] {
	const counts = new Map<string, { one: T; n: number }>();
	for (const one of all) {
		const key = keyOf(one);
		counts.set(key, { one, n: (counts.get(key)?.n ?? 0) + 1 });
	}
	const sorted = [...counts.values()].sort((a, b) => b.n - a.n);
	return sorted.slice(0, offersMax).map(({ one }) => one);
}

function fitting(filter: AssetFilter, today: LocalDate): (row: IndexRow) => boolean {
	const words = normal(filter.text).split(/\s+/).filter(Boolean);
	const code = codeOf(filter.text);
	const [room, user, department, supplier] = (
		['room', 'user', 'department', 'supplier'] as const
	).map((field) => normal(filter[field])) as [string, string, string, string];
	const custom = Object.entries(filter.custom);
	const warranty = ending(filter.warranty, today);
	const contract = ending(filter.contract, today);
	const asksWithdrawn = filter.condition === 'withdrawn';
	return (row) =>
		row.conditions.includes('withdrawn') === asksWithdrawn &&
		(!filter.category || isWithin(row.category, filter.category)) &&
		(!filter.siteId || row.siteId === filter.siteId) &&
		(!filter.condition || hasCondition(row, filter.condition, today)) &&
		row.room.includes(room) &&
		row.people.includes(user) &&
		row.department.includes(department) &&
		row.supplier.includes(supplier) &&
		custom.every(([field, value]) => row.custom[field] === value) &&
		warranty(row.warrantyUntil) &&
		contract(row.contractUntil) &&
		(words.every((word) => row.words.includes(word)) || row.codes.some((one) => one === code));
}

/** Whether a last day is as asked for. */
function ending(ask: EndAsk | '', today: LocalDate): (until: string) => boolean {
	if (!ask) return () => true;
	if (ask === 'none') return (until) => until === '';
	if (ask === 'expired') return (until) => until !== '' && until < today;
	const last = addDays(today, endAskDays[ask] ?? 0);
	return (until) => until >= today && until <= last;
}

function hasCondition(row: IndexRow, condition: Condition, today: string): boolean {
	if (condition === 'overdue') return row.backBy !== '' && row.backBy < today;
	return row.conditions.includes(condition);
}

/** What carries exactly the code that was typed stands first. */
function ordered(rows: IndexRow[], { sort, isDescending, text }: AssetFilter): IndexRow[] {
	const sorted = sort === 'tag' ? rows : rows.toSorted((a, b) => bySort(a, b, sort));
	if (isDescending) sorted.reverse();
	const code = codeOf(text);
	if (!code) return sorted;
	const exact = sorted.filter(({ codes }) => codes.includes(code));
	return exact.length === 0 ? sorted : [...exact, ...sorted.filter((row) => !exact.includes(row))];
}

/** What has nothing there stands last. */
function bySort(a: IndexRow, b: IndexRow, sort: SortField): number {
	const [one, other] = [a.sorts[sort], b.sorts[sort]];
	if (one === '' || other === '') return Number(one === '') - Number(other === '');
	return compare(one, other);
}

/** By code, as the store sorts: a collator takes a second over the whole register. */
function compare(a: string, b: string): number {
	if (a === b) return 0;
	return a < b ? -1 : 1;
}

function rowOf(asset: Asset): IndexRow {
	const { id, updatedAt, tag, name, category = '', state, siteId = '', room = '' } = asset;
	const { department = '', warrantyUntil = '', contractUntil = '' } = asset;
	const { sharers = [] } = asset;
	const holders = [asset.user?.name, asset.responsible?.name, ...sharers.map(({ name }) => name)];
	const people = holders.filter(Boolean).join(' ');
	const codes = [tag, asset.serial, asset.systemSerial, ...(asset.aliases ?? [])];
	const custom = Object.fromEntries(customEntries(asset));
	const told = [...codes, name, category, asset.model, asset.manufacturer, room, department];
	const more = [asset.hostName, asset.ip, people, ...Object.values(custom)];
	return {
		...{ id, at: updatedAt, category, state, siteId, warrantyUntil, custom },
		...{ contractUntil, backBy: awayOf(asset)?.backBy ?? '' },
		codes: codes.flatMap((code) => (code ? [codeOf(code)] : [])),
		words: normal([...told, ...more].filter(Boolean).join(' ')),
		...{ room: normal(room), people: normal(people), department: normal(department) },
		supplier: normal(asset.supplier?.name ?? ''),
		...{ manufacturer: asset.manufacturer ?? '', model: asset.model ?? '' },
		supplied: asset.supplier,
		conditions: conditionsOf(asset),
		sorts: {
			...{ tag: codeOf(tag), name, category, place: `${siteId} ${room}`.trim() },
			...{ user: asset.user?.name ?? '', warrantyUntil },
		},
	};
}

function conditionsOf(asset: Asset): Condition[] {
	const seal = asset.seal?.state;
	const is: Record<Exclude<Condition, 'overdue'>, boolean> = {
		seal: seal === 'broken' || seal === 'missing',
		found: isProvisional(asset),
		correction: openCorrections(asset).length > 0,
		conflict: openConflicts(asset).length > 0,
		swap: openSwaps(asset.swaps ?? []).length > 0,
		retiring: openRetirement(asset) !== undefined,
		label: labelDue(asset) !== undefined,
		withdrawn: asset.withdrawn !== undefined,
	};
	return (Object.keys(is) as (keyof typeof is)[]).filter((one) => is[one]);
}

function normal(text: string): string {
	return text.normalize('NFKC').toLowerCase().trim();
}
