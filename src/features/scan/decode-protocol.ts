/** What the page and the decoding Worker say to each other. Both sides are ours and of one release. */
import type { Reading } from './reading.ts';

/** First message. The page knows the address, so that the service worker precaches the file. */
interface LoadMessage {
	kind: 'load';
	wasmUrl: string;
}

export interface DecodeMessage {
	kind: 'decode';
	picture: ImageBitmap | ImageData;
	/** The look this is, counted on by the page: it says the views; all of them for a still picture. */
	turn: number | 'all';
}

export type WorkerMessage = LoadMessage | DecodeMessage;

export type WorkerAnswer =
	| { kind: 'read'; readings: readonly Reading[] }
	/** The decoder itself could not be loaded or broke; `detail` is for the log. */
	| { kind: 'broken'; detail: string };
