import { siteChannel } from '#domain/access/channels.ts';
import type { Asset } from '#domain/asset/asset.ts';
import { isExpected, type AuditScope } from '#domain/audit/campaign.ts';
import type { Store } from '#server/store/port.ts';
import { readRecord } from '#server/store/stored-body.ts';

/** Read at once; between two lots others have their turn. */
const readAtOnce = 200;

/** The machines of the register a scope means now, site by site. */
export async function* assetsInScope(
	store: Store,
	scope: AuditScope,
): AsyncGenerator<Asset, void, void> {
	for (const siteId of new Set(scope.siteIds)) {
		const query = { channel: siteChannel(siteId), kind: 'asset' as const };
		const rows = await store.present({ ...query, limit: Number.MAX_SAFE_INTEGER });
		for (let from = 0; from < rows.length; from += readAtOnce) {
			const some = rows.slice(from, from + readAtOnce);
			const assets = await Promise.all(some.map(({ id }) => readRecord(store, 'asset', id)));
			yield* assets.filter((asset) => asset !== undefined).filter((one) => isExpected(one, scope));
		}
	}
}
