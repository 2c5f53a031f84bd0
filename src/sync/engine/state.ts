import { pushCommandsMax } from '#domain/protocol/wire.ts';
import type { CompareFacts } from './compare-due.ts';
import type { PhotoRule } from '#domain/protocol/photo-rule.ts';

/** What the engine is doing; `idle` means everything it knows of is done. */
export type Phase =
	| 'signedOut'
	| 'offline'
	| 'idle'
	| 'hello'
	| 'pushing'
	| 'pulling'
	| 'uploading'
	| 'comparing'
	| 'backoff';

export interface EngineState {
	phase: Phase;
	/** Something happened while working: one more round follows this one. */
	again: boolean;
	/** Failures in a row. */
	failures: number;
	/** Commands per push; halved when the server finds a batch too large. */
	batch: number;
	/** The server no longer takes commands of this version; pulling goes on. */
	tooOld: boolean;
	/** The server named the time to come again: only a person may come earlier. */
	asked: boolean;
	/** The cursor was thrown away in this round already. */
	restarted: boolean;
	/** At the end of this round the device compares what it holds with the server. */
	compare: boolean;
	/** Which line photos may use here. */
	photos: PhotoRule;
	/** The person sent the photos now, whatever the rule says; holds until none waits. */
	photosNow: boolean;
	/** The account was disabled: what is unsent goes in, then the rest leaves this device. */
	disabled: boolean;
	/** Why the last attempt failed; cleared by the next success. */
	problem?: Problem;
}

/**
 * network: no answer, or none of ours; server: an answer that helps nobody now; storage: the device
 * is full; fault: a bug of ours, tried again like the others; user-disabled: handed in and let go.
 */
export type Problem =
	'network' | 'server' | 'storage' | 'fault' | 'signed-out' | 'other-user' | 'user-disabled';

export const initialState: EngineState = {
	phase: 'offline',
	again: false,
	failures: 0,
	batch: pushCommandsMax,
	tooOld: false,
	asked: false,
	restarted: false,
	compare: false,
	photos: { choice: 'always', line: 'unknown' },
	photosNow: false,
	disabled: false,
};

/** What makes the engine look again. A poke is the server's, the timer its own. */
export type WakeReason =
	| 'executed'
	| 'poke'
	/** The line of pokes has opened: what came before it was not heard. */
	| 'listening'
	| 'online'
	| 'visible'
	| 'timer'
	| 'person'
	| 'signedIn'
	/** A person sends the waiting photos by the line there is. */
	| 'photosNow';

/** What went wrong with the request under way. */
export type Failure =
	| { kind: 'network' }
	| { kind: 'storage' }
	| { kind: 'fault' }
	/** The session belongs to somebody else. */
	| { kind: 'otherUser' }
	/** To the server this installation's name is another user's. */
	| { kind: 'deviceOfAnother' }
	/** The account was disabled since the round began. */
	| { kind: 'userDisabled' }
	| { kind: 'http'; status: number; retryAfterMs?: number };

export type EngineEvent =
	| { type: 'started' }
	| { type: 'wentOffline' }
	| { type: 'woken'; reason: WakeReason }
	/** `tooOld`: the server takes no commands of this version. */
	| {
			type: 'greeted';
			photos?: PhotoRule;
			tooOld?: boolean;
			disabled?: boolean;
			compare?: CompareFacts;
	  }
	/** `sent` commands went in one batch; 0 when none was queued. */
	| { type: 'pushed'; sent: number }
	| { type: 'pulled'; more: boolean }
	/** This installation took a new name: say hello under it. */
	| { type: 'renewed' }
	/** A part of the comparison is done; `more` is left. */
	| { type: 'compared'; more: boolean }
	/** One blob less, or none was waiting. */
	| { type: 'uploaded'; more: boolean }
	/** `random` from 0 to 1 spreads devices that failed together. */
	| { type: 'failed'; failure: Failure; random: number };

export type Effect =
	| { type: 'sendHello' }
	| { type: 'sendPush'; commandsMax: number }
	/** The first queued command alone is refused by the server as unreadable or too large. */
	| { type: 'setAsideFirst'; status: number }
	| { type: 'sendPull' }
	| { type: 'forgetCursor' }
	| { type: 'uploadBlob'; photos: boolean }
	/** The next part of a comparison with what the server lets this device hold. */
	| { type: 'compare' }
	| { type: 'openStream' }
	| { type: 'closeStream' }
	/** Everything but unsent work leaves the device. */
	| { type: 'purge' }
	| { type: 'finishRound' }
	| { type: 'schedule'; ms: number };

export interface Step {
	state: EngineState;
	effects: Effect[];
}
