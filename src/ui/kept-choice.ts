/** Reads one of the known words from the device; anything else is the fallback. */
export function keptChoice<T extends string>(key: string, known: readonly T[], fallback: T): T {
	try {
		const kept = localStorage.getItem(key);
		return known.find((choice) => choice === kept) ?? fallback;
	} catch {
		return fallback;
	}
}

/** Keeps a word on the device; where storage is closed the choice lasts until the page closes. */
export function keepChoice(key: string, choice: string): void {
	try {
		localStorage.setItem(key, choice);
	} catch {
		// Storage may be closed by the browser's settings; a look is not worth an error.
	}
}
