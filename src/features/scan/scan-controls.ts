import type { Heard } from './scan-signal.ts';

/** What the result on the sheet may ask of the scan screen that shows it. */
export interface ScanControls {
	/** Looks for the next code. */
	again(): void;
	/** Opens the field for typing a tag. */
	type(): void;
	/** Heard and felt: nobody knows what was read. */
	unknown(): void;
	/** Heard and felt: what came of it, where the caller tells each reading apart. */
	signal(heard: Heard): void;
}
