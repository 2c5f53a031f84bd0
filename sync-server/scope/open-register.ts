import { channelsOf, registerChannel } from '#domain/access/channels.ts';
import { recordWrite } from '#server/push/record-write.ts';
import { recordKey, type RecordKey, type Store } from '#server/store/port.ts';
import { bodyOf } from '#server/store/stored-body.ts';
import type { Clock } from '#server/clock.ts';

const readAtOnceMax = 500;
const kind = 'asset';
/** Of a stored asset that may be away: others are not parsed for nothing at every start. */
const awayText = /"state":"(?:on_loan|in_repair)"/;

/**
 * Puts assets written by an older server into the channels of today, so that those who keep the register
 * or wait for what was lent hold them. What has them already is left alone; gives how many had not.
 */
export async function openRegister(
	store: Store,
	clock: Clock,
	written: (key: RecordKey, touched: readonly string[]) => void,
): Promise<number> {
	let count = 0;
	let after: string | undefined = recordKey({ kind, id: '' });
	while (after !== undefined) {
		const page = await store.allRecords(after, readAtOnceMax);
		const assets = page.filter((stored) => stored.kind === kind);
		for (const stored of assets) {
			if (stored.channels.includes(registerChannel) && !awayText.test(stored.json)) continue;
			const body = bodyOf(stored);
			if (channelsOf(body).every((channel) => stored.channels.includes(channel))) continue;
			const write = await recordWrite(store, body, stored.rev, clock());
			const [outcome] = await store.commit([{ write }]);
			if (outcome?.status !== 'written') continue;
			written({ kind, id: stored.id }, outcome.touched);
			count++;
		}
		const last = assets.length === readAtOnceMax ? assets.at(-1) : undefined;
		after = last && recordKey(last);
	}
	return count;
}
