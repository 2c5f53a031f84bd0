import { PrecacheController } from 'workbox-precaching';

/**
 * What a browser gives one server over HTTP/1.1. One file at a time, as Workbox goes, hundreds of
 * files cost hundreds of round trips: half a minute and more on a phone's network.
 */
const lanesMax = 6;
const revisionMark = '__WB_REVISION__';

type Installed = Awaited<ReturnType<PrecacheController['install']>>;

/** Fetches several of the app's files at once. As with Workbox, one that fails fails the whole. */
export class SideBySide extends PrecacheController {
	override install(event: ExtendableEvent): Promise<Installed> {
		const installed = this.#fetchAll(event);
		event.waitUntil(installed);
		return installed;
	}

	async #fetchAll(event: ExtendableEvent): Promise<Installed> {
		const waiting = [...this.getURLsToCacheKeys()];
		const lane = async (): Promise<void> => {
			for (let next = waiting.pop(); next; next = waiting.pop()) await this.#keep(event, ...next);
		};
		await Promise.all(Array.from({ length: lanesMax }, lane));
		// Only Workbox's own log reads this.
		return { updatedURLs: [], notUpdatedURLs: [] };
	}

	async #keep(event: ExtendableEvent, url: string, cacheKey: string): Promise<void> {
		// A name without a hash has a revision in its key: the browser's own cache may be older.
		const cache = cacheKey.includes(revisionMark) ? 'reload' : 'default';
		const request = new Request(url, { cache, credentials: 'same-origin' });
		await Promise.all(this.strategy.handleAll({ params: { cacheKey }, request, event }));
	}
}
