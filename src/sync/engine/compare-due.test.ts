import { describe, expect, it } from 'vitest';
import { compareEveryMs, isCompareDue, quietMsMin, refusedPauseMs } from './compare-due.ts';
import { initialState, type EngineEvent } from './state.ts';
import { step } from './step.ts';

const weekMs = 7 * compareEveryMs;
const now = 100 * weekMs;
const running = { nowMs: now, runningMs: quietMsMin };

describe('a comparison', () => {
	it.each([
		['in the first minutes of a start', { ...running, runningMs: quietMsMin - 1 }, false],
		['of a device that never was compared, or since the server was restored', running, true],
		['within the day', { ...running, comparedAtMs: now - compareEveryMs + 1 }, false],
		['daily', { ...running, comparedAtMs: now - compareEveryMs }, true],
		['after a week away', { ...running, comparedAtMs: now - weekMs }, true],
		['with a clock set back since', { ...running, comparedAtMs: now + 1 }, true],
		['just turned down', { ...running, sinceRefusedMs: refusedPauseMs - 1 }, false],
		['turned down a while ago', { ...running, sinceRefusedMs: refusedPauseMs }, true],
	])('%s', (_, facts, due) => {
		expect(isCompareDue(facts)).toBe(due);
	});

	const round: EngineEvent[] = [
		{ type: 'started' },
		{ type: 'greeted', compare: running },
		{ type: 'pushed', sent: 0 },
		{ type: 'pulled', more: false },
		{ type: 'uploaded', more: false },
	];
	const run = (...events: EngineEvent[]) => {
		let last = { state: initialState, effects: [] } as ReturnType<typeof step>;
		for (const event of events) last = step(last.state, event);
		return last;
	};

	it('ends a round, step by step', () => {
		expect(run(...round)).toMatchObject({
			state: { phase: 'comparing' },
			effects: [{ type: 'compare' }],
		});
		const more = run(...round, { type: 'compared', more: true });
		expect(more.effects).toEqual([{ type: 'compare' }]);
		const done = run(...round, { type: 'compared', more: false });
		expect(done).toMatchObject({ state: { phase: 'idle', compare: false } });
	});

	it('gives way to what was recorded meanwhile', () => {
		const executed: EngineEvent = { type: 'woken', reason: 'executed' };
		const { state, effects } = run(...round, executed, { type: 'compared', more: true });
		expect(state.phase).toBe('hello');
		expect(effects).toEqual([{ type: 'sendHello' }]);
	});

	it('that is turned down ends the round all the same', () => {
		const failure = { kind: 'http', status: 500 } as const;
		const { state } = run(...round, { type: 'failed', failure, random: 0 });
		expect(state).toMatchObject({ phase: 'idle', failures: 0 });
	});

	it('a new name begins the round anew', () => {
		const { state, effects } = run(...round.slice(0, 2), { type: 'renewed' });
		expect(state.phase).toBe('hello');
		expect(effects).toEqual([{ type: 'sendHello' }]);
	});
});
