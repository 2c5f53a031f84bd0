/**
 * Takes real time and chance out of a story: whatever draws a random number or looks at the clock
 * gets what the seed gives. Once per process, before the product is loaded.
 */
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import type { Seeded } from '../../fixtures/seeded.ts';
import { plainClone } from './plain-clone.ts';

interface World {
	chance: Seeded;
	nowMs: () => number;
	immediate: (task: (...args: unknown[]) => void, ...args: unknown[]) => unknown;
}

const stackLinesMax = 3;
const realNow = Date.now;
/** A turn of the real world. */
export const realImmediate = globalThis.setImmediate;
const realRandom = Math.random;
const realFill = crypto.randomFillSync.bind(crypto);
let world: World | undefined;

/** Its bytes can be read at once: reading a Blob is real work that ends when it likes. */
export class KnownBlob extends Blob {
	readonly known: Uint8Array;

	constructor(parts: BlobPart[] = [], options?: BlobPropertyBag) {
		super(parts, options);
		const bytes = parts.filter((part) => part instanceof Uint8Array);
		this.known = new Uint8Array(Buffer.concat(bytes));
	}
}

/** The world all of this process lives in from now on; undefined for the real one. */
export function enterWorld(next: World | undefined): void {
	world = next;
}

export function fixChance(): void {
	Date.now = () => world?.nowMs() ?? realNow();
	Math.random = () => world?.chance.next() ?? realRandom();
	globalThis.setImmediate = immediate as unknown as typeof setImmediate;
	const web = globalThis.crypto;
	Object.defineProperty(web, 'getRandomValues', { value: fill });
	Object.defineProperty(web, 'randomUUID', { value: uuid });
	Object.defineProperty(web, 'subtle', { value: syncSubtle });
	Object.assign(crypto, { randomBytes: bytes, randomUUID: uuid });
	syncBuiltinESMExports();
	globalThis.Blob = KnownBlob;
	globalThis.structuredClone = plainClone;
	// Most errors here are somebody's ordinary answer; what is a bug shows where it began.
	Error.stackTraceLimit = stackLinesMax;
	// Timers that only guard against a real line.
	AbortSignal.timeout = () => new AbortController().signal;
	AbortController.prototype.abort = abortAtNoCost;
	// Of what a device does without, such as keys; what fails is told to the oracle.
	console.error = console.warn = console.info = () => undefined;
	// Tells other tabs of live queries, which no story looks at.
	Reflect.deleteProperty(globalThis, 'BroadcastChannel');
}

const realAbort = Object.getOwnPropertyDescriptor(AbortController.prototype, 'abort')?.value as (
	this: AbortController,
	reason: unknown,
) => void;
const ended = new DOMException('This operation was aborted', 'AbortError');

/** IndexedDB's library ends every transaction so: making a reason of its own for each takes its time. */
function abortAtNoCost(this: AbortController, reason: unknown = ended): void {
	realAbort.call(this, reason);
}

/** Hashing at once; a browser that makes no keys is one of those the product knows. */
const syncSubtle = {
	digest: async (_name: string, data: ArrayBuffer) => {
		const hash = crypto.createHash('sha256').update(new Uint8Array(data)).digest();
		return new Uint8Array(hash).buffer;
	},
	generateKey: async () => {
		throw new DOMException('no keys here', 'NotSupportedError');
	},
};

function immediate(task: (...args: unknown[]) => void, ...args: unknown[]): unknown {
	return world ? world.immediate(task, ...args) : realImmediate(task, ...args);
}

function fill<T extends ArrayBufferView>(view: T): T {
	if (!world) {
		realFill(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
		return view;
	}
	const { chance } = world;
	const out = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
	for (let at = 0; at < out.length; at++) out[at] = chance.below(256);
	return view;
}

function bytes(size: number): Buffer {
	return fill(Buffer.alloc(size));
}

function uuid(): string {
	const hex = bytes(16).toString('hex');
	return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}
