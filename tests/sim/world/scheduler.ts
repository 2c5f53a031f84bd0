/**
 * Owns every turn of the simulated world. What asks for a later turn (IndexedDB, the servers' stores,
 * the network) is queued in a lane; the seed decides which lane goes next.
 *
 * 1. Within a lane the order is kept, as a database or a process keeps it; between lanes it is chance.
 * 2. Between two turns everything that waits for nothing else has run.
 * 3. Nothing here waits for the real world: files lie in memory, hashes are made at once.
 */
import type { Seeded } from '../../fixtures/seeded.ts';
import { realImmediate } from './fixed-chance.ts';

type Task = () => void;

/** Turns one call of `run` takes before the story counts as stuck. */
const turnsMax = 400_000;
/** Asked of the platform together: all that is ready runs between any two of them all the same. */
const turnsAtOnce = 32;

export class Scheduler {
	/** Story time, ms since 1970. */
	nowMs: number;
	turns = 0;
	/** Told of what a turn threw. */
	readonly fault: (error: unknown) => void;
	/** Called before every turn: faults strike here. */
	beforeTurn: () => void = () => undefined;
	#lane = 'story';
	#outside = false;
	readonly #chance: Seeded;
	readonly #lanes = new Map<string, Task[]>();
	/** Lanes with work, in the order they got it. */
	readonly #ready: string[] = [];

	constructor(chance: Seeded, startMs: number, fault: (error: unknown) => void) {
		this.#chance = chance;
		this.nowMs = startMs;
		this.fault = fault;
	}

	/** Takes the place of the real one while a story is told. */
	readonly immediate = (task: (...args: unknown[]) => void, ...args: unknown[]): unknown => {
		if (this.#outside) return realImmediate(task, ...args);
		this.put(this.#lane, () => task(...args));
		return undefined;
	};

	put(lane: string, task: Task): void {
		const tasks = this.#lanes.get(lane);
		if (tasks?.length) return void tasks.push(task);
		this.#lanes.set(lane, [task]);
		this.#ready.push(lane);
	}

	/** Resolves with a later turn of the running lane. */
	turn(): Promise<void> {
		if (this.#outside) return Promise.resolve();
		const lane = this.#lane;
		return new Promise((resolve) => this.put(lane, resolve));
	}

	/** What is set up outside the story's time: no faults, no chance. */
	async outside<T>(work: () => Promise<T>): Promise<T> {
		this.#outside = true;
		try {
			return await work();
		} finally {
			this.#outside = false;
		}
	}

	/** Runs so many turns, or all there are. True when nothing is left to do. */
	run(turns = turnsMax): Promise<boolean> {
		return new Promise((resolve, reject) => {
			let left = turns;
			let asked = 0;
			let isOver = false;
			const end = (settle: () => void) => {
				isOver = true;
				settle();
			};
			const ask = () => {
				for (; asked < turnsAtOnce; asked++) realImmediate(next);
			};
			const next = (): void => {
				asked--;
				if (isOver) return;
				if (left === 0 && turns === turnsMax)
					return end(() => reject(new Error('the story is stuck')));
				if (left === 0) return end(() => resolve(false));
				if (this.#ready.length === 0) return end(() => resolve(true));
				left--;
				this.#turn(this.#chance.pick(this.#ready));
				if (asked === 0) ask();
			};
			ask();
		});
	}

	#turn(lane: string): void {
		if (++this.turns % 4 === 0) this.nowMs++;
		const tasks = this.#lanes.get(lane) ?? [];
		const task = tasks.shift();
		if (tasks.length === 0) this.#ready.splice(this.#ready.indexOf(lane), 1);
		this.#lane = lane;
		try {
			this.beforeTurn();
			task?.();
		} catch (error) {
			this.fault(error);
		}
	}
}
