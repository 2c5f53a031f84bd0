/** The search index off the main thread: loading, building and asking it never hold up a screen. */
import { SearchEngine, type SearchRequest } from './search-engine.ts';

export interface WorkerRequest {
	id: number;
	request: SearchRequest;
}

export interface WorkerAnswer {
	id: number;
	/** Absent where it failed. */
	answer?: unknown;
	failed?: string;
}

const engine = new SearchEngine();
/** One after the other: an answer belongs to the state its request found. */
let earlier: Promise<void> = Promise.resolve();

addEventListener('message', (event: MessageEvent<WorkerRequest>) => {
	earlier = earlier.then(() => serve(event.data));
});

async function serve({ id, request }: WorkerRequest): Promise<void> {
	try {
		const answer = await engine.answer(request);
		send({ id, answer }, answer instanceof ArrayBuffer ? [answer] : []);
	} catch (error) {
		send({ id, failed: String(error) }, []);
	}
}

function send(message: WorkerAnswer, transfer: Transferable[]): void {
	postMessage(message, { transfer });
}
