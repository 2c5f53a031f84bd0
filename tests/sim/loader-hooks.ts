/**
 * What plain Node needs to load the product's sources: Svelte modules are compiled, and where a mutant
 * is asked for, its one change is made to the source text. The product itself has no switch for it.
 */
import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';
import { compileModule } from 'svelte/compiler';

export interface SourceChange {
	/** From the project's root. */
	file: string;
	/** Found in the file exactly once. */
	find: string;
	replace: string;
}

/** Before the product is loaded. The change is checked at once: one that fits no longer must not pass for a survivor. */
export function installHooks(changes: readonly SourceChange[] = []): void {
	const sources = changedSources(changes);
	registerHooks({
		load(url, context, next) {
			const changed = sources.get(url);
			if (url.endsWith('.svelte.ts')) return compiled(url, changed ?? textOf(url));
			if (changed === undefined) return next(url, context);
			return { format: 'module-typescript', source: changed, shortCircuit: true };
		},
	});
}

/** The changed texts by URL. Throws where `find` is not there exactly once. */
export function changedSources(changes: readonly SourceChange[]): Map<string, string> {
	const sources = new Map<string, string>();
	for (const { file, find, replace } of changes) {
		const url = new URL(`../../${file}`, import.meta.url).href;
		const source = sources.get(url) ?? textOf(url);
		const found = source.split(find).length - 1;
		if (found !== 1) throw new Error(`${file} has ${found} places, not one, of: ${find}`);
		sources.set(
			url,
			source.replace(find, () => replace),
		);
	}
	return sources;
}

function textOf(url: string): string {
	return readFileSync(fileURLToPath(url), 'utf8');
}

function compiled(url: string, source: string) {
	const filename = fileURLToPath(url);
	const { js } = compileModule(stripTypeScriptTypes(source), { generate: 'server', filename });
	return { format: 'module' as const, source: js.code, shortCircuit: true };
}
