import { userChannel } from '#domain/access/channels.ts';
import type { AnyRecord } from '#domain/record-schemas.ts';
import { addMinutes, type Instant } from '#domain/time/instant.ts';
import type { Visit, WorkOrder } from '#domain/work-order/work-order.ts';
import type { Records } from '#server/store/port.ts';
import { readRecord } from '#server/store/stored-body.ts';
import { finishedOrderDaysMax } from './channels-at.ts';

/** Former orders looked at, the latest to be made. */
const formerOrdersMax = 300;
const minutesPerDay = 24 * 60;

interface Visited {
	customers: Set<string>;
	sites: Set<string>;
	assets: Set<string>;
}

/**
 * Whether an engineer saw a record while he was sent to its place: what he took there before he
 * learnt that he had lost the order is confirmed by that. Visits count as long as finished orders
 * stay with him; what he merely named himself does not. Reads at the first question only.
 */
export function visitorOf(
	store: Pick<Records, 'get' | 'present'>,
	userId: string,
	now: Instant,
): (record: AnyRecord) => Promise<boolean> {
	let visited: Promise<Visited> | undefined;
	return async (record) => {
		visited ??= visitedBy(store, userId, now);
		return isAmong(record, await visited);
	};
}

/** Orders that left his channel are remembered in it as gone. */
async function visitedBy(
	store: Pick<Records, 'get' | 'present'>,
	userId: string,
	now: Instant,
): Promise<Visited> {
	const places: Visited = { customers: new Set(), sites: new Set(), assets: new Set() };
	const rows = await store.present({
		channel: userChannel(userId),
		kind: 'workOrder',
		withFormer: true,
		limit: Number.MAX_SAFE_INTEGER,
	});
	const left = rows.filter(({ gone }) => gone);
	for (const { id } of left.slice(-formerOrdersMax)) {
		const order = await readRecord(store, 'workOrder', id);
		if (order && visitedLately(order, userId, now)) addPlaces(places, order);
	}
	return places;
}

function visitedLately(order: WorkOrder, userId: string, now: Instant): boolean {
	const since = addMinutes(now, -finishedOrderDaysMax * minutesPerDay);
	return order.visits.some((visit) => visit.engineerId === userId && endOf(visit) > since);
}

function endOf({ leftAt, arrivedAt, acceptedAt, dispatchedAt }: Visit): string {
	return leftAt ?? arrivedAt ?? acceptedAt ?? dispatchedAt ?? '';
}

function addPlaces(places: Visited, { customerId, siteId, unconfirmedPlace, lines }: WorkOrder) {
	if (unconfirmedPlace) return;
	places.customers.add(customerId);
	if (siteId !== undefined) places.sites.add(siteId);
	for (const { asset } of lines)
		if (asset?.id !== undefined && !asset.unconfirmed) places.assets.add(asset.id);
}

function isAmong(record: AnyRecord, { customers, sites, assets }: Visited): boolean {
	switch (record.kind) {
		case 'customer':
			return customers.has(record.id);
		case 'site':
			return sites.has(record.id);
		case 'asset':
			return assets.has(record.id) || sites.has(record.siteId ?? '');
		default:
			return false;
	}
}
