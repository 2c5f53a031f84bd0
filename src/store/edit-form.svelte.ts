import * as v from 'valibot';
import type { AccountStore } from './account-store.ts';

/** How a record of a register is typed: every field as text, and back. */
export interface FormShape<R extends object> {
	/** Text by form field; `supplier.phone` is part of the record's field `supplier`. */
	fieldsOf(record: Partial<R>): Record<string, string>;
	/** Values by record field; what is left out cannot be emptied. */
	valuesOf(fields: Readonly<Record<string, string>>): Record<string, unknown>;
}

const KeptSchema = v.object({
	seen: v.record(v.string(), v.unknown()),
	fields: v.record(v.string(), v.string()),
});

/**
 * A form over a record, kept on the device while it is typed: a killed tab loses nothing. It knows
 * which values its author saw, so that only what he changed is sent, against what he saw.
 */
export class EditForm<R extends object> {
	/** Under which the text is kept; hand it to `execute` as a draft to clear. */
	readonly key: string;
	readonly #drafts: AccountStore['drafts'];
	readonly #shape: FormShape<R>;
	#seen = $state.raw<Partial<R>>({});
	#fields = $state<Record<string, string>>({});
	#ready = $state(false);
	#restored = $state(false);

	/** `suggested`: first texts of a form that nobody has typed in yet. */
	constructor(
		drafts: AccountStore['drafts'],
		shape: FormShape<R>,
		start: { key: string; seen: Partial<R>; suggested?: Record<string, string> },
	) {
		this.#drafts = drafts;
		this.#shape = shape;
		this.key = start.key;
		this.#seen = start.seen;
		this.#fields = { ...shape.fieldsOf(start.seen), ...start.suggested };
		void this.#restore();
	}

	/** Bind inputs to these and call `keep` when they change. */
	get fields(): Record<string, string> {
		return this.#fields;
	}
	/** False until it is known whether text of an earlier time is kept. */
	get ready(): boolean {
		return this.#ready;
	}
	/** Text of an earlier time was found again. */
	get restored(): boolean {
		return this.#restored;
	}

	/** The record's fields that differ from what was seen, with their new values. */
	get set(): Record<string, unknown> {
		const before = this.#shape.valuesOf(this.#shape.fieldsOf(this.#seen));
		const now = this.#shape.valuesOf(this.#fields);
		const changed = Object.entries(now).filter(([field, value]) => !same(value, before[field]));
		return Object.fromEntries(changed);
	}

	/** What their author saw in the fields of `set`. */
	get base(): Record<string, unknown> {
		const seen = Object.fromEntries(Object.entries(this.#seen));
		return Object.fromEntries(Object.keys(this.set).map((field) => [field, seen[field] ?? null]));
	}

	keep(): void {
		const kept = { seen: plain(this.#seen), fields: $state.snapshot(this.#fields) };
		void this.#drafts.set(this.key, kept);
	}

	/** Throws away what was typed. */
	async discard(seen: Partial<R>): Promise<void> {
		this.#seen = seen;
		this.#fields = this.#shape.fieldsOf(seen);
		this.#restored = false;
		await this.#drafts.clear(this.key);
	}

	/**
	 * Goes on from the record as it is now: own changes stay, except those of the fields named, which
	 * take the other side's value.
	 */
	rebase(current: R, theirs: readonly string[] = []): void {
		const mine = Object.keys(this.set).filter((field) => !theirs.includes(field));
		const typed = Object.entries(this.#fields).filter(([name]) => mine.includes(recordField(name)));
		this.#seen = current;
		this.#fields = { ...this.#shape.fieldsOf(current), ...Object.fromEntries(typed) };
		this.keep();
	}

	async #restore(): Promise<void> {
		const kept = v.safeParse(KeptSchema, await this.#drafts.get(this.key));
		if (kept.success) {
			this.#seen = kept.output.seen as Partial<R>;
			this.#fields = { ...this.#fields, ...kept.output.fields };
			this.#restored = true;
		}
		this.#ready = true;
	}
}

function recordField(formField: string): string {
	return formField.split('.')[0] ?? formField;
}

function same(a: unknown, b: unknown): boolean {
	return JSON.stringify(a ?? '') === JSON.stringify(b ?? '');
}

function plain(record: object): Record<string, unknown> {
	return JSON.parse(JSON.stringify(record)) as Record<string, unknown>;
}
