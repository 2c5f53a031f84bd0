import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pushCommandsMax } from '#domain/protocol/wire.ts';
import { lineOf, type PhotoRule } from '#domain/protocol/photo-rule.ts';
import { initialState, type Effect, type EngineEvent, type EngineState } from './state.ts';
import { isWorking, pollMs, retryDelayMs, retryDelayMsMax, step } from './step.ts';

const requests = ['sendHello', 'sendPush', 'sendPull', 'uploadBlob'];
const isRequest = (effect: Effect) => requests.includes(effect.type);

function run(...events: EngineEvent[]) {
	let state = initialState;
	let effects: Effect[] = [];
	for (const event of events) ({ state, effects } = step(state, event));
	return { state, effects };
}

const toPushing: EngineEvent[] = [{ type: 'started' }, { type: 'greeted' }];
const toPulling: EngineEvent[] = [...toPushing, { type: 'pushed', sent: 0 }];
const toUploading: EngineEvent[] = [...toPulling, { type: 'pulled', more: false }];
const toIdle: EngineEvent[] = [...toUploading, { type: 'uploaded', more: false }];
const http = (status: number, retryAfterMs?: number): EngineEvent => ({
	type: 'failed',
	failure: { kind: 'http', status, ...(retryAfterMs !== undefined && { retryAfterMs }) },
	random: 0.5,
});
const noAnswer: EngineEvent = { type: 'failed', failure: { kind: 'network' }, random: 1 };

describe('a round', () => {
	it('greets, pushes until nothing is left, pulls until no more, then uploads', () => {
		expect(run({ type: 'started' }).effects).toEqual([
			{ type: 'openStream' },
			{ type: 'sendHello' },
		]);
		expect(run(...toPushing).effects).toEqual([{ type: 'sendPush', commandsMax: pushCommandsMax }]);
		expect(run(...toPushing, { type: 'pushed', sent: 3 }).effects).toMatchObject([
			{ type: 'sendPush' },
		]);
		expect(run(...toPulling).effects).toEqual([{ type: 'sendPull' }]);
		expect(run(...toPulling, { type: 'pulled', more: true }).effects).toEqual([
			{ type: 'sendPull' },
		]);
		expect(run(...toUploading).effects).toEqual([{ type: 'uploadBlob', photos: true }]);
		expect(run(...toIdle)).toMatchObject({
			state: { phase: 'idle' },
			effects: [{ type: 'finishRound' }, { type: 'schedule', ms: pollMs }],
		});
	});

	it('is followed by another when something happened meanwhile', () => {
		const woken: EngineEvent = { type: 'woken', reason: 'executed' };
		const { state, effects } = run(...toUploading, woken, { type: 'uploaded', more: true });
		expect(effects).toEqual([{ type: 'sendHello' }]);
		expect(state.again).toBe(false);
	});

	it('brings what was missed before the line of pokes opened, with one pull more at most', () => {
		const opened: EngineEvent = { type: 'woken', reason: 'listening' };
		const idle = { phase: 'idle', again: false };
		const pulledOnce: EngineEvent[] = [
			{ type: 'greeted' },
			{ type: 'pushed', sent: 0 },
			{ type: 'pulled', more: false },
			{ type: 'uploaded', more: false },
		];
		expect(run({ type: 'started' }, opened, ...pulledOnce).state).toMatchObject(idle);
		expect(run(...toPulling, opened, ...pulledOnce.slice(2)).effects).toEqual([
			{ type: 'sendHello' },
		]);
		expect(run(...toIdle, opened).effects).toEqual([{ type: 'sendHello' }]);
	});

	it('opens the line of pokes anew when the signal is back', () => {
		const back: EngineEvent = { type: 'woken', reason: 'online' };
		expect(run(...toIdle, { type: 'wentOffline' }, back).effects).toEqual([
			{ type: 'openStream' },
			{ type: 'sendHello' },
		]);
		expect(run(...toIdle, back).effects).toEqual([{ type: 'sendHello' }]);
	});
});

describe('failures', () => {
	it('wait longer each time and are forgotten by a success', () => {
		const { state } = run(
			{ type: 'started' },
			noAnswer,
			{ type: 'woken', reason: 'timer' },
			noAnswer,
		);
		expect(state).toMatchObject({ phase: 'backoff', failures: 2, problem: 'network' });
		const well = step(step(state, { type: 'woken', reason: 'timer' }).state, { type: 'greeted' });
		expect(well.state.failures).toBe(0);
		expect(well.state.problem).toBeUndefined();
	});

	it('never make the wait longer than a minute or shorter than half of it', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 1, max: 1_000 }),
				fc.double({ min: 0, max: 1, noNaN: true }),
				(n, random) => {
					const ms = retryDelayMs(n, random);
					return ms >= 500 && ms <= retryDelayMsMax;
				},
			),
		);
	});

	it('wait as long as the server asks, except for a person', () => {
		const asked = run({ type: 'started' }, http(503, 30_000));
		expect(asked.effects).toEqual([{ type: 'schedule', ms: 30_000 }]);
		expect(step(asked.state, { type: 'woken', reason: 'poke' }).effects).toEqual([]);
		expect(step(asked.state, { type: 'woken', reason: 'person' }).effects).toEqual([
			{ type: 'sendHello' },
		]);
	});

	it('halve the batch, and set a single command aside that cannot be taken', () => {
		const { state, effects } = run(...toPushing, http(413));
		expect(effects).toEqual([{ type: 'sendPush', commandsMax: pushCommandsMax / 2 }]);
		const single: EngineState = { ...state, batch: 1 };
		expect(step(single, http(413)).effects).toEqual([
			{ type: 'setAsideFirst', status: 413 },
			{ type: 'sendPush', commandsMax: 1 },
		]);
	});

	it('a batch that was halved grows back as the pushes go through', () => {
		let { state } = run(...toPushing, http(413), http(413));
		const sizes: number[] = [];
		for (let n = 0; n < 3; n++) {
			const next = step(state, { type: 'pushed', sent: 1 });
			state = next.state;
			for (const effect of next.effects)
				if (effect.type === 'sendPush') sizes.push(effect.commandsMax);
		}
		expect(sizes).toEqual([pushCommandsMax / 2, pushCommandsMax, pushCommandsMax]);
	});

	it('of a session keep everything and wait for the sign-in', () => {
		const { state, effects } = run(...toPushing, http(401));
		expect(state.phase).toBe('signedOut');
		expect(effects).toEqual([{ type: 'closeStream' }]);
		expect(step(state, { type: 'woken', reason: 'timer' }).effects).toEqual([]);
		expect(step(state, { type: 'woken', reason: 'signedIn' }).effects).toContainEqual({
			type: 'sendHello',
		});
	});

	it('of an app too old stop pushing, not pulling', () => {
		const { state, effects } = run(...toPushing, http(426));
		expect(state).toMatchObject({ phase: 'pulling', tooOld: true });
		expect(effects).toEqual([{ type: 'sendPull' }]);
	});

	it('of an app too old by the server’s own word neither push nor send photos of records that may not be there yet', () => {
		const { state, effects } = run({ type: 'started' }, { type: 'greeted', tooOld: true });
		expect(state).toMatchObject({ phase: 'pulling', tooOld: true });
		expect(effects).toEqual([{ type: 'sendPull' }]);
		const rested = step(state, { type: 'pulled', more: false });
		expect(rested.state).toMatchObject({ phase: 'idle', tooOld: true });
		expect(rested.effects).toContainEqual({ type: 'finishRound' });
	});

	it('of a cursor start once from scratch', () => {
		const { state, effects } = run(...toPulling, http(410));
		expect(effects).toEqual([{ type: 'forgetCursor' }, { type: 'sendPull' }]);
		expect(step(state, http(410)).state.phase).toBe('backoff');
	});
});

describe('a disabled account', () => {
	const greeted: EngineEvent = {
		type: 'greeted',
		disabled: true,
		photos: { choice: 'wifi', line: 'metered' },
	};
	const handedIn: EngineEvent[] = [{ type: 'started' }, greeted, { type: 'pushed', sent: 0 }];
	const gone: EngineEvent[] = [...handedIn, { type: 'uploaded', more: false }];

	it('hands in commands and photos by any line, pulls nothing, and leaves the device', () => {
		expect(run(...handedIn).effects).toEqual([{ type: 'uploadBlob', photos: true }]);
		expect(run(...gone)).toMatchObject({
			state: { phase: 'signedOut', problem: 'user-disabled' },
			effects: [{ type: 'closeStream' }, { type: 'purge' }],
		});
	});

	it('hands in what is recorded after that too, and works on once it is enabled', () => {
		const late: EngineEvent[] = [...gone, { type: 'woken', reason: 'executed' }];
		expect(run(...late).state.phase).toBe('hello');
		const back = run(
			...late,
			{ type: 'greeted' },
			{ type: 'pushed', sent: 1 },
			{ type: 'pushed', sent: 0 },
		);
		expect(back.effects).toEqual([{ type: 'sendPull' }]);
	});

	it('asks again when it was disabled in the middle of a round', () => {
		const failure = { kind: 'userDisabled' } as const;
		const { state } = run(...toPulling, { type: 'failed', failure, random: 1 });
		expect(step(state, { type: 'woken', reason: 'timer' }).effects).toEqual([
			{ type: 'sendHello' },
		]);
	});

	it('with an app too old lets go at once what the server has', () => {
		const { effects } = run({ type: 'started' }, { ...greeted, tooOld: true });
		expect(effects).toEqual([{ type: 'closeStream' }, { type: 'purge' }]);
	});
});

describe('photos', () => {
	const photosOf = (photos: PhotoRule, ...before: EngineEvent[]) => {
		const round: EngineEvent[] = [
			{ type: 'started' },
			{ type: 'greeted', photos },
			...toPulling.slice(2),
			...before,
			{ type: 'pulled', more: false },
		];
		return run(...round);
	};
	const upload = (photos: boolean) => [{ type: 'uploadBlob', photos }];

	it.each([
		['always', 'metered', true],
		['always', 'unknown', true],
		['wifi', 'free', true],
		['wifi', 'metered', false],
		['wifi', 'unknown', true],
		['asked', 'free', false],
		['asked', 'unknown', false],
	] as const)('chosen %s, on a line that is %s: %s', (choice, line, may) => {
		expect(photosOf({ choice, line }).effects).toEqual(upload(may));
	});

	it('go when the person sends them, until none waits', () => {
		const now: EngineEvent = { type: 'woken', reason: 'photosNow' };
		const asked = photosOf({ choice: 'wifi', line: 'metered' }, now);
		expect(asked.effects).toEqual(upload(true));
		const lost = step(asked.state, noAnswer).state;
		const again = step(lost, { type: 'woken', reason: 'timer' }).state;
		expect(again.photosNow).toBe(true);
		const round = [...toUploading.slice(1), { type: 'uploaded', more: false } as const];
		const done = round.reduce((state, event) => step(state, event).state, again);
		expect(done).toMatchObject({ phase: 'idle', photosNow: false });
	});

	it.each([
		[{ type: 'wifi' }, 'free'],
		[{ type: 'cellular' }, 'metered'],
		[{ type: 'wifi', saveData: true }, 'metered'],
		[{ type: 'unknown' }, 'unknown'],
		[{}, 'unknown'],
		[undefined, 'unknown'],
	] as const)('a browser that says %j knows the line as %s', (facts, line) => {
		expect(lineOf({ connection: facts })).toBe(line);
	});
});

const anyEvent: fc.Arbitrary<EngineEvent> = fc.oneof(
	fc.constantFrom<EngineEvent>({ type: 'started' }, { type: 'wentOffline' }, { type: 'greeted' }),
	fc.record({
		type: fc.constant('woken' as const),
		reason: fc.constantFrom(
			...([
				'executed',
				'poke',
				'listening',
				'online',
				'visible',
				'timer',
				'person',
				'signedIn',
			] as const),
			'photosNow',
		),
	}),
	fc.record({ type: fc.constant('pushed' as const), sent: fc.nat(3) }),
	fc.record({ type: fc.constant('pulled' as const), more: fc.boolean() }),
	fc.record({ type: fc.constant('uploaded' as const), more: fc.boolean() }),
	fc.record({
		type: fc.constant('failed' as const),
		failure: fc.oneof(
			fc.constantFrom({ kind: 'network' as const }, { kind: 'storage' as const }),
			fc.constantFrom(400, 401, 403, 410, 413, 426, 429, 500, 503).map((status) => ({
				kind: 'http' as const,
				status,
			})),
		),
		random: fc.double({ min: 0, max: 1, noNaN: true }),
	}),
);

/** Events as a runner brings them: outcomes only of the request under way. */
function isPossible(state: EngineState, event: EngineEvent): boolean {
	const phases = { greeted: 'hello', pushed: 'pushing', pulled: 'pulling', uploaded: 'uploading' };
	if (event.type === 'failed') return isWorking(state.phase);
	return event.type in phases ? phases[event.type as keyof typeof phases] === state.phase : true;
}

describe('whatever happens', () => {
	it('at most one request is under way, and exactly one while working', () => {
		fc.assert(
			fc.property(fc.array(anyEvent, { maxLength: 60 }), (events) => {
				let state = initialState;
				let underWay = 0;
				for (const event of events.filter((each) => each)) {
					if (!isPossible(state, event)) continue;
					const isOutcome = ['greeted', 'pushed', 'pulled', 'uploaded', 'failed'].includes(
						event.type,
					);
					if (isOutcome) underWay--;
					const next = step(state, event);
					state = next.state;
					underWay += next.effects.filter(isRequest).length;
					expect(underWay).toBe(isWorking(state.phase) ? 1 : 0);
				}
			}),
		);
	});

	it('comes to rest when the server answers well', () => {
		fc.assert(
			fc.property(fc.array(anyEvent, { maxLength: 40 }), (events) => {
				let state = events.reduce((before, event) => step(before, event).state, initialState);
				if (!isWorking(state.phase)) state = step(state, { type: 'woken', reason: 'person' }).state;
				for (let n = 0; isWorking(state.phase) && n < 20; n++)
					state = step(state, goodAnswer(state)).state;
				expect(state.phase).toBe('idle');
			}),
		);
	});

	it('a resting engine always has a next try scheduled, unless signed out', () => {
		fc.assert(
			fc.property(fc.array(anyEvent, { maxLength: 40 }), (events) => {
				let state = initialState;
				for (const event of events) {
					const before = state.phase;
					const next = step(state, event);
					state = next.state;
					if (isWorking(before) && (state.phase === 'idle' || state.phase === 'backoff'))
						expect(next.effects).toContainEqual({
							type: 'schedule',
							ms: expect.any(Number) as number,
						});
				}
			}),
		);
	});
});

function goodAnswer({ phase }: EngineState): EngineEvent {
	if (phase === 'hello') return { type: 'greeted' };
	if (phase === 'pushing') return { type: 'pushed', sent: 0 };
	if (phase === 'pulling') return { type: 'pulled', more: false };
	return { type: 'uploaded', more: false };
}
