/** The doors of `/sync/v1` as the engine uses them. Every answer is parsed; what is not ours is no answer. */
import * as v from 'valibot';
import type { Command } from '#domain/command.ts';
import type { DigestRequest } from '#domain/digest/digest-wire.ts';
import {
	ErrorResponse,
	type HelloRequest,
	HelloResponse,
	protocolVersion,
	PullResponse,
	PushResponse,
	type Resent,
} from '#domain/protocol/wire.ts';
import { httpFailure, RequestFailed } from './request-failed.ts';

export type Fetch = typeof globalThis.fetch;

/** A line this slow is as good as none; the next try asks for less. */
export const requestMsMax = 60_000;
/** For one chunk or one blob: even at 3 KB/s a chunk arrives. */
export const transferMsMax = 180_000;

export class ServerDoor {
	readonly #fetch: Fetch;
	readonly #base: string;

	/** `base` is the server's origin, without a slash at the end. */
	constructor(fetch: Fetch, base: string) {
		this.#fetch = fetch;
		this.#base = base;
	}

	/** `key` is what the device's signatures are checked by. */
	hello(
		device: string,
		key?: string,
		more: Pick<v.InferOutput<typeof HelloRequest>, 'undecided'> = {},
	): Promise<v.InferOutput<typeof HelloResponse>> {
		const body = { device, protocol: protocolVersion, ...(key !== undefined && { key }), ...more };
		return this.#post('/sync/v1/hello', body, HelloResponse);
	}

	/** `cursor` proves that the author held the records; `epoch` is of the hello before. */
	push(
		device: string,
		commands: Command[],
		cursor?: string,
		resent: readonly Resent[] = [],
		epoch?: string,
	): Promise<v.InferOutput<typeof PushResponse>> {
		const proof = cursor !== undefined && { cursor };
		const again = resent.length > 0 && { resent };
		const greeted = epoch !== undefined && { epoch };
		const body = { device, protocol: protocolVersion, commands, ...proof, ...again, ...greeted };
		return this.#post('/sync/v1/push', body, PushResponse);
	}

	pull(
		device: string,
		cursor: string | undefined,
		limit: number,
	): Promise<v.InferOutput<typeof PullResponse>> {
		return this.#post('/sync/v1/pull', { device, cursor, limit }, PullResponse);
	}

	/** Answers are read by the schema that belongs to the question. */
	digest<S extends v.GenericSchema>(question: DigestRequest, schema: S): Promise<v.InferOutput<S>> {
		return this.#post('/sync/v1/digest', question, schema);
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
	if (body.success && body.output.error.kind === 'user-disabled')
		return new RequestFailed({ kind: 'userDisabled' });
	if (body.success && body.output.error.kind === 'device-of-another')
		return new RequestFailed({ kind: 'deviceOfAnother' });
	const seconds = body.success ? body.output.error.retryAfterS : undefined;
	return httpFailure(response.status, (name) =>
		name === 'retry-after' && seconds !== undefined ? String(seconds) : response.headers.get(name),
	);
}

async function jsonOf(response: Response): Promise<unknown> {
	try {
		return await response.json();
	} catch {
		return undefined;
	}
}
