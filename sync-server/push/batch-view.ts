import type { AnyRecord } from '#domain/record-schemas.ts';
import type { RecordKind } from '#domain/record.ts';
import { recordKey, type Records } from '#server/store/port.ts';
import { bodyOf } from '#server/store/stored-body.ts';

export interface ViewedRecord {
	record: AnyRecord;
	rev: number;
	channels: readonly string[];
	/** Channels it was in before. */
	former: readonly string[];
}

/** The store as the next command of a batch finds it: what the commands before it will write included. */
export class BatchView {
	readonly #store: Pick<Records, 'get' | 'present'>;
	readonly #seen = new Map<string, ViewedRecord | undefined>();
	readonly #written = new Map<string, AnyRecord>();
	readonly #counts = new Map<string, number>();

	constructor(store: Pick<Records, 'get' | 'present'>) {
		this.#store = store;
	}

	async get(kind: RecordKind, id: string): Promise<ViewedRecord | undefined> {
		const key = recordKey({ kind, id });
		if (!this.#seen.has(key)) this.#seen.set(key, await this.#read(kind, id));
		return this.#seen.get(key);
	}

	/** Records in a channel, those this batch puts there included; counted up to that many. */
	async countIn(channel: string, most: number): Promise<number> {
		const known = this.#counts.get(channel);
		if (known !== undefined) return known;
		const { length } = await this.#store.present({ channel, limit: most });
		this.#counts.set(channel, length);
		return length;
	}

	/** Records of a kind that this batch writes. */
	changed(kind: RecordKind): AnyRecord[] {
		return [...this.#written.values()].filter((record) => record.kind === kind);
	}

	put(viewed: ViewedRecord): void {
		this.#written.set(recordKey(viewed.record), viewed.record);
		for (const channel of viewed.rev === 1 ? viewed.channels : [])
			if (this.#counts.has(channel))
				this.#counts.set(channel, (this.#counts.get(channel) ?? 0) + 1);
		this.#seen.set(recordKey(viewed.record), viewed);
	}

	async #read(kind: RecordKind, id: string): Promise<ViewedRecord | undefined> {
		const stored = await this.#store.get(kind, id);
		if (!stored) return undefined;
		const { rev, channels, former } = stored;
		return { record: bodyOf(stored), rev, channels, former };
	}
}
