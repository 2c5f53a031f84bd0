import type { CouchCounters } from './couch-counters.ts';
import { StoreUnavailable, type RecordWrite } from './port.ts';

/** Numbers of a record that is being written, where the one copy that gives them may be out of reach. */
export class CouchNumbering {
	readonly #counters: CouchCounters;

	constructor(counters: CouchCounters) {
		this.#counters = counters;
	}

	/**
	 * Whether the numbers it wants alone are no other record's. Without the one copy that knows, an order
	 * made in the field does not wait: its number is its own device's, and others were looked up.
	 */
	async mayHave({ reserve = [], record }: RecordWrite): Promise<boolean> {
		try {
			for (const number of reserve)
				if (!(await this.#counters.reserve(number, record.id))) return false;
			return true;
		} catch (error) {
			if (!(error instanceof StoreUnavailable)) throw error;
			return true;
		}
	}

	/** Without the one copy that gives numbers a record waits for its number; a review gives it later. */
	async numbered({ record, search, numbering, returning }: RecordWrite) {
		if (returning) {
			const number = { name: `number ${returning.form} ${returning.date}`, n: returning.n };
			await this.#counters.raise(number.name, number.n);
			return { record, search, number };
		}
		if (!numbering) return { record, search, number: undefined };
		const name = `number ${numbering.form} ${numbering.date}`;
		try {
			const n = await this.#counters.next(name);
			return { ...numbering.apply(n), number: { name, n } };
		} catch (error) {
			if (!(error instanceof StoreUnavailable)) throw error;
			return { record, search, number: undefined };
		}
	}
}
