import type { OpenFiles } from '#store/private-files.ts';
import type { Scheduler } from './scheduler.ts';
import type { Tab } from './tab.ts';

/** Files of a device beside its database: they outlive a damaged one, and go with an eviction. */
export class DeviceFiles {
	readonly #kept = new Map<string, Uint8Array<ArrayBuffer>>();
	#existed = false;

	/** As one page sees them. A write is whole or not at all: a page may die before its turn comes. */
	openFor(tab: Tab, scheduler: Scheduler): OpenFiles {
		const alive = async () => {
			await scheduler.turn();
			if (!tab.alive) await new Promise<never>(() => undefined);
		};
		return async () => {
			const existed = this.#existed;
			this.#existed = true;
			return {
				found: existed ? [...this.#kept.keys()] : undefined,
				names: async () => [...this.#kept.keys()],
				read: async (name) => (this.#kept.get(name) ?? new Uint8Array()).slice().buffer,
				write: async (name, content) => {
					await alive();
					this.#kept.set(name, content);
				},
				remove: async (name) => {
					await alive();
					this.#kept.delete(name);
				},
			};
		};
	}

	/** Whether one of them is of that picture. */
	holds(sha256: string): boolean {
		return [...this.#kept.keys()].some((name) => name.includes(sha256));
	}

	clear(): void {
		this.#kept.clear();
		this.#existed = false;
	}
}
