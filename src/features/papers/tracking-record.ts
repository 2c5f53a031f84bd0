/**
 * The tracking record 工单跟踪记录 of an order: every move with who and when, its visits, delays and
 * escalations. What is told comes from the history, which nobody can rewrite by a command.
 */
import type { Customer, Site } from '#domain/customer/records.ts';
import { formCodes, paperNumber, relatedNumber } from '#domain/numbering/number.ts';
import type { HistoryEntry } from '#domain/record.ts';
import type { Clock } from '#domain/sla/clock.ts';
import type { Instant } from '#domain/time/instant.ts';
import type { Zone } from '#domain/time/zone.ts';
import type { MoveName, OrderState } from '#domain/work-order/states.ts';
import type { Paper, WorkOrder } from '#domain/work-order/work-order.ts';
import { papersOf } from '#domain/work-order/papers-of-order.ts';
import { m } from '#i18n/generated/messages.js';
import {
	dispatchWords,
	escalationWords,
	moveWords,
	returnVisitWords,
	suspendWords,
} from '#i18n/terms.ts';
import { stateWords } from '#i18n/state-words.ts';
import type { FormField, FormPaper, FormSection } from './form-paper.ts';
import type { PaperLook } from './paper-look.ts';
import type { Words } from './service-sheet.ts';
import { bothOf, bothTexts, bothWords } from './sheet-terms.ts';
import { dateTime } from './sheet-times.ts';
import { sheetWords } from './sheet-words.ts';
import { trackingWords as words } from './tracking-words.ts';

/** Edition of the form D0204. */
const formVersion = 1;

export interface TrackingSources {
	order: WorkOrder;
	customer: Customer | undefined;
	site: Site | undefined;
	look: PaperLook;
	/** Names of colleagues, by id. */
	users: ReadonlyMap<string, string>;
	zone: Zone;
	version: number;
}

/** One step of the order's way. */
interface Step {
	at: Instant;
	by: string;
	what: string;
	details: string;
}

export function newestTracking(order: WorkOrder): Paper | undefined {
	return papersOf(order, 'tracking').at(-1);
}

/** Whether nothing it tells of happened since. */
export function tellsAll(order: WorkOrder, paper: Paper): boolean {
	return lastStepAt(order) <= paper.at;
}

/** All but the hash of what it says. Pure: the same sources, the same record. */
export function trackingOfOrder(sources: TrackingSources): Omit<FormPaper, 'snapshotHash'> {
	const { order, look, version } = sources;
	const about = order.number ?? order.offlineNumber ?? order.id;
	return {
		...look,
		...{ copy: 'desk', formCode: formCodes.tracking, formVersion, title: words.title },
		number: paperNumber(relatedNumber(formCodes.tracking, about), version),
		...(order.offlineNumber && { offlineNumber: order.offlineNumber }),
		orderNumber: about,
		frozenAt: lastStepAt(order),
		sections: [orderSection(sources), ...visitSections(sources), stepSection(sources)],
		declaration: { zh: '', en: '' },
		signers: [],
	};
}

function field(label: Words, value: string | undefined, span: number): FormField {
	return { label, value: value ?? '', span };
}

function orderSection(sources: TrackingSources): FormSection {
	const { order, customer, site, zone } = sources;
	const { requester, level, clocks } = order;
	return {
		heading: words.order,
		fields: [
			field(sheetWords.customer, customer?.name, 6),
			field(sheetWords.site, [site?.name, order.room].filter(Boolean).join('\u3000'), 6),
			field(
				sheetWords.requester,
				[requester.name, requester.phone].filter(Boolean).join('\u3000'),
				6,
			),
			field(sheetWords.received, dateTime(order.receivedAt, zone), 6),
			field(
				sheetWords.priority,
				[order.priority, level && bothWords(level.level)].filter(Boolean).join('\u3000'),
				4,
			),
			field(words.kind, bothWords(order.orderKind), 4),
			field(words.state, stateText(order.state), 4),
			field(sheetWords.response, clockText(clocks?.response, zone), 6),
			field(sheetWords.resolution, clockText(clocks?.resolution, zone), 6),
			{ label: sheetWords.symptom, value: order.symptom || order.summary },
		],
	};
}

function clockText(clock: Clock | undefined, zone: Zone): string {
	if (!clock) return '';
	const due = `${bothTexts(words.due)} ${dateTime(clock.dueAt, zone)}`;
	if (!clock.stoppedAt) return due;
	return `${due}\n${bothTexts(words.stopped)} ${dateTime(clock.stoppedAt, zone)}`;
}

function stateText(state: OrderState): string {
	return bothOf(stateWords[state]);
}

function visitSections({ order, users, zone }: TrackingSources): FormSection[] {
	if (order.visits.length === 0) return [];
	const time = (at: Instant | undefined) => (at ? dateTime(at, zone) : '');
	return [
		{
			heading: words.visits,
			fields: [],
			table: {
				columns: [
					{ key: 'engineer', words: words.engineer, width: 33 },
					{ key: 'sent', words: words.sent, width: 32 },
					{ key: 'accepted', words: words.accepted, width: 32 },
					{ key: 'arrived', words: words.arrived, width: 32 },
					{ key: 'left', words: words.left, width: 32 },
				],
				rows: order.visits.map((visit) => ({
					engineer: users.get(visit.engineerId) ?? '',
					sent: time(visit.dispatchedAt),
					accepted: time(visit.acceptedAt),
					arrived: time(visit.arrivedAt),
					left: time(visit.leftAt),
				})),
			},
		},
	];
}

function stepSection(sources: TrackingSources): FormSection {
	const { zone } = sources;
	return {
		heading: words.moves,
		fields: [],
		table: {
			columns: [
				{ key: 'at', words: words.at, width: 31 },
				{ key: 'what', words: words.what, width: 38 },
				{ key: 'by', words: words.who, width: 30 },
				{ key: 'details', words: words.details, width: 62 },
			],
			rows: stepsOf(sources).map(({ at, by, what, details }) => ({
				...{ at: dateTime(at, zone), by, what, details },
			})),
		},
	};
}

/** Besides the moves of the life cycle. */
const otherSteps: Partial<Record<string, () => string>> = {
	'workOrder.create': () => bothOf(m.did_create),
	'workOrder.createOnSite': () => bothOf(m.did_create_on_site),
	'workOrder.stillBroken': () => bothOf(m.did_still_broken),
	'workOrder.customerTold': () => bothTexts(words.customerTold),
	'workOrder.supervisorInformed': () => bothTexts(words.informed),
};

function nameOf({ command }: HistoryEntry): string {
	return command.split('@')[0] ?? '';
}

function moveOf(entry: HistoryEntry): MoveName | undefined {
	const name = nameOf(entry).replace('workOrder.', '');
	return name in moveWords ? (name as MoveName) : undefined;
}

function isStep(entry: HistoryEntry): boolean {
	return nameOf(entry) in otherSteps || moveOf(entry) !== undefined;
}

function lastStepAt(order: WorkOrder): Instant {
	const told = order.history.filter(isStep).map(({ at }) => at);
	return told.reduce((last, at) => (at > last ? at : last), order.receivedAt);
}

/** In the order in which they happened. */
function stepsOf(sources: TrackingSources): Step[] {
	const steps = sources.order.history.filter(isStep).map((entry) => moveStep(entry, sources));
	return steps.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

function moveStep(entry: HistoryEntry, sources: TrackingSources): Step {
	const { order, users } = sources;
	const move = moveOf(entry);
	const isRequester = entry.by === order.requester.userId;
	const fallback = bothTexts(isRequester ? words.byCustomer : words.system);
	return {
		at: entry.at,
		by: users.get(entry.by) ?? fallback,
		what: move ? bothOf(moveWords[move]) : (otherSteps[nameOf(entry)]?.() ?? ''),
		details: detailsOf(entry, move, sources).filter(Boolean).join('\n'),
	};
}

/** What the fact that was recorded at that instant says. */
function detailsOf(
	{ at }: HistoryEntry,
	move: MoveName | undefined,
	{ order, users, zone }: TrackingSources,
): (string | undefined)[] {
	const planned = (when: Instant | undefined) =>
		when && `${bothTexts(words.planned)} ${dateTime(when, zone)}`;
	const then = <T extends { at: Instant }>(value: T | undefined) =>
		value?.at === at ? value : undefined;
	switch (move) {
		case 'dispatch': {
			const visit = order.visits.find(({ dispatchedAt }) => dispatchedAt === at);
			const reason = visit?.reason && bothOf(dispatchWords[visit.reason]);
			const engineer = users.get(visit?.engineerId ?? '');
			return [engineer && `→ ${engineer}`, reason, visit?.note, planned(visit?.plannedAt)];
		}
		case 'arrive':
			return [order.visits.find(({ arrivedAt }) => arrivedAt === at)?.arrivalScan?.code];
		case 'reportDelay': {
			const delay = order.delays.find((one) => one.at === at);
			return [delay?.reason, planned(delay?.plannedAt)];
		}
		case 'escalate': {
			const one = order.escalations.find((escalation) => escalation.at === at);
			return [one && bothOf(escalationWords[one.to]), one?.reason];
		}
		case 'suspend':
		case 'noAccess': {
			const one =
				then(order.suspension) ?? asideAt<WorkOrder['suspension']>(order, 'suspension', at);
			return [one && bothOf(suspendWords[one.reason]), one?.note, planned(one?.plannedAt)];
		}
		case 'return':
			return [
				(then(order.returned) ?? asideAt<WorkOrder['returned']>(order, 'returned', at))?.reason,
			];
		case 'sendBack':
			return [
				(then(order.sentBack) ?? asideAt<WorkOrder['sentBack']>(order, 'sentBack', at))?.missing,
			];
		case 'cancel':
			return [
				(then(order.cancelled) ?? asideAt<WorkOrder['cancelled']>(order, 'cancelled', at))?.reason,
			];
		case 'close': {
			const closing = then(order.closing) ?? asideAt<WorkOrder['closing']>(order, 'closing', at);
			return [
				closing && bothOf(returnVisitWords[closing.returnVisit.outcome]),
				closing?.returnVisit.note,
			];
		}
		default:
			return [];
	}
}

/** A single value that a later fact took the place of. */
function asideAt<T extends { at: Instant } | undefined>(
	order: WorkOrder,
	field: string,
	at: Instant,
): T | undefined {
	const found = order.earlier?.find(
		({ field: name, value }) => name === field && (value as { at?: Instant }).at === at,
	);
	return found?.value as T | undefined;
}
