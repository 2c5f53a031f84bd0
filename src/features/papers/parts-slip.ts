import type { PaperLogo, SheetLanguage, Words } from './service-sheet.ts';

/**
 * A parts slip 备件领用单 as it is printed: already worded, already in the organisation's zone. It is
 * signed by hand, for the storekeeper. The same slip gives the same bytes for ever.
 */
export interface PartsSlip {
	title: Words;
	language: SheetLanguage;
	single?: boolean;
	without?: string[];
	logo?: PaperLogo;
	contact?: string;
	formCode: string;
	formVersion: number;
	organisation: Words;
	/** `D0208-D0201-2026112103-S1` */
	number: string;
	offlineNumber?: string;
	orderNumber: string;
	customer: string;
	site: string;
	/** What the parts were for. */
	purpose: string;
	/** Who took them. */
	taker: string;
	rows: SlipRow[];
	/** SHA-256 of what it says, and the instant of the latest of it, ISO 8601 UTC. */
	hash: string;
	madeAt: string;
}

export interface SlipRow {
	code: string;
	name: string;
	/** `工程师 07 车载 van` */
	from: string;
	/** With its unit: `1 条`. */
	quantity: string;
	/** `2026-11-21 09:58` */
	at: string;
}
