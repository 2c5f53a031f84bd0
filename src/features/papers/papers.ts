import subsetterWasm from 'harfbuzzjs/dist/harfbuzz-subset.wasm?url';
import { mainFontUrl, restFontUrl } from 'virtual:paper-fonts';
import type { PaperAddresses, PaperReply, PaperRequest } from './paper-messages.ts';
import type { Printed } from './form-paper.ts';
import type { PaperPictures } from './pdf/write-pdf.ts';

interface Waiting {
	resolve: (bytes: Uint8Array) => void;
	reject: (reason: Error) => void;
}

const waiting = new Map<number, Waiting>();
let worker: Worker | undefined;
let lastId = 0;

/**
 * Makes the paper's PDF in a worker, on the device alone. The same paper gives the same bytes as
 * long as the same font packs are at hand. Rejects with a plain reason where the font or the
 * subsetter cannot be had: they are missing from the cache and there is no signal.
 */
export function renderPaper(paper: Printed, pictures: PaperPictures = {}): Promise<Uint8Array> {
	const id = ++lastId;
	return new Promise((resolve, reject) => {
		waiting.set(id, { resolve, reject });
		// A paper is plain data; this also takes it out of any reactive proxy, which cannot be posted.
		const plain = JSON.parse(JSON.stringify(paper)) as Printed;
		const request: PaperRequest = { id, addresses: addresses(), paper: plain, pictures };
		running().postMessage(request);
	});
}

function addresses(): PaperAddresses {
	const absolute = (address: string) => new URL(address, location.href).href;
	return {
		subsetterWasm: absolute(subsetterWasm),
		mainFont: absolute(mainFontUrl),
		restFont: absolute(restFontUrl),
	};
}

function running(): Worker {
	if (worker !== undefined) return worker;
	worker = new Worker(new URL('./paper-worker.ts', import.meta.url), { type: 'module' });
	worker.addEventListener('message', (event: MessageEvent<PaperReply>) => settle(event.data));
	worker.addEventListener('error', (event) => giveUp(event.message));
	return worker;
}

function settle(reply: PaperReply): void {
	const asked = waiting.get(reply.id);
	waiting.delete(reply.id);
	if (reply.ok) asked?.resolve(reply.bytes);
	else asked?.reject(new Error(reply.message));
}

/** The worker itself did not start or broke: nobody may wait for it, the next paper starts a new one. */
function giveUp(message: string): void {
	worker?.terminate();
	worker = undefined;
	for (const { reject } of waiting.values())
		reject(new Error(message || 'The paper worker stopped'));
	waiting.clear();
}
