import type { Plugin } from 'vite';
import { fontPackFiles } from './font-packs.ts';

const moduleName = 'virtual:paper-fonts';
const resolvedName = `\0${moduleName}`;

/**
 * Offers `virtual:paper-fonts`: the addresses of the two font packs, made on the first build and
 * emitted as hashed assets. `paper-font-main` belongs in the precache, `paper-font-rest` does not.
 */
export function paperFonts(): Plugin {
	return {
		name: 'outpost-paper-fonts',
		resolveId: (id) => (id === moduleName ? resolvedName : undefined),
		async load(id) {
			if (id !== resolvedName) return undefined;
			const { main, rest } = await fontPackFiles();
			return [
				`export { default as mainFontUrl } from ${addressOf(main)};`,
				`export { default as restFontUrl } from ${addressOf(rest)};`,
			].join('\n');
		},
	};
}

function addressOf(file: string): string {
	return JSON.stringify(`${file.replaceAll('\\', '/')}?url`);
}
