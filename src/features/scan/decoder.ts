import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';
import type { DecodeMessage, WorkerAnswer, WorkerMessage } from './decode-protocol.ts';
import type { Reading } from './reading.ts';

/** The decoder could not be loaded or broke; scanning by camera is off, typing still works. */
export class DecoderBroken extends Error {
	override readonly name = 'DecoderBroken';
}

/** Reads bar codes out of pictures, one picture at a time, in a Worker of its own. */
export interface Decoder {
	/**
	 * Every code of the picture. Looks at one view of it and, where nothing is read, at another, which
	 * changes with each call; `exhaustive` (a still picture) looks at all views until one is read. The
	 * picture is handed over and gone afterwards. Empty also where the decoder was closed meanwhile.
	 * @throws DecoderBroken
	 */
	decode(
		picture: ImageData | ImageBitmap,
		options?: { exhaustive?: boolean },
	): Promise<readonly Reading[]>;
	/** Ends the Worker; a pending picture answers with none. */
	close(): void;
}

/** Starts the Worker and the loading of its wasm; about 1 MB, once, then from the cache. */
export function createDecoder(): Decoder {
	const worker = new Worker(new URL('./decode-worker.ts', import.meta.url), { type: 'module' });
	post(worker, { kind: 'load', wasmUrl: new URL(wasmUrl, location.href).href });
	return decoderOn(worker);
}

/** The part of a Worker the decoder needs; the tests put their own in its place. */
export type DecodeWorker = Pick<Worker, 'postMessage' | 'addEventListener' | 'terminate'>;

/** A decoder that speaks to this Worker; the caller has sent `load`. */
export function decoderOn(worker: DecodeWorker): Decoder {
	const closed = new AbortController();
	let turn = 0;
	let broken: DecoderBroken | undefined;
	// Also between pictures: a wasm file that could not be loaded answers before the first of them.
	listen(worker, closed.signal, (failure) => {
		broken = failure;
	});
	let pending: Promise<unknown> = Promise.resolve();

	async function decodeNext(message: DecodeMessage): Promise<readonly Reading[]> {
		if (closed.signal.aborted) return [];
		if (broken !== undefined) throw broken;
		return ask(worker, message, closed.signal);
	}
	return {
		decode(picture, options) {
			const message: DecodeMessage = {
				kind: 'decode',
				picture,
				turn: options?.exhaustive === true ? 'all' : turn++,
			};
			const mine = pending.then(() => decodeNext(message));
			pending = mine.catch(() => undefined);
			return mine;
		},
		close() {
			closed.abort();
			worker.terminate();
		},
	};
}

function ask(
	worker: DecodeWorker,
	message: DecodeMessage,
	closed: AbortSignal,
): Promise<readonly Reading[]> {
	const done = new AbortController();
	const until = AbortSignal.any([done.signal, closed]);
	const answer = new Promise<readonly Reading[]>((resolve, reject) => {
		closed.addEventListener('abort', () => resolve([]), { signal: done.signal });
		listen(worker, until, reject, resolve);
		post(worker, message);
	});
	return answer.finally(() => done.abort());
}

function listen(
	worker: DecodeWorker,
	until: AbortSignal,
	onbroken: (failure: DecoderBroken) => void,
	onread?: (readings: readonly Reading[]) => void,
): void {
	worker.addEventListener(
		'message',
		(event: MessageEvent<WorkerAnswer>) => {
			if (event.data.kind === 'read') onread?.(event.data.readings);
			else onbroken(new DecoderBroken(event.data.detail));
		},
		{ signal: until },
	);
	worker.addEventListener('error', (event) => onbroken(new DecoderBroken(event.message)), {
		signal: until,
	});
}

/** Hands the pixels over instead of copying them. */
function post(worker: DecodeWorker, message: WorkerMessage): void {
	if (message.kind === 'load') return worker.postMessage(message);
	const { picture } = message;
	worker.postMessage(message, [picture instanceof ImageData ? picture.data.buffer : picture]);
}
