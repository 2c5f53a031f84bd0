import type { Ask } from './server-process.ts';

/** Keeps one request of a tab on its way, before it is delivered or with its answer, until it is let go. */
export class Hold {
	/** Whether the request is there. */
	isReached = false;
	readonly #urlEnd: string;
	readonly #when: 'asked' | 'answered';
	readonly #released: Promise<void>;
	#release: () => void = () => undefined;

	constructor(when: 'asked' | 'answered', urlEnd: string) {
		this.#when = when;
		this.#urlEnd = urlEnd;
		this.#released = new Promise((resolve) => {
			this.#release = resolve;
		});
	}

	/** Passes whatever is not held. */
	async meet(when: 'asked' | 'answered', { url }: Ask): Promise<void> {
		if (this.isReached || when !== this.#when || !url.endsWith(this.#urlEnd)) return;
		this.isReached = true;
		await this.#released;
	}

	release(): void {
		this.#release();
	}
}
