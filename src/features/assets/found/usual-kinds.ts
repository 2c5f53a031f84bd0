import type { Asset } from '#domain/asset/asset.ts';

/** What a machine is, as others of its sort are registered. */
export interface UsualKind {
	name: string;
	category: string;
	/** Most frequent first. */
	models: string[];
}

/** Offered at once; whoever needs another types it. */
export const usualMax = 8;

/** The sorts of machines there are on this device, those of the order's site and the frequent ones first. */
export function usualKinds(assets: readonly Asset[], siteId: string | undefined): UsualKind[] {
	const kinds = new Map<string, { kind: UsualKind; weight: number; models: Map<string, number> }>();
	for (const { name, category = '', model, siteId: at } of assets) {
		const key = `${name}\u0000${category}`;
		const known = kinds.get(key) ?? {
			...{ kind: { name, category, models: [] }, weight: 0, models: new Map<string, number>() },
		};
		// One at the same site outweighs any number elsewhere.
		known.weight += siteId !== undefined && at === siteId ? assets.length + 1 : 1;
		if (model) known.models.set(model, (known.models.get(model) ?? 0) + 1);
		kinds.set(key, known);
	}
	return [...kinds.values()]
		.sort((a, b) => b.weight - a.weight)
		.slice(0, usualMax)
		.map(({ kind, models }) => ({ ...kind, models: mostFrequent(models) }));
}

function mostFrequent(counts: ReadonlyMap<string, number>): string[] {
	const sorted = [...counts].sort(([, a], [, b]) => b - a);
	return sorted.slice(0, usualMax).map(([word]) => word);
}
