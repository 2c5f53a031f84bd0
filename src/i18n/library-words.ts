import type { LibraryType } from '#domain/library/library-item.ts';
import { m } from './generated/messages.js';

export const libraryWords: Record<LibraryType, () => string> = {
	driver: m.library_driver,
	software: m.library_software,
	tool: m.library_tool,
	media: m.library_media,
};
