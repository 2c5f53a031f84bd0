import type { DatabaseSync } from 'node:sqlite';
import * as v from 'valibot';

/** Days up to `upTo` that have no counter yet begin behind `n`: lower numbers may have been given. */
const NumberFloor = v.object({ upTo: v.string(), n: v.number() });
export type NumberFloor = v.InferOutput<typeof NumberFloor>;

const none: NumberFloor = { upTo: '', n: 0 };

/** None in a database that was never restored. */
export function readFloor(db: DatabaseSync): NumberFloor {
	const row = db.prepare("SELECT value FROM meta WHERE key = 'numberFloor'").get();
	return row ? v.parse(NumberFloor, JSON.parse(String(row['value']))) : none;
}
