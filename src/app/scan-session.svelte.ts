import type { Place } from '#domain/audit/expected.ts';
import type { ScanReading } from '#features/scan/reading.ts';
import type { AccountScope } from '#store/account-context.ts';
import { meaningOf, type ScanMeaning } from './scan-meaning.ts';
import type { Thing } from './scan-thing.ts';
import { pictureOf, type PictureMeaning } from './scanned-picture.ts';

/** Something of a picture; without a thing, a code that nobody knows. */
export interface Choice {
	thing: Thing | undefined;
	code: string;
}

/** One after another: what the scan page reads, what it means, and what of it was chosen. */
export class ScanSession {
	readonly #account: AccountScope;
	#readings: readonly ScanReading[] = [];
	#meanings: readonly ScanMeaning[] = [];
	#picture = $state.raw<PictureMeaning>();
	#choices = $state.raw<readonly Choice[]>([]);
	#picked = $state.raw<Choice>();
	#here = $state.raw<Place>();

	constructor(account: AccountScope) {
		this.#account = account;
	}

	/** Until the meaning is known, nothing. */
	get ready(): boolean {
		return this.#picture !== undefined;
	}
	/** To be asked between them, unless one was picked. */
	get choices(): readonly Choice[] {
		return this.#choices;
	}
	get picked(): (Choice & { reading: ScanReading }) | undefined {
		const picked = this.#picked;
		const reading = this.#readings.find(({ text }) => text === picked?.code);
		return picked && reading && { ...picked, reading };
	}
	get aside(): readonly string[] {
		return this.#picture?.aside ?? [];
	}
	/** The room whose code was scanned last. */
	get here(): Place | undefined {
		return this.#here;
	}

	/** All codes of one picture; false where newer ones came meanwhile. */
	async read(readings: readonly ScanReading[]): Promise<boolean> {
		this.#readings = readings;
		this.#picture = undefined;
		this.#picked = undefined;
		const meanings = await Promise.all(readings.map(({ text }) => meaningOf(text, this.#account)));
		if (this.#readings !== readings) return false;
		this.#meanings = meanings;
		this.#offer(meanings);
		return true;
	}

	pick(choice: Choice): void {
		this.#picked = choice;
		if (choice.thing?.kind === 'room') this.#here = choice.thing.place;
	}

	/** By a tap on its outline in the picture. */
	pickCode(code: string): void {
		this.#offer(this.#meanings.filter((meaning) => meaning.code === code));
	}

	#offer(meanings: readonly ScanMeaning[]): void {
		const picture = pictureOf(meanings);
		const unknown = picture.unknown.map((code) => ({ thing: undefined, code }));
		this.#picture = picture;
		this.#choices = [...picture.things, ...unknown];
		const [only, ...more] = this.#choices;
		this.#picked = undefined;
		if (only && more.length === 0) this.pick(only);
	}
}
