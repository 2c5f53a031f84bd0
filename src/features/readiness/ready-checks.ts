/**
 * Whether everything an engineer needs for one order is on the device before he leaves coverage.
 * Each check is ready, missing with what to do about it, or has nothing to say for this order.
 */
import { isSpaceLow, type Persistence, type StorageSpace } from '#store/storage-health.ts';
import { msOf, type Instant } from '#domain/time/instant.ts';

/** What was fetched longer ago may have changed since: half a working day. */
export const freshMsMax = 4 * 60 * 60_000;

/** What the device holds for one order. */
export interface Held {
	/** Assets the order names by record, and those of them that are here. */
	assets: { named: number; here: number };
	/** Earlier orders on them. */
	history: number;
	articles: number;
	/** Undefined where the order names no service item. */
	checklist?: 'here' | 'missing' | undefined;
	/** The app itself, the papers' templates and their font: kept as one. */
	appKept: boolean;
	updateWaiting: boolean;
	space?: StorageSpace | undefined;
	persistence: Persistence;
	syncedAt?: Instant | undefined;
}

export type CheckName =
	| 'fetched'
	| 'assets'
	| 'history'
	| 'articles'
	| 'checklist'
	| 'papers'
	| 'space'
	| 'persistence'
	| 'version';
/** fetch: sync now; keep: wait until the app is kept; protect: ask the browser; update: take the new version; space: the person must. */
export type Fix = 'fetch' | 'keep' | 'protect' | 'update' | 'space';

export interface Check {
	name: CheckName;
	/** Present where something is missing. */
	fix?: Fix;
	/** How many there are of what is counted. */
	count?: number;
}

export function readyChecks(held: Held, nowMs: number): Check[] {
	const { assets, checklist, persistence } = held;
	const isFresh = held.syncedAt !== undefined && nowMs - msOf(held.syncedAt) < freshMsMax;
	return [
		check('fetched', isFresh, 'fetch'),
		...(assets.named > 0
			? [
					{ ...check('assets', assets.here === assets.named, 'fetch'), count: assets.here },
					{ ...check('history', true, 'fetch'), count: held.history },
				]
			: []),
		{ ...check('articles', held.articles > 0, 'fetch'), count: held.articles },
		...(checklist ? [check('checklist', checklist === 'here', 'fetch')] : []),
		check('papers', held.appKept, 'keep'),
		check('space', !isSpaceLow(held.space), 'space'),
		// Where the browser cannot promise there is nothing to ask for.
		...(persistence === 'unsupported'
			? []
			: [check('persistence', persistence === 'persisted', 'protect')]),
		check('version', !held.updateWaiting, 'update'),
	];
}

function check(name: CheckName, ready: boolean, fix: Fix): Check {
	return ready ? { name } : { name, fix };
}
