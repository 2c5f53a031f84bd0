import type { CouchDatabase, CouchDocument } from './couch-database.ts';
import { range } from './couch-ids.ts';
import { CouchRegister } from './couch-register.ts';
import type { ReservedNumber } from './move-port.ts';
import { floorOn, noFloor, type NumberFloor } from './number-floor.ts';
import type { NumberCounter } from './port.ts';
import { counterOf } from './sequence.ts';

interface CounterDocument extends CouchDocument {
	value: number;
}

type ReservedDocument = CouchDocument & { record: string };
type FloorDocument = CouchDocument & NumberFloor;

/** Left out after a loss: numbers given shortly before it may be in no record that was read. */
const numbersLeftOutAfterLoss = 20;
const lossId = 'lost-once';
const floorId = 'floor';

/**
 * Numbers, each given once. One database with one copy, because that alone refuses the second of two
 * writers. A counter that is not there goes on behind the highest number the records tell of.
 */
export class CouchCounters {
	readonly #database: CouchDatabase;
	readonly #register: CouchRegister<CounterDocument>;
	readonly #reserved: CouchRegister<ReservedDocument>;
	readonly #floors: CouchRegister<FloorDocument>;
	readonly #highest: (name: string) => Promise<number>;

	constructor(database: CouchDatabase, highest: (name: string) => Promise<number>) {
		this.#database = database;
		this.#register = new CouchRegister(database, true);
		this.#reserved = new CouchRegister(database, true);
		this.#floors = new CouchRegister(database, true);
		this.#highest = highest;
	}

	/** The next number under that name, from 1. One nobody hears of is left out. */
	async next(name: string): Promise<number> {
		const id = idOf(name);
		const first = (await this.#register.read(id)) ? 0 : await this.#firstAfter(name);
		const kept = await this.#register.change(id, (current) => ({
			_id: id,
			value: current ? current.value + 1 : first,
		}));
		if (!kept) throw new Error('a counter that was written is not there');
		return kept.value;
	}

	async #firstAfter(name: string): Promise<number> {
		const highest = Math.max(await this.#highest(name), await this.#floorOf(name));
		const isLoss = highest > 0 && (await this.#register.read(lossId)) !== undefined;
		return highest + 1 + (isLoss ? numbersLeftOutAfterLoss : 0);
	}

	/** The counters were made anew beside records that had numbers. */
	async noteLoss(): Promise<void> {
		await this.#register.change(lossId, (current) =>
			current ? undefined : { _id: lossId, value: 1 },
		);
	}

	/** 0 for one nothing was counted under. */
	async valueOf(name: string): Promise<number> {
		return (await this.#register.read(idOf(name)))?.value ?? 0;
	}

	/** None in an organisation that was never restored. */
	async floor(): Promise<NumberFloor> {
		const { upTo, n } = (await this.#floors.read(floorId)) ?? noFloor;
		return { upTo, n };
	}

	async putFloor(floor: NumberFloor): Promise<void> {
		await this.#floors.change(floorId, (current) =>
			current && current.n >= floor.n ? undefined : { _id: floorId, ...floor },
		);
	}

	/** Of a day's numbers; 0 for other counters. */
	async #floorOf(name: string): Promise<number> {
		if (!name.startsWith(numberPrefix)) return 0;
		return floorOn(await this.floor(), counterOf(name.slice(numberPrefix.length), 0).date);
	}

	/** Never lowers one. A day's numbers begin behind the floor. */
	async raise(name: string, n: number): Promise<void> {
		const value = Math.max(n, await this.#floorOf(name));
		await this.#register.change(idOf(name), (current) =>
			current && current.value >= value ? undefined : { _id: idOf(name), value },
		);
	}

	/** Whether it is that record's now: the first to ask has it for ever. */
	async reserve(number: string, record: string): Promise<boolean> {
		const _id = reservedId(number);
		const kept = await this.#reserved.change(_id, (current) =>
			current ? undefined : { _id, record },
		);
		return kept?.record === record;
	}

	async holderOf(number: string): Promise<string | undefined> {
		return (await this.#reserved.read(reservedId(number)))?.record;
	}

	/** By number, behind that one. */
	async allReserved(after: string | undefined, limit: number): Promise<ReservedNumber[]> {
		const rows = await this.#database.list({
			...range(reservedPrefix, after),
			limit,
			include_docs: true,
		});
		return rows.map(({ id, doc }) => ({
			number: id.slice(reservedPrefix.length),
			record: (doc as ReservedDocument).record,
		}));
	}

	/** Those of forms and days. */
	async numbers(): Promise<NumberCounter[]> {
		const all = await this.#all();
		return all
			.filter(({ name }) => name.startsWith(numberPrefix))
			.map(({ name, value }) => counterOf(name.slice(numberPrefix.length), value));
	}

	async #all(): Promise<{ name: string; value: number }[]> {
		const rows = await this.#database.list({
			startkey: prefix,
			endkey: `${prefix}\ufff0`,
			include_docs: true,
		});
		return rows.map(({ id, doc }) => ({
			name: id.slice(prefix.length),
			value: (doc as CounterDocument).value,
		}));
	}
}

const prefix = 'counter/';
const numberPrefix = 'number ';
const reservedPrefix = 'reserved/';

function reservedId(number: string): string {
	return `${reservedPrefix}${number}`;
}

function idOf(name: string): string {
	return `${prefix}${name}`;
}
