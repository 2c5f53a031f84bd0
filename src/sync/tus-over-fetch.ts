/** Lets tus-js-client send through an injected fetch and read from memory: the same in page, Worker and test. */
import type { HttpRequest, HttpResponse, HttpStack, UploadOptions } from 'tus-js-client';
import { transferMsMax, type Fetch } from './server-door.ts';

export function tusOverFetch(fetch: Fetch): HttpStack {
	return {
		createRequest: (method, url) => new FetchRequest(fetch, method, url),
		getName: () => 'fetch',
	};
}

class FetchRequest implements HttpRequest {
	readonly #fetch: Fetch;
	readonly #method: string;
	readonly #url: string;
	readonly #headers = new Map<string, string>();
	readonly #abort = new AbortController();

	constructor(fetch: Fetch, method: string, url: string) {
		this.#fetch = fetch;
		this.#method = method;
		this.#url = url;
	}

	getMethod = () => this.#method;
	getURL = () => this.#url;
	getHeader = (header: string) => this.#headers.get(header);
	setHeader = (header: string, value: string) => void this.#headers.set(header, value);
	/** Fetch tells nothing of bytes under way; progress comes with each chunk. */
	setProgressHandler = () => undefined;
	getUnderlyingObject = () => undefined;

	async send(body?: BodyInit | null): Promise<HttpResponse> {
		const response = await this.#fetch(this.#url, {
			method: this.#method,
			headers: Object.fromEntries(this.#headers),
			body: body ?? null,
			credentials: 'same-origin',
			cache: 'no-store',
			redirect: 'error',
			signal: AbortSignal.any([this.#abort.signal, AbortSignal.timeout(transferMsMax)]),
		});
		const text = await response.text();
		return {
			getStatus: () => response.status,
			getHeader: (header) => response.headers.get(header) ?? undefined,
			getBody: () => text,
			getUnderlyingObject: () => response,
		};
	}

	async abort(): Promise<void> {
		this.#abort.abort();
	}
}

/** Reads chunks of bytes that are in memory already. */
export const readFromMemory: NonNullable<UploadOptions['fileReader']> = {
	async openFile(bytes: Uint8Array<ArrayBuffer>) {
		return {
			size: bytes.byteLength,
			slice: async (start, end) => ({
				// tus asks a chunk for its `size`, which only a Blob has.
				value: new Blob([bytes.slice(start, Math.min(end, bytes.byteLength))]),
				done: end >= bytes.byteLength,
			}),
			close: () => undefined,
		};
	},
};
