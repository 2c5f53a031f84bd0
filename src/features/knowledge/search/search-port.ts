import type { AnswerTo, SearchRequest } from './search-engine.ts';
import type { WorkerAnswer, WorkerRequest } from './search-worker.ts';

/** The index could not be loaded or broke; articles can still be opened from the list. */
class SearchBroken extends Error {
	override readonly name = 'SearchBroken';
}

/** Asks the search engine, wherever it runs. */
export interface SearchPort {
	/** @throws SearchBroken */
	ask<R extends SearchRequest>(request: R): Promise<AnswerTo<R>>;
	close(): void;
}

interface Waiting {
	resolve: (answer: never) => void;
	reject: (error: SearchBroken) => void;
}

/** Starts the Worker. */
export function workerPort(): SearchPort {
	const worker = new Worker(new URL('./search-worker.ts', import.meta.url), { type: 'module' });
	const waiting = new Map<number, Waiting>();
	let lastId = 0;
	worker.addEventListener('message', ({ data }: MessageEvent<WorkerAnswer>) => {
		const asked = waiting.get(data.id);
		waiting.delete(data.id);
		if (data.failed !== undefined) asked?.reject(new SearchBroken(data.failed));
		else asked?.resolve(data.answer as never);
	});
	worker.addEventListener('error', (event) => {
		for (const asked of waiting.values()) asked.reject(new SearchBroken(event.message));
		waiting.clear();
	});
	return {
		ask: (request) =>
			new Promise((resolve, reject) => {
				const id = ++lastId;
				waiting.set(id, { resolve, reject });
				const message: WorkerRequest = { id, request };
				worker.postMessage(message, transferOf(request));
			}),
		close: () => worker.terminate(),
	};
}

/** A snapshot is megabytes: handed over, not copied. */
function transferOf(request: SearchRequest): Transferable[] {
	return request.kind === 'open' && request.snapshot ? [request.snapshot] : [];
}
