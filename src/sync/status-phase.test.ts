import { expect, it } from 'vitest';
import type { Instant } from '#domain/time/instant.ts';
import type { Connection } from './runner.ts';
import { phaseOf } from './status-phase.ts';

const lastSyncedAt = '2026-11-21T02:00:00.000Z' as Instant;
const nothing = { waitingCommands: 0, waitingBlobs: 0, needsYou: 0, lastSyncedAt };
const three = { ...nothing, waitingCommands: 3 };
const line = (phase: Connection['phase'], problem?: Connection['problem']): Connection => ({
	phase,
	tooOld: false,
	received: 0,
	...(problem && { problem }),
});

it.each([
	['starting', undefined, line('idle')],
	['starting', { waitingCommands: 0, waitingBlobs: 0, needsYou: 0 }, line('pulling')],
	['delivered', nothing, line('idle')],
	['delivered', nothing, line('pulling')],
	['waiting', three, undefined],
	['sending', three, line('pushing')],
	['sending', { ...nothing, waitingBlobs: 1 }, line('uploading')],
	['offline', three, line('offline')],
	['offline', nothing, line('backoff', 'network')],
	['offline', three, line('hello', 'network')],
	['waiting', three, line('backoff', 'server')],
	['refused', { ...three, needsYou: 1 }, line('offline')],
	['signed-out', three, line('signedOut', 'signed-out')],
	['disabled', nothing, line('signedOut', 'user-disabled')],
] as const)('says %s', (phase, counts, connection) => {
	expect(phaseOf(counts, connection)).toBe(phase);
});

it('never says delivered while anything waits, whatever the line does', () => {
	const phases: Connection['phase'][] = [
		'offline',
		'idle',
		'hello',
		'pushing',
		'pulling',
		'backoff',
	];
	for (const phase of phases) {
		expect(phaseOf(three, line(phase))).not.toBe('delivered');
		expect(phaseOf({ ...nothing, waitingBlobs: 1 }, line(phase))).not.toBe('delivered');
	}
});
