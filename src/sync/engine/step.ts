/**
 * The sync engine as a pure function: no clock, no chance, no I/O. The runner carries out the
 * effects and brings their outcome back as events.
 *
 *   offline ──started──▶ hello ──greeted──▶ pushing ──none left──▶ pulling ──no more──▶ uploading
 *      ▲                  ▲ ▲                (each repeats itself)                          │ none left
 *      │ wentOffline      │ └──────── something happened meanwhile ──────────┐              ▼
 *      ├──────── idle ◀───│──────────────────────────────────────────────────┴───────── round done
 *      │           └─woken┘
 *      └─────── backoff ◀── any failure while working ── 401, another's session ──▶ signedOut
 *                 └─ timer, signal, person ─▶ hello                 signed in, person ─▶ hello
 *
 * Now and then a round ends with a comparison: uploading ▶ comparing ▶ idle.
 * A disabled account goes hello ▶ pushing ▶ uploading, and leaves the device: signedOut.
 *
 * 1. At most one request is under way: work begins only from a resting phase or with the end of the
 *    work before it.
 * 2. Commands go first, so that nothing is deleted here before it was handed in.
 * 3. A wake is never lost: while working it is remembered and makes another round, unless this round
 *    has still to ask for what it tells of.
 * 4. After a failure the next try is always scheduled, unless only a person can help (signed out).
 * 5. Nothing here throws work away: commands and blobs leave the outbox by answers only.
 */
import { pushCommandsMax } from '#domain/protocol/wire.ts';
import { photosHeld } from '#domain/protocol/photo-rule.ts';
import { isCompareDue } from './compare-due.ts';
import type {
	Effect,
	EngineEvent,
	EngineState,
	Failure,
	Phase,
	Problem,
	Step,
	WakeReason,
} from './state.ts';

type Greeted = Extract<EngineEvent, { type: 'greeted' }>;

/** Without pokes a device asks this often. */
export const pollMs = 60_000;
const retryDelayMsMin = 1_000;
export const retryDelayMsMax = 60_000;
/** A server asking for more patience than this is asked again anyway. */
const retryAfterMsMax = 15 * 60_000;

export function step(state: EngineState, event: EngineEvent): Step {
	switch (event.type) {
		case 'started':
			return isWorking(state.phase) ? stay(state) : begin(state, [{ type: 'openStream' }]);
		case 'woken':
			return woken(state, event.reason);
		case 'wentOffline':
			return isResting(state.phase) ? rest({ ...state, phase: 'offline' }) : stay(state);
		case 'greeted':
			return state.phase === 'hello' ? greeted(state, event) : stay(state);
		case 'pushed':
			return state.phase === 'pushing' ? pushed(state, event.sent) : stay(state);
		case 'pulled':
			return state.phase === 'pulling' ? pulled(state, event.more) : stay(state);
		case 'uploaded':
			return state.phase === 'uploading' ? uploaded(state, event.more) : stay(state);
		case 'renewed':
			return state.phase === 'pushing' ? begin(clear(state)) : stay(state);
		case 'compared':
			return state.phase === 'comparing' ? compared(state, event.more) : stay(state);
		case 'failed':
			return isWorking(state.phase) ? failed(state, event.failure, event.random) : stay(state);
	}
}

const workingPhases: readonly Phase[] = ['hello', 'pushing', 'pulling', 'uploading', 'comparing'];

export function isWorking(phase: Phase): boolean {
	return workingPhases.includes(phase);
}

/** Signed out is no resting phase: losing the signal does not change whose turn it is. */
function isResting(phase: Phase): boolean {
	return phase === 'idle' || phase === 'backoff';
}

function woken(asleep: EngineState, reason: WakeReason): Step {
	const state = reason === 'photosNow' ? { ...asleep, photosNow: true } : asleep;
	if (isWorking(state.phase))
		return stay({ ...state, again: state.again || !isAhead(state, reason) });
	if (state.phase === 'signedOut')
		return isPerson(reason) || isLateWork(state, reason)
			? begin(state, [{ type: 'openStream' }])
			: stay(state);
	if (state.phase === 'idle') return begin(state);
	if (!mayHurry(state, reason)) return stay(state);
	// The line of pokes may hang on the signal that went.
	return begin(state, reason === 'online' ? [{ type: 'openStream' }] : []);
}

/** What was missed before the line opened comes with the pull, which this round has not begun. */
function isAhead({ phase }: EngineState, reason: WakeReason): boolean {
	return reason === 'listening' && (phase === 'hello' || phase === 'pushing');
}

/** A change made here does not shorten the wait of a failing line; a new signal or a person does. */
function mayHurry(state: EngineState, reason: WakeReason): boolean {
	if (reason === 'timer' || isPerson(reason)) return true;
	if (state.asked) return false;
	if (reason === 'executed') return state.phase === 'offline';
	return true;
}

/** Recorded after the account was disabled: it is handed in like the rest. */
function isLateWork({ problem }: EngineState, reason: WakeReason): boolean {
	return problem === 'user-disabled' && reason === 'executed';
}

function isPerson(reason: WakeReason): boolean {
	return reason === 'person' || reason === 'signedIn' || reason === 'photosNow';
}

function begin(state: EngineState, more: Effect[] = []): Step {
	const fresh: EngineState = { ...state, phase: 'hello', again: false, restarted: false };
	return { state: fresh, effects: [...more, { type: 'sendHello' }] };
}

function greeted(state: EngineState, event: Greeted): Step {
	const { photos = state.photos, tooOld, disabled = false } = event;
	const compare = event.compare !== undefined && isCompareDue(event.compare);
	const well = { ...clear(state), photos, disabled, compare };
	if (tooOld && disabled) return leave(well);
	if (tooOld) return pullOnly(well);
	return enter({ ...well, phase: 'pushing' }, { type: 'sendPush', commandsMax: state.batch });
}

function pushed(state: EngineState, sent: number): Step {
	const well = clear(state);
	if (sent === 0 && well.disabled) return enter({ ...well, phase: 'uploading' }, uploadNext(well));
	if (sent === 0) return enter({ ...well, phase: 'pulling' }, { type: 'sendPull' });
	const batch = Math.min(pushCommandsMax, state.batch * 2);
	return enter({ ...well, batch, tooOld: false }, { type: 'sendPush', commandsMax: batch });
}

function pulled(state: EngineState, more: boolean): Step {
	const well = clear(state);
	if (more) return enter(well, { type: 'sendPull' });
	// The record of a waiting photo may be among the commands that cannot go.
	if (well.tooOld) return endRound(well);
	return enter({ ...well, phase: 'uploading' }, uploadNext(well));
}

/** Between two blobs, what was recorded meanwhile goes first: it is small and somebody waits for it. */
function uploaded(state: EngineState, more: boolean): Step {
	const well = clear(state);
	if (more && !state.again) return enter(well, uploadNext(well));
	return endRound({ ...well, photosNow: more && state.photosNow });
}

function endRound(state: EngineState): Step {
	if (state.again) return begin(state);
	if (state.disabled) return leave(state);
	if (state.compare) return enter({ ...state, phase: 'comparing' }, { type: 'compare' });
	return {
		state: { ...state, phase: 'idle' },
		effects: [{ type: 'finishRound' }, { type: 'schedule', ms: pollMs }],
	};
}

/** What was recorded meanwhile goes first; the comparison goes on in the round after. */
function compared(state: EngineState, more: boolean): Step {
	const well = clear(state);
	if (more && !state.again) return enter(well, { type: 'compare' });
	return endRound({ ...well, compare: false });
}

function uploadNext(state: EngineState): Effect {
	return {
		type: 'uploadBlob',
		photos: state.disabled || state.photosNow || !photosHeld(state.photos),
	};
}

function failed(state: EngineState, failure: Failure, random: number): Step {
	if (failure.kind === 'otherUser' || failure.kind === 'deviceOfAnother')
		return signOut(state, 'other-user');
	if (failure.kind === 'userDisabled') return backOff(state, 'server', random);
	if (failure.kind !== 'http') return backOff(state, failure.kind, random);
	const { status, retryAfterMs } = failure;
	if (status === 401) return signOut(state, 'signed-out');
	if (status === 403 && state.phase !== 'uploading') return signOut(state, 'other-user');
	if (state.phase === 'pushing') {
		if (status === 426) return state.disabled ? leave(state) : pullOnly(state);
		if (status === 413 || status === 400) return smallerBatch(state, status);
	}
	// Nobody misses a comparison that was turned down.
	if (state.phase === 'comparing') return endRound({ ...state, compare: false });
	if (state.phase === 'pulling' && isBadCursor(status) && !state.restarted)
		return {
			state: { ...state, restarted: true },
			effects: [{ type: 'forgetCursor' }, { type: 'sendPull' }],
		};
	return backOff(state, 'server', random, retryAfterMs);
}

function isBadCursor(status: number): boolean {
	return status === 400 || status === 409 || status === 410;
}

/** One command that cannot be taken delays only itself. */
function smallerBatch(state: EngineState, status: number): Step {
	if (state.batch === 1)
		return enter(state, { type: 'setAsideFirst', status }, { type: 'sendPush', commandsMax: 1 });
	const batch = Math.max(1, Math.floor(state.batch / 2));
	return enter({ ...state, batch }, { type: 'sendPush', commandsMax: batch });
}

/** An app too old to push keeps its outbox and still sees what is new. */
function pullOnly(state: EngineState): Step {
	return enter({ ...state, tooOld: true, phase: 'pulling' }, { type: 'sendPull' });
}

/** Handed in is what could be: the rest of the account leaves this device. */
function leave(state: EngineState): Step {
	const { state: out, effects } = signOut(state, 'user-disabled');
	return { state: out, effects: [...effects, { type: 'purge' }] };
}

function signOut(state: EngineState, problem: Problem): Step {
	const out: EngineState = { ...state, phase: 'signedOut', again: false, failures: 0, problem };
	return { state: out, effects: [{ type: 'closeStream' }] };
}

function backOff(
	state: EngineState,
	problem: Problem,
	random: number,
	retryAfterMs?: number,
): Step {
	const failures = state.failures + 1;
	const asked = retryAfterMs !== undefined;
	const ms = asked ? Math.min(retryAfterMs, retryAfterMsMax) : retryDelayMs(failures, random);
	const waiting: EngineState = {
		...state,
		phase: 'backoff',
		again: false,
		failures,
		asked,
		problem,
	};
	return { state: waiting, effects: [{ type: 'schedule', ms }] };
}

/** Doubles from one second to a minute; the second half of it is chance. */
export function retryDelayMs(failures: number, random: number): number {
	const whole = Math.min(retryDelayMsMax, retryDelayMsMin * 2 ** (failures - 1));
	return Math.round(whole / 2 + (whole / 2) * random);
}

/** Without signal the poll goes on: `offline` is what the browser believes, and it may be wrong. */
function rest(state: EngineState): Step {
	return { state, effects: [{ type: 'schedule', ms: pollMs }] };
}

function clear(state: EngineState): EngineState {
	const { problem: _, ...rest } = state;
	return { ...rest, failures: 0, asked: false };
}

function enter(state: EngineState, ...effects: Effect[]): Step {
	return { state, effects };
}

function stay(state: EngineState): Step {
	return { state, effects: [] };
}
