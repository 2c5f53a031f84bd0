import type { AnyRecord } from '#domain/record-schemas.ts';
import type { RecordKind } from '#domain/record.ts';
import { recordKey, type Records } from '#server/store/port.ts';
import { bodyOf } from '#server/store/stored-body.ts';

export interface ViewedRecord {
	record: AnyRecord;
	rev: number;
	channels: readonly string[];
}

/** The store as the next command of a batch finds it: what the commands before it will write included. */
export class BatchView {
	readonly #store: Pick<Records, 'get'>;
	readonly #seen = new Map<string, ViewedRecord | undefined>();

	constructor(store: Pick<Records, 'get'>) {
		this.#store = store;
	}

	async get(kind: RecordKind, id: string): Promise<ViewedRecord | undefined> {
		const key = recordKey({ kind, id });
		if (!this.#seen.has(key)) this.#seen.set(key, await this.#read(kind, id));
		return this.#seen.get(key);
	}

	put(viewed: ViewedRecord): void {
		this.#seen.set(recordKey(viewed.record), viewed);
	}

	async #read(kind: RecordKind, id: string): Promise<ViewedRecord | undefined> {
		const stored = await this.#store.get(kind, id);
		return stored && { record: bodyOf(stored), rev: stored.rev, channels: stored.channels };
	}
}
