import type { PackedSignature } from '#domain/signature/strokes.ts';

/** A wording in both languages; a sheet always carries both, the customer's first. */
export interface Words {
	zh: string;
	en: string;
}

/** Which of the two languages leads on the paper. */
export type SheetLanguage = 'zh' | 'en';

/** Who this print is for; the three copies differ in nothing but the tick. */
export type SheetCopy = 'desk' | 'engineer' | 'customer';

/** How a line ended: solved 已解决, workaround 临时解决, open 未解决. */
export type LineResult = 'solved' | 'workaround' | 'open';

/** In the head of the first page; its bytes go to the maker beside the paper. */
export interface PaperLogo {
	sha256: string;
	/** Pixels. */
	width: number;
	height: number;
}

/** Head and foot of every paper, and what goes into the document's own data. */
export interface PaperFrame {
	language: SheetLanguage;
	/** Prints the leading language alone. */
	single?: boolean;
	/** Names of optional fields that do not print. */
	without?: string[];
	logo?: PaperLogo;
	/** Address and phone, under the title. */
	contact?: string;
	copy: SheetCopy;
	/** Form code and its version, for the footer: `D0201`, 4. */
	formCode: string;
	formVersion: number;
	organisation: Words;
	/** The paper's number, in the bar codes and the heading: `D0201-2026112103-S1`. */
	number: string;
	/** The order's permanent offline number, where it was born offline: `D0201-20261121-K7F-03`. */
	offlineNumber?: string;
	/** The order's own number: `D0201-2026112103`. */
	orderNumber: string;
	/** Where its owner checks it; in the QR code instead of the number. */
	checkAddress?: string;
	/** SHA-256 of what was frozen, hexadecimal, 64 digits. */
	snapshotHash: string;
	/** Instant of the freezing, ISO 8601 UTC; becomes the document's date. */
	frozenAt: string;
}

/**
 * A service sheet 运行服务单 as it is printed: already worded, already in the organisation's zone.
 * It holds no record and no instant but `frozenAt`, so the same sheet gives the same bytes for ever.
 * A missing field prints as an empty one; an empty list leaves its section out.
 */
export interface ServiceSheet extends PaperFrame {
	customer: string;
	/** Level and service window: `VIP · 7×24`. */
	level: string;
	/** Place in words and its location code: `住院楼 6F 东护士站 D010602`. */
	site: string;
	requester: string;
	phone: string;
	/** When the request came in: `2026-11-21 08:58`. */
	receivedAt: string;
	priority: string;
	serviceItem: string;
	symptom: string;
	lines: SheetLine[];
	parts: SheetPart[];
	/** Machines the register did not know 增补设备, one line each. */
	found?: string[];
	checklist: SheetCheck[];
	response: SheetClock;
	resolution: SheetClock;
	/** In their order; a second one takes nothing from the first. */
	visits: SheetVisit[];
	/** Labour in minutes, and the catalogue's standard for the item. */
	minutes: number;
	standardMinutes?: number;
	notes: string[];
	photoCount: number;
	/** Those printed; the others are counted only. */
	photos?: SheetPhoto[];
	customerSignature: SheetCustomerSignature;
	/** The engineer; his strokes where he signs by hand too. */
	engineerSignature: { name: string; at: string; signature?: PackedSignature };
	/** The desk's return visit 回访; without it the sheet prints boxes for the customer to fill in. */
	returnVisit?: SheetReturnVisit;
}

/** One way to the customer: times of day `09:06`, with how it was recorded where that matters: `09:39 扫码`. */
export interface SheetVisit {
	/** `2026-11-21` */
	date: string;
	engineer: string;
	accepted?: string;
	departed?: string;
	arrived?: string;
	/** Of the last one: when all was done. */
	ended?: string;
}

/** One fault or one asset of the order. */
export interface SheetLine {
	asset?: SheetAsset;
	/** Seal number and its state in words: `FT-004417 完好 intact`. */
	seal?: string;
	/** The machine beside its record: one line for what is as recorded, one for each field that is not. */
	comparison?: string;
	/** What was exchanged on it, one line each. */
	swaps?: string;
	/** Consent to the risk of losing data, in words. */
	consent?: string;
	/** Printed only where it says other than the order's symptom. */
	symptom?: string;
	cause: string;
	solution: string;
	/** Split off: number of the order it goes on in. */
	continuesIn?: string;
	result: LineResult;
}

export interface SheetAsset {
	tag: string;
	/** Name and model together are one field on the paper. */
	name: string;
	model?: string;
	serial?: string;
	/** `至 2027-03-31`. */
	warranty?: string;
	location?: string;
}

export interface SheetPart {
	name: string;
	serial?: string;
	/** Where it came from, or for an old part where it was: `工程师 07 车载`. */
	from?: string;
	/** With its unit: `1 条`; a part taken out has a minus sign. */
	quantity: string;
	charge?: string;
}

interface SheetCheck {
	text: string;
	done: boolean;
}

/** A photo and what it shows; without a picture it was not on the device. */
export interface SheetPhoto {
	caption: string;
	picture?: {
		/** Of its bytes, which go to the maker beside the sheet. */
		sha256: string;
		/** Pixels. */
		width: number;
		height: number;
	};
}

/** A service clock, response or resolution, in working minutes of the order's window. */
export interface SheetClock {
	targetMinutes: number;
	usedMinutes: number;
	/** Undefined while it still runs or is paused. */
	met?: boolean;
	/** What stopped it or when it is due: `09:39 到场`. */
	dueText: string;
}

type SheetCustomerSignature =
	| { kind: 'signed'; name: string; role?: string; at: string; signature: PackedSignature }
	| { kind: 'none'; reason: string; name?: string };

interface SheetReturnVisit {
	/** Who asked, and when. */
	by: string;
	at: string;
	/** Reached, not reached after three tries, declined: in words. */
	outcome: string;
	/** 1 to 5, 5 best. */
	rating?: number;
	remarks?: string;
	/** The hand of who asked. */
	signature?: PackedSignature;
}
