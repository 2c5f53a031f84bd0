import { parentPort, workerData } from 'node:worker_threads';
import { installHooks } from './loader-hooks.ts';
import type { SeedWorkerData } from './seed-worker.ts';

const { flavours, without, changes, until } = workerData as SeedWorkerData;
// Before anything of the product is loaded.
installHooks(changes);
const { runSeed, flavourOf } = await import('./run-seed.ts');

parentPort?.on('message', (seed: number) => {
	const flavour = flavourOf(seed, flavours);
	void runSeed({ seed, flavour, without, ...(until !== undefined && { until }) }).then((report) =>
		parentPort?.postMessage(report),
	);
});
