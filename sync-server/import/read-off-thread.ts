import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { FileProblem } from '#domain/import/report.ts';
import type { FileTable } from './read-table.ts';

/** What reading one file may cost; a workbook of 50,000 rows takes a third of it. */
const heapMbMax = 1_536;
const readMsMax = 120_000;

/** The table of a file, read beside the server's own thread. One that costs too much is `too-large`. */
export async function readOffThread(bytes: Uint8Array): Promise<FileTable | FileProblem> {
	const worker = new Worker(new URL('./table-worker.ts', import.meta.url), {
		workerData: bytes,
		resourceLimits: { maxOldGenerationSizeMb: heapMbMax },
	});
	const signal = AbortSignal.timeout(readMsMax);
	try {
		const [answer] = (await once(worker, 'message', { signal })) as [FileTable | FileProblem];
		return answer;
	} catch (error) {
		if (isTooDear(error)) return { kind: 'unpacks-too-large' };
		throw error;
	} finally {
		await worker.terminate();
	}
}

function isTooDear(error: unknown): boolean {
	const { name, code } = error as NodeJS.ErrnoException;
	return name === 'AbortError' || code === 'ERR_WORKER_OUT_OF_MEMORY';
}
