/**
 * Owns every turn of the simulated world. What asks for a later turn (IndexedDB, the servers' stores,
 * the network) is queued in a lane; the seed decides which lane goes next.
 *
 * 1. Within a lane the order is kept, as a database or a process keeps it; between lanes it is chance.
 * 2. Between two turns everything that waits for nothing else has run.
 * 3. Real asynchrony (files, hashing) holds up the whole world until it is over: it takes no time here.
 */
import type { Seeded } from '../../fixtures/seeded.ts';

type Task = () => void;

const realImmediate = globalThis.setImmediate;
const realTimeout = globalThis.setTimeout;
/** Turns one call of `run` takes before the story counts as stuck. */
const turnsMax = 400_000;
/** Real waits for one piece of real work. */
const realWaitsMax = 20_000;

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
	#real = 0;
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

	/** Work that needs the real world: only its own lane goes on meanwhile. */
	async real<T>(work: () => Promise<T>): Promise<T> {
		this.#real++;
		const lane = this.#lane;
		this.#held = lane;
		try {
			return await work();
		} finally {
			this.#real--;
			if (this.#real === 0) this.#held = undefined;
		}
	}
	#held: string | undefined;

	/** Runs so many turns, or all there are. True when nothing is left to do. */
	run(turns = turnsMax): Promise<boolean> {
		return new Promise((resolve, reject) => {
			let left = turns;
			let waits = 0;
			const next = (): void => {
				if (left === 0 && this.#real === 0)
					return turns === turnsMax ? reject(new Error('the story is stuck')) : resolve(false);
				const lane = this.#nextLane();
				if (lane === undefined) {
					if (this.#real === 0) return resolve(true);
					if (++waits > realWaitsMax) return reject(new Error('real work never ended'));
					return void realTimeout(next, waits > 100 ? 1 : 0);
				}
				if (left > 0 && this.#real === 0) left--;
				this.#turn(lane);
				realImmediate(next);
			};
			realImmediate(next);
		});
	}

	#nextLane(): string | undefined {
		if (this.#held !== undefined)
			return this.#lanes.get(this.#held)?.length ? this.#held : undefined;
		return this.#ready.length === 0 ? undefined : this.#chance.pick(this.#ready);
	}

	#turn(lane: string): void {
		// Real work takes no time here, however often it comes back for more.
		if (this.#real === 0 && ++this.turns % 4 === 0) this.nowMs++;
		const tasks = this.#lanes.get(lane) ?? [];
		const task = tasks.shift();
		if (tasks.length === 0) this.#ready.splice(this.#ready.indexOf(lane), 1);
		this.#lane = lane;
		try {
			if (this.#real === 0) this.beforeTurn();
			task?.();
		} catch (error) {
			this.fault(error);
		}
	}
}
