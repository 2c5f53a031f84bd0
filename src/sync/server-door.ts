/** The doors of `/sync/v1` as the engine uses them. Every answer is parsed; what is not ours is no answer. */
import * as v from 'valibot';
import type { Command } from '#domain/command.ts';
import {
	ErrorResponse,
	HelloResponse,
	protocolVersion,
	PullResponse,
	PushResponse,
} from '#domain/protocol/wire.ts';
import { RequestFailed } from './request-failed.ts';

export type Fetch = typeof globalThis.fetch;

/** A line this slow is as good as none; the next try asks for less. */
export const requestMsMax = 60_000;

export class ServerDoor {
	readonly #fetch: Fetch;
	readonly #base: string;

	/** `base` is the server's origin, without a slash at the end. */
	constructor(fetch: Fetch, base: string) {
		this.#fetch = fetch;
		this.#base = base;
	}

	hello(device: string): Promise<v.InferOutput<typeof HelloResponse>> {
		return this.#post('/sync/v1/hello', { device, protocol: protocolVersion }, HelloResponse);
	}

	push(device: string, commands: Command[]): Promise<v.InferOutput<typeof PushResponse>> {
		const body = { device, protocol: protocolVersion, commands };
		return this.#post('/sync/v1/push', body, PushResponse);
	}

	pull(
		device: string,
		cursor: string | undefined,
		limit: number,
	): Promise<v.InferOutput<typeof PullResponse>> {
		return this.#post('/sync/v1/pull', { device, cursor, limit }, PullResponse);
	}

	async #post<S extends v.GenericSchema>(
		path: string,
		body: unknown,
		schema: S,
	): Promise<v.InferOutput<S>> {
		const response = await this.#send(path, body);
		if (!response.ok) throw await failureOf(response);
		const parsed = v.safeParse(schema, await jsonOf(response));
		// A page of a hotel's network, not our server.
		if (!parsed.success) throw new RequestFailed({ kind: 'network' });
		return parsed.output;
	}

	async #send(path: string, body: unknown): Promise<Response> {
		try {
			return await this.#fetch(this.#base + path, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(body),
				credentials: 'same-origin',
				cache: 'no-store',
				redirect: 'error',
				signal: AbortSignal.timeout(requestMsMax),
			});
		} catch {
			throw new RequestFailed({ kind: 'network' });
		}
	}
}

/** What an answer other than 2xx means, with the time the server asks to be left alone. */
async function failureOf(response: Response): Promise<RequestFailed> {
	const body = v.safeParse(ErrorResponse, await jsonOf(response));
	const header = Number(response.headers.get('retry-after') ?? Number.NaN);
	const seconds = body.success ? (body.output.error.retryAfterS ?? header) : header;
	const retryAfterMs = Number.isFinite(seconds) ? seconds * 1_000 : undefined;
	return new RequestFailed({
		kind: 'http',
		status: response.status,
		...(retryAfterMs !== undefined && { retryAfterMs }),
	});
}

async function jsonOf(response: Response): Promise<unknown> {
	try {
		return await response.json();
	} catch {
		return undefined;
	}
}
