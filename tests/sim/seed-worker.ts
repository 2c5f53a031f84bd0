import { Worker } from 'node:worker_threads';
import type { SourceChange } from './loader-hooks.ts';
import type { SeedReport } from './run-seed.ts';

export interface SeedWorkerData {
	flavours: readonly string[];
	without: readonly string[];
	changes: readonly SourceChange[];
	/** A story ends as soon as this statement is violated. */
	until?: number;
}

/** A thread of its own with the product loaded, changed where a mutant asks for it. */
export class SeedWorker {
	readonly #worker: Worker;

	constructor(workerData: SeedWorkerData) {
		this.#worker = new Worker(new URL('./seed-thread.ts', import.meta.url), {
			workerData,
			execArgv: ['--no-warnings'],
			resourceLimits: { maxOldGenerationSizeMb: 1_500, maxYoungGenerationSizeMb: 128 },
		});
	}

	/** Rejects when the thread dies of it. */
	tell(seed: number): Promise<SeedReport> {
		return new Promise((resolve, reject) => {
			const worker = this.#worker;
			const settle = () => worker.off('message', told).off('error', failed);
			const told = (report: SeedReport) => {
				settle();
				resolve(report);
			};
			const failed = (error: unknown) => {
				settle();
				reject(new Error(`seed ${seed}`, { cause: error }));
			};
			worker.on('message', told).on('error', failed);
			worker.postMessage(seed);
		});
	}

	async end(): Promise<void> {
		await this.#worker.terminate();
	}
}
