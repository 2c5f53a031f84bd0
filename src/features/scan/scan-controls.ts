/** What the result on the sheet may ask of the scan screen that shows it. */
export interface ScanControls {
	/** Looks for the next code. */
	again(): void;
	/** Opens the field for typing a tag. */
	type(): void;
	/** Heard and felt: nobody knows what was read. */
	unknown(): void;
}
