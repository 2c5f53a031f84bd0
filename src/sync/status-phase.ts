import type { OutboxSummary } from '#store/outbox-queries.ts';
import type { Connection } from './runner.ts';

export type StatusPhase =
	| 'starting'
	| 'offline'
	| 'waiting'
	| 'sending'
	| 'delivered'
	| 'refused'
	| 'signed-out'
	/** The account was disabled: handed in is what could be, the rest is gone from here. */
	| 'disabled';

type Counts = Pick<OutboxSummary, 'waitingCommands' | 'waitingBlobs' | 'needsYou' | 'lastSyncedAt'>;

/** The one thing to say first: what only the user can mend, then the line, then what waits. */
export function phaseOf(
	counts: Counts | undefined,
	connection: Connection | undefined,
): StatusPhase {
	if (!counts) return 'starting';
	if (connection?.phase === 'signedOut')
		return connection.problem === 'user-disabled' ? 'disabled' : 'signed-out';
	if (counts.needsYou > 0) return 'refused';
	if (connection && isCutOff(connection)) return 'offline';
	const waiting = counts.waitingCommands + counts.waitingBlobs > 0;
	if (waiting) return connection && isSending(connection) ? 'sending' : 'waiting';
	return counts.lastSyncedAt ? 'delivered' : 'starting';
}

/** A try that is under way after a failure does not yet make us online: `problem` stays until it succeeds. */
function isCutOff({ phase, problem }: Connection): boolean {
	return phase === 'offline' || problem === 'network';
}

function isSending({ phase }: Connection): boolean {
	return phase === 'hello' || phase === 'pushing' || phase === 'uploading' || phase === 'pulling';
}
