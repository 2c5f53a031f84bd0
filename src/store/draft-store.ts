import { instantOf, type Instant } from '#domain/time/instant.ts';
import type { StoreParts } from './store-parts.ts';
import { asResult, type StoreResult } from './store-result.ts';

/** What was typed, drawn or ticked and is not a command yet; survives a killed tab. */
export class DraftStore {
	readonly #parts: StoreParts;
	constructor(parts: StoreParts) {
		this.#parts = parts;
	}

	/** Undefined for none, or when what lies there is no longer understood: parse it. */
	async get(key: string): Promise<unknown> {
		const row = await this.#parts.database.drafts.get(key);
		return row && this.#parts.codec.open(row.value);
	}

	/** The value must be plain data or ArrayBuffers. */
	set(key: string, value: unknown): Promise<StoreResult<void>> {
		const { database, codec, clock } = this.#parts;
		const savedAt = instantOf(clock.wallMs());
		return asResult(async () => {
			await database.drafts.put({ key, value: codec.seal(value), savedAt });
		});
	}

	/** When something was kept last. */
	async newestAt(): Promise<Instant | undefined> {
		const rows = await this.#parts.database.drafts.toArray();
		return rows.map(({ savedAt }) => savedAt).reduce<Instant | undefined>(laterOf, undefined);
	}

	async clear(key: string): Promise<void> {
		await this.#parts.database.drafts.delete(key);
	}
}

function laterOf(a: Instant | undefined, b: Instant): Instant {
	return a !== undefined && a > b ? a : b;
}
