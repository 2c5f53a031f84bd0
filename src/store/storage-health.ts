/** Whether the browser may throw our data away, and whether it has. */

/** A few words outside IndexedDB that survive its eviction; `localStorage` in the app. */
export interface Markers {
	getItem(key: string): string | null;
	setItem(key: string, value: string): void;
	removeItem(key: string): void;
}

export type Persistence = 'persisted' | 'refused' | 'unsupported';

/** Asks the browser never to evict us by itself; it may show a question or decide silently. */
export async function askPersistence(storage: StorageManager | undefined): Promise<Persistence> {
	if (typeof storage?.persist !== 'function') return 'unsupported';
	const persisted = (await storage.persisted()) || (await storage.persist());
	return persisted ? 'persisted' : 'refused';
}

/** How it stands, without asking for anything. */
export async function persistenceOf(storage: StorageManager | undefined): Promise<Persistence> {
	if (typeof storage?.persisted !== 'function') return 'unsupported';
	return (await storage.persisted()) ? 'persisted' : 'refused';
}

export interface StorageSpace {
	usedBytes: number;
	freeBytes: number;
}

export async function storageSpace(
	storage: StorageManager | undefined,
): Promise<StorageSpace | undefined> {
	if (typeof storage?.estimate !== 'function') return undefined;
	const { usage = 0, quota = 0 } = await storage.estimate();
	return { usedBytes: usage, freeBytes: Math.max(0, quota - usage) };
}

/** Room for about fifty photos, a day's visits: below it, what is recorded next may not fit. */
const spaceLowBytes = 30 * 1024 * 1024;

/** False where the browser does not tell. */
export function isSpaceLow(space: StorageSpace | undefined): boolean {
	return space !== undefined && space.freeBytes < spaceLowBytes;
}

const markerOf = (userId: string) => `outpost-data:${userId}`;

/** What went with a database: perhaps work that was not handed in, or only what the server has. */
export type Loss = 'unsent' | 'copies';

/**
 * Answered where there had been data and the database is empty: the browser threw it away. To be asked
 * before anything is written there. The answer stays, also after a crash before anybody was told,
 * until new work is marked. `unsentKept`: all unsent work lies beside the database too.
 */
export function lossOf(
	markers: Markers | undefined,
	userId: string,
	{ isEmpty, unsentKept }: { isEmpty: boolean; unsentKept: boolean },
): Loss | undefined {
	const mark = markers?.getItem(markerOf(userId));
	if (mark === 'lost') return 'unsent';
	const isNew = isEmpty && (mark === 'yes' || mark === 'kept');
	if (isNew) markers?.setItem(markerOf(userId), unsentKept ? 'kept' : 'lost');
	if (isNew) return unsentKept ? 'copies' : 'unsent';
	return mark === 'kept' ? 'copies' : undefined;
}

export function markData(markers: Markers | undefined, userId: string): void {
	markers?.setItem(markerOf(userId), 'yes');
}

export function unmarkData(markers: Markers | undefined, userId: string): void {
	markers?.removeItem(markerOf(userId));
}
