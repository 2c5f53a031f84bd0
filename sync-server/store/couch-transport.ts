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

/** CouchDB over the network; the address carries account and password. */
export function nanoTransport(address: string): CouchTransport {
	const server = nano(address);
	return async ({ method, path, query = {}, body, waitMs = 0 }) => {
		const signal = AbortSignal.timeout(requestMsMax + waitMs);
		const options = { method, path, qs: query, signal, ...(body !== undefined && { body }) };
		try {
			return { status: 200, body: await server.request(options) };
		} catch (error) {
			if (!v.is(Refused, error)) throw new StoreUnavailable('CouchDB', { cause: reasonOf(error) });
			return { status: error.statusCode, body: { error: error.error } };
		}
	};
}

/** The library's errors carry the request, and with it the password's header. */
function reasonOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
