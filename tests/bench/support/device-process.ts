import { fork } from 'node:child_process';
import { inRoot } from '#server/bootstrap/paths.mjs';
import type { DevicesNews, DevicesOrder } from './run-devices.ts';

/** The process of all the devices, as the bench speaks with it. */
export class DeviceProcess {
	readonly #child;
	readonly #heard: DevicesNews[] = [];
	#listener: (() => void) | undefined;
	#ended = false;

	constructor(order: DevicesOrder) {
		this.#child = fork(inRoot('tests', 'bench', 'support', 'run-devices.ts'));
		this.#child.on('message', (news) => {
			this.#heard.push(news as DevicesNews);
			this.#listener?.();
		});
		this.#child.on('exit', () => {
			this.#ended = true;
			this.#listener?.();
		});
		this.#child.send(order);
	}

	tell(word: string): void {
		if (!this.#ended) this.#child.send(word);
	}

	async says(type: DevicesNews['type']): Promise<DevicesNews> {
		for (;;) {
			const found = this.#heard.find((news) => news.type === type);
			if (found) return found;
			if (this.#ended) throw new Error('the devices ended before they had done');
			await new Promise<void>((resolve) => (this.#listener = resolve));
		}
	}
}
