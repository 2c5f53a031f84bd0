import type { RecordKind } from '#domain/record.ts';
import { instantOf } from '#domain/time/instant.ts';
import type { StoreParts } from './store-parts.ts';
import { asResult, type StoreResult } from './store-result.ts';

/**
 * Search indexes saved whole, so that opening the app does not build them again. Every snapshot of
 * a kind is deleted as soon as a record of that kind leaves the device, or it would still quote it.
 */
export class SnapshotStore {
	readonly #parts: StoreParts;
	constructor(parts: StoreParts) {
		this.#parts = parts;
	}

	async get(name: string): Promise<unknown> {
		const row = await this.#parts.database.search.get(name);
		return row && this.#parts.codec.open(row.data);
	}

	set(name: string, kind: RecordKind, data: unknown): Promise<StoreResult<void>> {
		const { database, codec, clock } = this.#parts;
		const savedAt = instantOf(clock.wallMs());
		return asResult(async () => {
			await database.search.put({ name, kind, data: codec.seal(data), savedAt });
		});
	}
}
