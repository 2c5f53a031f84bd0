import type { Asset } from '#domain/asset/asset.ts';

/** Assets read at once while the names are gathered; the screen stays awake in between. */
const batchMax = 500;

/**
 * The words of the assets held here, for finding them by name: a list in memory, made when somebody
 * first searches and followed afterwards. Tags and serials are not looked for here but in the store's
 * index of codes.
 */
export class AssetNames {
	readonly #known = new Map<string, { at: string; words: string }>();

	/** Reads what is new or changed and forgets what left. */
	async follow(
		versions: ReadonlyMap<string, string>,
		read: (ids: string[]) => PromiseLike<Asset[]>,
	): Promise<void> {
		for (const id of this.#known.keys()) if (!versions.has(id)) this.#known.delete(id);
		const want = [...versions].filter(([id, at]) => this.#known.get(id)?.at !== at);
		for (let start = 0; start < want.length; start += batchMax) {
			const batch = want.slice(start, start + batchMax).map(([id]) => id);
			for (const asset of await read(batch))
				this.#known.set(asset.id, { at: asset.updatedAt, words: wordsOf(asset) });
		}
	}

	/** Ids of assets with every word of the text in them, at most `limit`. */
	find(text: string, limit: number): string[] {
		const asked = normal(text).split(/\s+/).filter(Boolean);
		const found: string[] = [];
		if (asked.length === 0) return found;
		for (const [id, { words }] of this.#known) {
			if (asked.every((word) => words.includes(word))) found.push(id);
			if (found.length === limit) break;
		}
		return found;
	}
}

function wordsOf(asset: Asset): string {
	const { name, category, model, manufacturer, room, department, hostName, ip } = asset;
	const people = [asset.user?.name, asset.responsible?.name];
	const all = [asset.tag, name, category, model, manufacturer, room, department, hostName, ip];
	return normal([...all, ...people].filter(Boolean).join(' '));
}

function normal(text: string): string {
	return text.normalize('NFKC').toLowerCase();
}
