/**
 * Relations between assets, kept with the one that depends: it runs on, is connected to, is part of or
 * uses another. Whatever the kind, it stops when the other stops.
 *
 * 1. Only the other's id is kept: what it is called lies on the devices that may hold it.
 * 2. Each is a fact of its own with who and when; one that ended stays, with who ended it.
 * 3. There may be rings; what is reached is reached once, by the shortest way.
 */
import * as v from 'valibot';
import { IdSchema } from '../record.ts';
import { InstantSchema } from '../time/instant.ts';

/** Relations of one asset, with those that ended. */
export const relationsMax = 200;
/** What is gone through from one asset before it is cut, told as more. */
const reachMax = 200;

export const relationTypes = ['runs_on', 'connected_to', 'part_of', 'uses'] as const;
export type RelationType = (typeof relationTypes)[number];

export const RelationSchema = v.looseObject({
	type: v.picklist(relationTypes),
	/** The asset it depends on. */
	to: IdSchema,
	at: InstantSchema,
	by: v.string(),
	ended: v.optional(v.looseObject({ at: InstantSchema, by: v.string() })),
});
export type Relation = v.InferOutput<typeof RelationSchema>;

export function openRelations(asset: { relations?: Relation[] | undefined }): Relation[] {
	return asset.relations?.filter(({ ended }) => !ended) ?? [];
}

/** One step from an asset to another. */
export interface Step {
	from: string;
	to: string;
	type: RelationType;
}
export interface Reached {
	/** In the order of their distance. */
	nodes: { id: string; depth: number }[];
	/** Every step between two that were reached. */
	steps: Step[];
	/** There is more than was gone through. */
	isCut: boolean;
}

/** Everything reached from `start`, level by level; `next` gives the steps that begin at those ids. */
export async function reachedFrom(
	start: string,
	next: (ids: readonly string[]) => Promise<Step[]>,
	max = reachMax,
): Promise<Reached> {
	const depths = new Map([[start, 0]]);
	const steps: Step[] = [];
	let frontier = [start];
	let isCut = false;
	for (let depth = 1; frontier.length > 0; depth++) {
		const found = await next(frontier);
		const isNew = (id: string) => !depths.has(id);
		const ids = [...new Set(found.map(({ to }) => to))].filter(isNew);
		frontier = ids.slice(0, Math.max(0, max + 1 - depths.size));
		isCut ||= frontier.length < ids.length;
		for (const id of frontier) depths.set(id, depth);
		steps.push(...found.filter(({ to }) => depths.has(to)));
	}
	const nodes = [...depths].map(([id, depth]) => ({ id, depth })).filter(({ id }) => id !== start);
	return { nodes, steps, isCut };
}
