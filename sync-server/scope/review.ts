import type { Instant } from '#domain/time/instant.ts';
import { recordWrite } from '#server/push/record-write.ts';
import type { RecordKey, Store } from '#server/store/port.ts';
import { bodyOf } from '#server/store/stored-body.ts';

/** Records looked at in one go; the rest has its turn right after. */
const reviewedAtOnceMax = 200;

/**
 * Writes anew the channels of records that time alone moves out of them, such as orders finished
 * long ago. Gives how many.
 */
export async function reviewScopes(
	store: Store,
	now: Instant,
	written: (key: RecordKey, touched: readonly string[]) => void,
): Promise<number> {
	let count = 0;
	for (;;) {
		const due = await store.dueForReview(now, reviewedAtOnceMax);
		const before = count;
		for (const key of due) if (await reviewOne(store, key, now, written)) count++;
		if (due.length < reviewedAtOnceMax || count === before) return count;
	}
}

/** A record somebody writes at this moment gets its channels by that. */
async function reviewOne(
	store: Store,
	{ kind, id }: RecordKey,
	now: Instant,
	written: (key: RecordKey, touched: readonly string[]) => void,
): Promise<boolean> {
	const stored = await store.get(kind, id);
	if (!stored) return false;
	const write = await recordWrite(store, bodyOf(stored), stored.rev, now);
	const [outcome] = await store.commit([{ write }]);
	if (outcome?.status !== 'written') return false;
	written({ kind, id }, outcome.touched);
	return true;
}
