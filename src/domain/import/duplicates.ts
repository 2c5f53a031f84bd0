import type { RegisterView } from './register-view.ts';
import { keyOf } from './source-id.ts';

type Detail = Record<string, string | number>;
const sampleCharsMax = 60;

/** Tags, serials and values that are to be unique, met twice in a file or known of another asset. */
export class Duplicates {
	readonly #register: RegisterView;
	readonly #lines = new Map<string, number>();

	constructor(register: RegisterView) {
		this.#register = register;
	}

	ofTag(line: number, tag: string): Detail | undefined {
		const before = this.#before('tag', tag, line);
		return before === undefined ? undefined : { value: cut(tag), line: before };
	}

	/** Of a field that is to be unique: the register cannot see two that both come with the file. */
	ofUnique(
		line: number,
		values: Readonly<Record<string, string>>,
	): { target: string; detail: Detail } | undefined {
		for (const { key, unique } of this.#register.fields) {
			const target = `custom:${key}`;
			const value = values[target];
			const before = unique && value ? this.#before(target, value, line) : undefined;
			if (before !== undefined)
				return { target, detail: { value: cut(value ?? ''), line: before } };
		}
		return undefined;
	}

	/** Serials are the makers' own, and some makers repeat them: taken, and told. */
	ofSerial(
		line: number,
		serial: string,
		ownId: string | undefined,
	): { reason: 'serial-twice' | 'serial-known'; detail: Detail } | undefined {
		const before = this.#before('serial', serial, line);
		const value = cut(serial);
		if (before !== undefined) return { reason: 'serial-twice', detail: { value, line: before } };
		const other = this.#register.withSerial(serial).find(({ id }) => id !== ownId);
		return other && { reason: 'serial-known', detail: { value, tag: other.tag } };
	}

	#before(what: string, value: string, line: number): number | undefined {
		const key = `${what}=${keyOf(value)}`;
		if (keyOf(value) === '') return undefined;
		const before = this.#lines.get(key);
		if (before === undefined) this.#lines.set(key, line);
		return before;
	}
}

/** As much of a value as a message shows. */
export function cut(text: string): string {
	return text.slice(0, sampleCharsMax);
}
