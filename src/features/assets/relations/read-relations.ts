/** What an asset depends on and what depends on it, as far as this device holds it. */
import type { Asset } from '#domain/asset/asset.ts';
import { openRelations, reachedFrom, type Reached, type Step } from '#domain/asset/relations.ts';
import type { AccountStore } from '#store/account-store.ts';

export interface Neighbours {
	/** What this one needs. */
	needs: Reached;
	/** What stops if this one stops. */
	stops: Reached;
	assets: ReadonlyMap<string, Asset>;
	/** Named by its own relations, but not on this device. */
	elsewhere: number;
}

export async function readNeighbours({ records }: AccountStore, id: string): Promise<Neighbours> {
	const assets = new Map<string, Asset>();
	const keep = (found: readonly Asset[]) => found.forEach((one) => assets.set(one.id, one));
	const needs = await reachedFrom(id, async (ids) => {
		keep(await records.getMany('asset', ids));
		const steps = ids.flatMap((from) => stepsOf(assets.get(from)));
		keep(await records.getMany('asset', [...new Set(steps.map(({ to }) => to))]));
		return steps.filter(({ to }) => assets.has(to));
	});
	const stops = await reachedFrom(id, async (ids) => {
		const found = await Promise.all(ids.map((one) => records.about('asset', 'asset', one)));
		found.forEach(keep);
		return ids.flatMap((from, n) => found[n]?.flatMap((one) => stepsTo(one, from)) ?? []);
	});
	const named = new Set(stepsOf(assets.get(id)).map(({ to }) => to));
	const elsewhere = [...named].filter((to) => !assets.has(to)).length;
	return { needs, stops, assets, elsewhere };
}

function stepsOf(asset: Asset | undefined): Step[] {
	if (!asset) return [];
	return openRelations(asset).map(({ type, to }) => ({ from: asset.id, to, type }));
}

/** Turned round: from what is needed to what needs it. */
function stepsTo(asset: Asset, needed: string): Step[] {
	return openRelations(asset)
		.filter(({ to }) => to === needed)
		.map(({ type }) => ({ from: needed, to: asset.id, type }));
}
