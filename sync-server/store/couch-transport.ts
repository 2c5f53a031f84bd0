import nano from 'nano';
import * as v from 'valibot';
import { StoreUnavailable } from './port.ts';

/** What a request may take before the server is held to be out of reach. */
const requestMsMax = 30_000;

export interface CouchRequest {
	method: 'GET' | 'PUT' | 'POST' | 'DELETE';
	/** Below the server's root, every part of it percent-encoded. */
	path: string;
	/** Keys of views (`key`, `startkey`, `endkey`) as values, not as JSON. */
	query?: Readonly<Record<string, unknown>>;
	body?: unknown;
	/** For requests that are meant to wait. */
	waitMs?: number;
}

export interface CouchAnswer {
	/** 200 for every success: what counts is told row by row. */
	status: number;
	body: unknown;
}

/** One request to CouchDB. Throws StoreUnavailable where no answer came: it may have taken effect. */
export type CouchTransport = (request: CouchRequest) => Promise<CouchAnswer>;

const Refused = v.looseObject({ statusCode: v.number(), error: v.optional(v.string()) });

/** Told of a node that restarts or has just gone away; the next one answers. */
const passing = [500, 502, 503, 504];
/** A request that got no answer for longer than that is not made again. */
const retryWithinMs = 5_000;
/** Before the second try, and the third. */
const retryDelaysMs = [250, 1_000];

/** CouchDB over the network; the address carries account and password. */
export function nanoTransport(address: string, delaysMs = retryDelaysMs): CouchTransport {
	const server = nano(address);
	const once: CouchTransport = async ({ method, path, query = {}, body, waitMs = 0 }) => {
		const signal = AbortSignal.timeout(requestMsMax + waitMs);
		const options = { method, path, qs: query, signal, ...(body !== undefined && { body }) };
		try {
			return { status: 200, body: await server.request(options) };
		} catch (error) {
			if (!v.is(Refused, error)) throw new StoreUnavailable('CouchDB', { cause: reasonOf(error) });
			return { status: error.statusCode, body: { error: error.error } };
		}
	};
	return (request) => (mayRepeat(request) ? repeated(once, request, delaysMs) : once(request));
}

/** What may have been written is settled by whoever asked (`couch-database.ts`); who waits asks again. */
function mayRepeat({ path, waitMs = 0 }: CouchRequest): boolean {
	return !path.endsWith('/_bulk_docs') && waitMs === 0;
}

async function repeated(
	once: CouchTransport,
	request: CouchRequest,
	delaysMs: readonly number[],
): Promise<CouchAnswer> {
	const startedMs = performance.now();
	for (const delayMs of delaysMs) {
		try {
			const answer = await once(request);
			if (!passing.includes(answer.status)) return answer;
		} catch (error) {
			// Whoever asked has waited long enough.
			if (performance.now() - startedMs > retryWithinMs) throw error;
		}
		await new Promise((resolve) => setTimeout(resolve, delayMs));
	}
	return once(request);
}

/** The library's errors carry the request, and with it the password's header. */
function reasonOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
