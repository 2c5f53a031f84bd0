import type { Asset } from '#domain/asset/asset.ts';
import { limitsText, readingState } from '#domain/catalogue/check.ts';
import type { FaultCause } from '#domain/catalogue/fault-causes.ts';
import type { ServiceItem } from '#domain/catalogue/service-item.ts';
import type { Customer, Site } from '#domain/customer/records.ts';
import { formCodes, paperNumber } from '#domain/numbering/number.ts';
import type { CalendarRecord } from '#domain/organisation/records.ts';
import { readClock, type Clock } from '#domain/sla/clock.ts';
import { localOf, type Zone } from '#domain/time/zone.ts';
import type { Instant } from '#domain/time/instant.ts';
import { consentFor } from '#domain/work-order/before-work.ts';
import { linesHere } from '#domain/work-order/follow-up.ts';
import { handOf } from '#domain/work-order/own-hands.ts';
import { validSignature } from '#domain/work-order/readiness.ts';
import { m } from '#i18n/generated/messages.js';
import { partCodeOf } from '#domain/stock/part.ts';
import type {
	ChecklistItem,
	Line,
	TimeCorrection,
	UsedPart,
	Visit,
	WorkOrder,
} from '#domain/work-order/work-order.ts';
import { readingStateWords, signerWords } from '#i18n/terms.ts';
import type { PaperLook } from './paper-look.ts';
import { factPaperNumber } from './paper-subject.ts';
import type {
	ServiceSheet,
	SheetClock,
	SheetLine,
	SheetPart,
	SheetPhoto,
	SheetVisit,
} from './service-sheet.ts';
import { dateTime, timeOfDay } from './sheet-times.ts';
import {
	assetFieldBoth,
	bothOf,
	bothTexts,
	bothWords,
	outcomeWords,
	sealWordsBoth,
	signNoneWords,
	storeWords,
	swapBoth,
} from './sheet-terms.ts';

/** Edition of the form D0201 these sheets follow. */
const formVersion = 4;

/** The records a sheet speaks of, as far as this device holds them. */
export interface SheetSources {
	order: WorkOrder;
	customer: Customer | undefined;
	site: Site | undefined;
	item: ServiceItem | undefined;
	/** The fault taxonomy; absent where this device holds none. */
	causes?: readonly FaultCause[];
	/** By id, for the lines. */
	assets: ReadonlyMap<string, Asset>;
	engineer: string;
	/** Names of colleagues, by id. */
	users: ReadonlyMap<string, string>;
	/** Who recorded the return visit. */
	desk: string;
	/** Of the template the paper is made with. */
	look: PaperLook;
	calendar: CalendarRecord | undefined;
	zone: Zone;
	/** SHA-256 of the frozen snapshot. */
	snapshotHash: string;
	/** 1 for the first paper of the order. */
	version: number;
	/** Where the customer checks this sheet; absent on those made before there was such a place. */
	checkAddress?: string;
}

/**
 * A completed order as its service sheet. Pure: the same sources give the same sheet, and the sheet
 * the same bytes. Throws for an order that was never completed; nothing is frozen there to print.
 */
export function sheetOfOrder(sources: SheetSources, photos: SheetPhoto[] = []): ServiceSheet {
	const { order, customer, site, item } = sources;
	if (!order.snapshot) throw new Error('a sheet is made of a completed order');
	const orderNumber = order.number ?? order.offlineNumber ?? order.id;
	return {
		copy: 'customer',
		formCode: formCodes.workOrder,
		formVersion,
		...sources.look,
		number: paperNumber(orderNumber, sources.version),
		...(order.offlineNumber && { offlineNumber: order.offlineNumber }),
		orderNumber,
		...(sources.checkAddress && { checkAddress: sources.checkAddress }),
		customer: customer?.name ?? '',
		level: levelOf(sources),
		site: [site?.name, order.room].filter(Boolean).join('　'),
		requester: order.requester.name,
		phone: order.requester.phone ?? '',
		receivedAt: dateTime(order.receivedAt, sources.zone),
		priority: order.priority,
		serviceItem: item ? namesOf(item) : bothWords(order.orderKind),
		symptom: order.symptom ?? order.summary,
		lines: order.lines.map((line) => lineOf(line, sources)),
		parts: order.lines.flatMap((line) => kept(line.parts).map((used) => partOf(used, sources))),
		found: kept(order.found ?? []).map(({ asset }) => foundText(asset)),
		checklist: linesHere(order).flatMap((line) =>
			line.checklist.map((check) => ({ text: checkText(check), done: check.doneAt !== undefined })),
		),
		...clocksOf(sources),
		visits: visitsOf(sources),
		minutes: kept(order.times).reduce((sum, entry) => sum + entry.minutes, 0),
		...(item && { standardMinutes: item.standardMinutes }),
		notes: [
			...followUpText(order),
			...kept(order.notes).map((note) => note.text),
			...voicesText(order),
			...kept(order.timeCorrections ?? []).map((one) => correctionText(one, sources.zone)),
		],
		photoCount: kept(order.photos).length,
		...(photos.length > 0 && { photos }),
		...signaturesOf(sources),
		...returnVisitOf(sources),
		snapshotHash: sources.snapshotHash,
		frozenAt: order.snapshot.at,
	};
}

/** A reading stands behind its step, with its limits and whether it is within them. */
function checkText({ text, textEn, reading, value }: ChecklistItem): string {
	const words = bothTexts({ zh: text, en: textEn || text });
	if (!reading || value === undefined) return words;
	const unit = bothTexts({ zh: reading.unit, en: reading.unitEn || reading.unit });
	const limits = limitsText(reading, unit);
	const state = readingState(reading, value);
	return [
		`${words}：${value} ${unit}${limits && `（${limits}）`}`,
		state === 'within' ? '' : bothOf(readingStateWords[state]),
	].join(' ');
}

function kept<T extends { retracted?: unknown }>(facts: readonly T[]): T[] {
	return facts.filter((fact) => !fact.retracted);
}

function levelOf({ order }: SheetSources): string {
	const window = order.clocks?.resolution.window.replace('x', '×');
	return [order.level && bothWords(order.level.level), window].filter(Boolean).join(' · ');
}

function lineOf(line: Line, { order, assets, causes }: SheetSources): SheetLine {
	const symptom = line.symptom ?? '';
	return {
		...(line.asset && { asset: assetOf(line.asset, assets.get(line.asset.id ?? '')) }),
		...(line.seal && { seal: sealText(line.seal) }),
		...(line.comparison && { comparison: comparisonText(line.comparison) }),
		...(line.swaps && { swaps: line.swaps.map(swapBoth).join('\n') }),
		...consentOf(order, line),
		...(symptom !== '' && symptom !== order.symptom && { symptom }),
		cause: [causeWords(causes, line.causeCode), line.cause].filter(Boolean).join('\n'),
		solution: line.solution ?? '',
		...(line.continues && { continuesIn: line.continues.number ?? line.continues.order }),
		result: line.result,
	};
}

/** Where its consent is to be found: the number of its paper, and who signed. */
function consentOf(order: WorkOrder, line: Line): Pick<SheetLine, 'consent'> {
	const consent = consentFor(order, line);
	if (!consent) return {};
	const number = factPaperNumber(order, { form: 'consent', about: consent.id });
	return { consent: [number, consent.name].filter(Boolean).join('　') };
}

function assetOf(
	ref: NonNullable<Line['asset']>,
	asset: Asset | undefined,
): NonNullable<SheetLine['asset']> {
	const model = asset?.model ?? ref.model;
	const serial = asset?.serial ?? ref.serial;
	const location = asset?.locationCode ?? asset?.room;
	return {
		tag: ref.tag,
		name: asset?.name ?? ref.name ?? '',
		...(model && { model }),
		...(serial && { serial }),
		...(asset?.warrantyUntil && { warranty: asset.warrantyUntil }),
		...(location && { location }),
	};
}

/** What the register did not know: tag, name, model and serial. */
function foundText({ tag, name, model, serial }: NonNullable<Line['asset']>): string {
	const number = serial && `${bothOf(m.assets_serial)} ${serial}`;
	return [tag, name, model, number].filter(Boolean).join('　');
}

function partOf(used: UsedPart, { users }: SheetSources): SheetPart {
	const { name, unit, quantity, partId, storeId } = used;
	const from = storeWords(storeId, users);
	return {
		name: [name, partId && partCodeOf(partId)].filter(Boolean).join(' '),
		quantity: [quantity, unit].filter(Boolean).join(' '),
		...(from && { from }),
	};
}

/** What the organisation named itself, in the paper's languages. */
function namesOf({ name, nameEn }: { name: string; nameEn?: string | undefined }): string {
	return bothTexts({ zh: name, en: nameEn || name });
}

/** A code that is not in the list by itself. */
function causeWords(causes: readonly FaultCause[] = [], code: string | undefined): string {
	const known = causes.find((cause) => cause.code === code);
	return known ? namesOf(known) : (code ?? '');
}

function followUpText({ followUpOf }: WorkOrder): string[] {
	if (!followUpOf) return [];
	return [`${bothOf(m.papers_follow_up_of)}　${followUpOf.number ?? followUpOf.order}`];
}

/** Nobody can hear a paper: it says how many there are, and where. */
function voicesText({ voices = [] }: WorkOrder): string[] {
	const n = kept(voices).length;
	if (n === 0) return [];
	if (n === 1) return [bothOf(m.papers_voice)];
	const zh = m.papers_voices({ n }, { locale: 'zh-CN' });
	return [bothTexts({ zh, en: m.papers_voices({ n }, { locale: 'en' }) })];
}

/** A moment put right by hand: both times and the reason. */
function correctionText({ field, from, to, reason }: TimeCorrection, zone: Zone): string {
	const was = from ? timeOfDay(from, zone) : '—';
	return `${bothOf(m.papers_corrected)}　${bothOf(momentWords[field])} ${was} → ${timeOfDay(to, zone)}　${reason}`;
}

const momentWords = {
	departedAt: m.wo_visit_departed,
	arrivedAt: m.wo_visit_arrived,
	leftAt: m.wo_visit_left,
};

function sealText(seal: NonNullable<Line['seal']>): string {
	const now = [seal.number, sealWordsBoth(seal.state)].filter(Boolean).join('　');
	return seal.newNumber ? `${now} → ${seal.newNumber}` : now;
}

/** How many fields are as recorded, then each that is not: what the record says, and what was found. */
function comparisonText({ same, differs }: NonNullable<Line['comparison']>): string {
	const empty = bothOf(m.papers_compared_empty);
	const correction = bothOf(m.papers_correction);
	const found = differs.map(
		({ field, from, to }) =>
			`${correction}　${assetFieldBoth(field)}：${from || empty} → ${to || empty}`,
	);
	const n = same.length;
	const recorded = bothOf((_, options) => m.papers_compared_same({ n }, options));
	return [recorded, ...found].join('\n');
}

function clocksOf(sources: SheetSources): Pick<ServiceSheet, 'response' | 'resolution'> {
	const clocks = sources.order.clocks;
	return {
		response: clockOf(clocks?.response, sources),
		resolution: clockOf(clocks?.resolution, sources),
	};
}

function clockOf(clock: Clock | undefined, { calendar, zone, order }: SheetSources): SheetClock {
	if (!clock || !calendar) return { targetMinutes: 0, usedMinutes: 0, dueText: '' };
	const reading = readClock(clock, calendar, clock.stoppedAt ?? order.snapshot?.at ?? clock.dueAt);
	const met = clock.stoppedAt === undefined ? undefined : reading.state === 'met';
	return {
		targetMinutes: clock.targetMinutes,
		usedMinutes: Math.round(reading.usedMinutes),
		...(met !== undefined && { met }),
		dueText: dateTime(clock.stoppedAt ?? clock.dueAt, zone),
	};
}

/** Those somebody set out for; where nobody did, the one that was meant. */
function visitsOf(sources: SheetSources): SheetVisit[] {
	const { visits } = sources.order;
	const made = visits.filter(({ departedAt, arrivedAt }) => departedAt ?? arrivedAt);
	const shown = made.length > 0 ? made : visits.slice(-1);
	return shown.map((visit, n) => visitOf(visit, n === shown.length - 1, sources));
}

function visitOf(visit: Visit, isLast: boolean, { order, users, zone }: SheetSources): SheetVisit {
	const time = (at: Instant | undefined) => (at ? timeOfDay(at, zone) : undefined);
	const entries = {
		accepted: time(visit.acceptedAt),
		departed: time(visit.departedAt),
		arrived: time(visit.arrivedAt),
		ended: time(isLast ? (order.completedAt ?? visit.leftAt) : visit.leftAt),
	};
	const known = Object.entries(entries).filter(([, value]) => value !== undefined);
	const began = visit.arrivedAt ?? visit.departedAt ?? visit.acceptedAt ?? order.receivedAt;
	return {
		date: localOf(began, zone).date,
		engineer: users.get(visit.engineerId) ?? '',
		...Object.fromEntries(known),
	};
}

function signaturesOf({
	order,
	engineer,
	zone,
}: SheetSources): Pick<ServiceSheet, 'customerSignature' | 'engineerSignature'> {
	const signature = validSignature(order);
	const hand = handOf(order, 'engineer');
	const engineerSignature = {
		name: engineer,
		at: timeOfDay(order.completedAt ?? order.updatedAt, zone),
		...(hand && { signature: hand }),
	};
	if (!signature?.strokes) {
		const reason = signNoneWords(signature?.impossible?.reason, signature?.impossible?.note);
		const named = signature && { name: signature.name };
		return { engineerSignature, customerSignature: { kind: 'none', reason, ...named } };
	}
	const at = timeOfDay(signature.at, zone);
	const customerSignature = {
		kind: 'signed' as const,
		name: signature.name,
		...(signature.signerRole && { role: bothOf(signerWords[signature.signerRole]) }),
		at,
		signature: signature.strokes,
	};
	return { engineerSignature, customerSignature };
}

function returnVisitOf({ order, desk, zone }: SheetSources): Pick<ServiceSheet, 'returnVisit'> {
	if (!order.closing) return {};
	const { outcome, note } = order.closing.returnVisit;
	const hand = handOf(order, 'desk');
	return {
		returnVisit: {
			by: desk,
			at: dateTime(order.closing.at, zone),
			outcome: outcomeWords(outcome),
			...(order.rating && { rating: order.rating.stars }),
			...(note && { remarks: note }),
			...(hand && { signature: hand }),
		},
	};
}
