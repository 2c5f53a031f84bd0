import type { PartsSlip } from './parts-slip.ts';
import type { ServiceSheet } from './service-sheet.ts';

/** Where the worker finds what it needs; the page knows the addresses, the worker cannot. */
export interface PaperAddresses {
	subsetterWasm: string;
	mainFont: string;
	restFont: string;
}

/** What the worker makes. */
export type PrintedPaper = { sheet: ServiceSheet } | { slip: PartsSlip };

/** Page to worker. */
export interface PaperRequest {
	id: number;
	addresses: PaperAddresses;
	paper: PrintedPaper;
}

/** Worker to page. */
export type PaperReply =
	{ id: number; ok: true; bytes: Uint8Array } | { id: number; ok: false; message: string };
