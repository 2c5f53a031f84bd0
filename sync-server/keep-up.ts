import { systemActor } from './administration.ts';
import { actorOf } from './scope/user-scopes.ts';
import type { ServerParts } from './server-parts.ts';
import { addMinutes } from '#domain/time/instant.ts';
import type { JournalEntry, Peers } from './store/port.ts';
import { readRecord } from './store/stored-body.ts';

const followMsMax = 20_000;
const afterFaultMs = 2_000;
const mendEveryMs = 15_000;
/** An intent as old as that has nobody at work on it any more. */
const intentMinutesMax = 1;
const mendedAtOnceMax = 100;

type Fault = (error: unknown) => void;

/**
 * Keeps one of several servers up with the others: their writes poke its devices and refresh its
 * scopes, and what a crash or two writers at once left is mended. Gives the way to end it.
 */
export function keepUp(parts: ServerParts, fault: Fault): () => void {
	const { peers } = parts.store;
	if (!peers) return () => undefined;
	const ending = new AbortController();
	const timer = setInterval(() => void mend(parts, peers).catch(fault), mendEveryMs);
	void follow(peers, ending.signal, fault);
	return () => {
		ending.abort();
		clearInterval(timer);
	};
}

async function follow(peers: Peers, ending: AbortSignal, fault: Fault): Promise<void> {
	let isWell = true;
	while (!ending.aborted) {
		try {
			await peers.follow(followMsMax);
			isWell = true;
		} catch (error) {
			// Told once, not every two seconds while the database is away.
			if (isWell && !ending.aborted) fault(error);
			isWell = false;
			await new Promise((resolve) => setTimeout(resolve, afterFaultMs));
		}
	}
}

/** One round of mending; gives how many commands were run anew. */
export async function mend(parts: ServerParts, peers: Peers): Promise<number> {
	const before = addMinutes(parts.clock(), -intentMinutesMax);
	const entries = await peers.unsettled(before, mendedAtOnceMax);
	for (const entry of entries) await runAgain(parts, entry);
	// Another server may have died between two writes of a release.
	parts.releases.recover();
	return entries.length;
}

async function runAgain({ store, desk }: ServerParts, entry: JournalEntry): Promise<void> {
	const user = await readRecord(store, 'user', entry.userId);
	await desk.runAgain(entry, user ? actorOf(user) : systemActor);
}
