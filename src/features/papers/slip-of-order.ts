import type { Customer, Site } from '#domain/customer/records.ts';
import { formCodes, paperNumber, relatedNumber } from '#domain/numbering/number.ts';
import { papersOf } from '#domain/work-order/papers-of-order.ts';
import { partCodeOf } from '#domain/stock/part.ts';
import type { Instant } from '#domain/time/instant.ts';
import type { Zone } from '#domain/time/zone.ts';
import type { Paper, UsedPart, WorkOrder } from '#domain/work-order/work-order.ts';
import { dateText, timeText } from '#i18n/format.ts';
import type { PaperLook } from './paper-look.ts';
import type { PartsSlip, SlipRow } from './parts-slip.ts';
import { storeWords } from './sheet-terms.ts';
import { slipWords } from './sheet-words.ts';

/** Edition of the form D0208 these slips follow. */
const formVersion = 1;

export interface SlipSources {
	order: WorkOrder;
	customer: Customer | undefined;
	site: Site | undefined;
	look: PaperLook;
	/** Names of colleagues, by id. */
	users: ReadonlyMap<string, string>;
	zone: Zone;
	version: number;
}

export function partsOf(order: WorkOrder): UsedPart[] {
	return order.lines.flatMap((line) => line.parts.filter((used) => !used.retracted));
}

export function newestSlip(order: WorkOrder): Paper | undefined {
	return papersOf(order, 'slip').at(-1);
}

/** Whether the newest slip still says what was taken: nothing came or went back since. */
export function isCurrent(order: WorkOrder, slip: Paper): boolean {
	return slip.at >= lastChange(order);
}

/** The parts of an order as its slip, but for the hash of what it says. Pure: the same sources, the same slip. */
export function slipOfOrder(sources: SlipSources): Omit<PartsSlip, 'hash'> {
	const { order, customer, site, users, version } = sources;
	const orderNumber = order.number ?? order.offlineNumber ?? order.id;
	const takers = partsOf(order).map(({ by }) => users.get(by) ?? '');
	return {
		title: slipWords.title,
		...sources.look,
		formCode: formCodes.partsSlip,
		formVersion,
		number: paperNumber(relatedNumber(formCodes.partsSlip, orderNumber), version),
		...(order.offlineNumber && { offlineNumber: order.offlineNumber }),
		orderNumber,
		customer: customer?.name ?? '',
		site: [site?.name, order.room].filter(Boolean).join('　'),
		purpose: order.summary,
		taker: [...new Set(takers)].join('、'),
		rows: partsOf(order).map((used) => rowOf(used, sources)),
		madeAt: lastChange(order),
	};
}

function rowOf(used: UsedPart, { users, zone }: SlipSources): SlipRow {
	const { partId, name, quantity, unit, storeId, at } = used;
	return {
		...{ code: partId ? partCodeOf(partId) : '', name },
		from: storeWords(storeId, users),
		quantity: [quantity, unit].filter(Boolean).join(' '),
		at: `${dateText(at, zone)} ${timeText(at, zone)}`,
	};
}

function lastChange({ lines, receivedAt }: WorkOrder): Instant {
	const times = lines.flatMap(({ parts }) =>
		parts.flatMap(({ at, retracted }) => (retracted ? [at, retracted.at] : [at])),
	);
	return times.reduce((last, at) => (at > last ? at : last), receivedAt);
}
