import type { DeviceRefusalKind } from '#domain/protocol/refusal-kinds.ts';
import type { Refusal } from '#domain/result.ts';

export type StoreRefusal =
	| Refusal
	| { kind: DeviceRefusalKind; fields?: string[]; detail?: Record<string, string | number> };

export type StoreResult<T> = { ok: true; value: T } | { ok: false; refusal: StoreRefusal };

/** Thrown inside a transaction to undo all of it; never leaves the store. */
export class RefusedError extends Error {
	readonly refusal: StoreRefusal;
	constructor(refusal: StoreRefusal) {
		super(refusal.kind);
		this.name = 'RefusedError';
		this.refusal = refusal;
	}
}

/** Runs a transaction and turns a refusal or a full disk into a value; other errors are bugs and pass. */
export async function asResult<T>(work: () => PromiseLike<T>): Promise<StoreResult<T>> {
	try {
		return { ok: true, value: await work() };
	} catch (error) {
		const refusal = refusalOf(error);
		if (!refusal) throw error;
		return { ok: false, refusal };
	}
}

function refusalOf(error: unknown): StoreRefusal | undefined {
	for (const cause of causesOf(error)) {
		if (cause instanceof RefusedError) return cause.refusal;
		if (cause.name === 'QuotaExceededError') return { kind: 'storage-full' };
	}
	return undefined;
}

/** Whether it failed because the device is full. */
export function isStorageFull(error: unknown): boolean {
	return causesOf(error).some((cause) => cause.name === 'QuotaExceededError');
}

const causesDeepMax = 5;

/** The error and what it wraps: Dexie hides the browser's error in `inner`, of many writes in `failures`. */
export function causesOf(error: unknown): Error[] {
	const causes: Error[] = [];
	let next: unknown = error;
	while (isErrorLike(next) && causes.length < causesDeepMax) {
		causes.push(next);
		next = next.inner ?? next.cause ?? next.failures?.[0];
	}
	return causes;
}

interface Wrapping extends Error {
	inner?: unknown;
	failures?: readonly unknown[];
}

/** DOMException is no Error in every browser. */
function isErrorLike(value: unknown): value is Wrapping {
	return typeof value === 'object' && value !== null && 'name' in value && 'message' in value;
}
