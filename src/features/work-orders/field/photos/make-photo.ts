import type { KeptPhoto, PhotoReply, PhotoRequest } from './photo-worker.ts';

interface Waiting {
	resolve: (photo: KeptPhoto | undefined) => void;
	reject: (reason: Error) => void;
}
const waiting = new Map<number, Waiting>();
let worker: Worker | undefined;
let lastId = 0;

/**
 * The photo as it is kept, made off the main thread; undefined for what is no picture. Rejects where
 * the worker itself broke: the picture may be good.
 */
export function makePhoto(asked: Omit<PhotoRequest, 'id'>): Promise<KeptPhoto | undefined> {
	const id = ++lastId;
	return new Promise((resolve, reject) => {
		waiting.set(id, { resolve, reject });
		running().postMessage({ ...asked, id } satisfies PhotoRequest);
	});
}

function running(): Worker {
	if (worker !== undefined) return worker;
	worker = new Worker(new URL('./photo-worker.ts', import.meta.url), { type: 'module' });
	worker.addEventListener('message', ({ data }: MessageEvent<PhotoReply>) => {
		waiting.get(data.id)?.resolve(data.photo);
		waiting.delete(data.id);
	});
	worker.addEventListener('error', giveUp);
	return worker;
}

/** It did not start or broke: nobody may wait for it, the next photo starts a new one. */
function giveUp({ message }: ErrorEvent): void {
	worker?.terminate();
	worker = undefined;
	for (const { reject } of waiting.values()) reject(new Error(message));
	waiting.clear();
}
