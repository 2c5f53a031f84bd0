import { PassThrough } from 'node:stream';

interface OpenStream {
	tokenHash: string;
	stream: PassThrough;
}

/** The event streams that are open, so that they end with their session or with the server. */
export class OpenStreams {
	readonly #open = new Set<OpenStream>();

	open(tokenHash: string): PassThrough {
		const entry = { tokenHash, stream: new PassThrough() };
		this.#open.add(entry);
		entry.stream.once('close', () => this.#open.delete(entry));
		return entry.stream;
	}

	endSession(tokenHash: string): void {
		for (const entry of this.#open) if (entry.tokenHash === tokenHash) entry.stream.end();
	}

	endAll(): void {
		for (const { stream } of this.#open) stream.end();
	}
}
