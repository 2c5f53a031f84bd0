import type { Printed } from './form-paper.ts';
import type { PaperPictures } from './pdf/write-pdf.ts';

/** Where the worker finds what it needs; the page knows the addresses, the worker cannot. */
export interface PaperAddresses {
	subsetterWasm: string;
	mainFont: string;
	restFont: string;
}

/** Page to worker. */
export interface PaperRequest {
	id: number;
	addresses: PaperAddresses;
	paper: Printed;
	pictures: PaperPictures;
}

/** Worker to page. */
export type PaperReply =
	{ id: number; ok: true; bytes: Uint8Array } | { id: number; ok: false; message: string };
