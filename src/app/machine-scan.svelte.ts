import {
	gather,
	missingParts,
	readMachinePart,
	type GatheredParts,
} from '#domain/machine-check/parts.ts';
import { keepMachineCheck, lastCheckId } from '#features/assets/machine-check/last-check.ts';
import type { ScanReading } from '#features/scan/reading.ts';
import type { Heard } from '#features/scan/scan-signal.ts';
import type { AccountStore } from '#store/account-store.ts';

/** What the last code of a machine check was. */
export type PartNews = 'more' | 'repeat' | 'anew' | 'damaged' | 'newer' | 'whole';

/** The codes of one machine check, read one after another until all are there. */
export class MachineScan {
	readonly #drafts: AccountStore['drafts'];
	#gathered = $state.raw<GatheredParts>();
	#news = $state.raw<PartNews>();
	/** Dealt with already; the camera may still look at its codes. */
	#done: string | undefined;

	constructor({ drafts }: Pick<AccountStore, 'drafts'>) {
		this.#drafts = drafts;
	}

	/** From now on the codes of the last check are known, and lead nowhere. */
	async passOverLast(): Promise<void> {
		this.#done = await lastCheckId(this.#drafts);
	}

	/** Undefined while no code of a check was read. */
	get news(): PartNews | undefined {
		return this.#news;
	}
	get total(): number {
		return this.#gathered?.of ?? 0;
	}
	get missing(): readonly number[] {
		return this.#gathered ? missingParts(this.#gathered) : [];
	}

	/**
	 * All codes of one picture. Undefined where none of them is of a machine check: then whatever was
	 * gathered is let go. `whole`: what the machine said is kept on this device.
	 */
	async take(readings: readonly ScanReading[]): Promise<PartNews | undefined> {
		const codes = readings.filter(({ text }) => readMachinePart(text) !== undefined);
		if (codes.length === 0) this.#gathered = undefined;
		let news: PartNews | undefined;
		for (const { text } of codes) {
			news = await this.#take(text);
			if (news === 'whole') break;
		}
		this.#news = news;
		return this.#news;
	}

	async #take(code: string): Promise<PartNews | undefined> {
		const read = readMachinePart(code);
		if (!read) return undefined;
		if ('fault' in read) return read.fault;
		if (read.part.id === this.#done) return 'repeat';
		const outcome = gather(this.#gathered, read.part);
		this.#gathered = outcome.kind === 'damaged' ? undefined : outcome.gathered;
		if (outcome.kind === 'whole') await keepMachineCheck(this.#drafts, outcome.text);
		return outcome.kind;
	}
}

export const partSounds: Readonly<Record<PartNews, Heard>> = {
	...{ more: 'read', anew: 'moved', repeat: 'repeat', whole: 'room' },
	...{ damaged: 'unknown', newer: 'unknown' },
};
