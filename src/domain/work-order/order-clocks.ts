import type { ServiceItem } from '../catalogue/service-item.ts';
import type { DecisionContext } from '../command.ts';
import type { Customer, Site } from '../customer/records.ts';
import {
	defaultPolicyId,
	type CalendarRecord,
	type ServicePolicyRecord,
} from '../organisation/records.ts';
import {
	pauseClock,
	reopenClock,
	restopClock,
	resumeClock,
	startClock,
	stopClock,
} from '../sla/clock.ts';
import { chooseLevel, defaultServicePolicy, targetsOf, type Priority } from '../sla/level.ts';
import type { Instant } from '../time/instant.ts';
import type { WorkOrder } from './work-order.ts';

type Read = DecisionContext['read'];
type Level = NonNullable<WorkOrder['level']>;
type Clocks = NonNullable<WorkOrder['clocks']>;

interface ClockRequest {
	customerId: string;
	siteId?: string | undefined;
	serviceItemId?: string | undefined;
	priority: Priority;
	receivedAt: Instant;
}

/**
 * Level, rule and both clocks of a request, by the same code on device and server. Undefined where
 * the place that decides holds no policy (a requester's own phone): the server's answer brings them.
 */
export function clocksFor(
	request: ClockRequest,
	read: Read,
): { level: Level; clocks: Clocks } | undefined {
	const policy = policyOf(read);
	const calendar = policy && calendarOf(read, policy);
	if (!policy || !calendar) return undefined;
	const customer = read('customer', request.customerId) as Customer | undefined;
	const site = request.siteId ? (read('site', request.siteId) as Site | undefined) : undefined;
	const item = request.serviceItemId
		? (read('serviceItem', request.serviceItemId) as ServiceItem | undefined)
		: undefined;
	const level = levelOf(site, customer, policy);
	const targets = targetsOf(
		level.level,
		policy,
		request.priority,
		item && customer?.['resident'] ? item.responseMinutes : undefined,
	);
	const window = site?.window ?? customer?.window ?? policy.defaultWindow;
	const start = (targetMinutes: number) =>
		startClock({ startedAt: request.receivedAt, targetMinutes, window }, calendar);
	return {
		level,
		clocks: {
			response: start(targets.responseMinutes),
			resolution: start(targets.resolutionMinutes),
		},
	};
}

function levelOf(
	site: Site | undefined,
	customer: Customer | undefined,
	policy: ServicePolicyRecord,
): Level {
	return chooseLevel({ site: site?.level, customer: customer?.level }, policy.defaultLevel);
}

/** Help has come: the response clock stops once and for all. */
export function stopResponse(order: WorkOrder, at: Instant, read: Read): WorkOrder {
	return changeClocks(order, read, (clocks, calendar) => ({
		...clocks,
		response: stopClock(clocks.response, calendar, at),
	}));
}

/** The arrival that stopped it was at another time. */
export function correctResponse(order: WorkOrder, at: Instant): WorkOrder {
	if (!order.clocks) return order;
	const response = restopClock(order.clocks.response, at);
	return { ...order, clocks: { ...order.clocks, response } };
}

export function stopResolution(order: WorkOrder, at: Instant, read: Read): WorkOrder {
	return changeClocks(order, read, (clocks, calendar) => ({
		...clocks,
		resolution: stopClock(clocks.resolution, calendar, at),
	}));
}

export function pauseResolution(order: WorkOrder, at: Instant, reason: string): WorkOrder {
	if (!order.clocks) return order;
	return {
		...order,
		clocks: { ...order.clocks, resolution: pauseClock(order.clocks.resolution, at, reason) },
	};
}

/** The policy says which reasons pause the clock; by default waiting for the customer and for access. */
export function pausesClocks(reason: string, read: Read): boolean {
	return (policyOf(read)?.pausingReasons ?? defaultServicePolicy.pausingReasons).includes(reason);
}

export function resumeResolution(order: WorkOrder, at: Instant, read: Read): WorkOrder {
	return changeClocks(order, read, (clocks, calendar) => ({
		...clocks,
		resolution: resumeClock(clocks.resolution, calendar, at),
	}));
}

export function pauseBoth(order: WorkOrder, at: Instant, reason: string): WorkOrder {
	if (!order.clocks) return order;
	return {
		...order,
		clocks: {
			response: pauseClock(order.clocks.response, at, reason),
			resolution: pauseClock(order.clocks.resolution, at, reason),
		},
	};
}

export function resumeBoth(order: WorkOrder, at: Instant, read: Read): WorkOrder {
	return changeClocks(order, read, (clocks, calendar) => ({
		response: resumeClock(clocks.response, calendar, at),
		resolution: resumeClock(clocks.resolution, calendar, at),
	}));
}

/** The resolution clock goes on without the closed time. */
export function reopenResolution(order: WorkOrder, at: Instant, read: Read): WorkOrder {
	return changeClocks(order, read, (clocks, calendar) => ({
		...clocks,
		resolution: reopenClock(clocks.resolution, calendar, at),
	}));
}

function changeClocks(
	order: WorkOrder,
	read: Read,
	change: (clocks: Clocks, calendar: CalendarRecord) => Clocks,
): WorkOrder {
	const policy = policyOf(read);
	const calendar = policy && calendarOf(read, policy);
	if (!order.clocks || !calendar) return order;
	return { ...order, clocks: change(order.clocks, calendar) };
}

function policyOf(read: Read): ServicePolicyRecord | undefined {
	return read('servicePolicy', defaultPolicyId) as ServicePolicyRecord | undefined;
}

function calendarOf(read: Read, policy: ServicePolicyRecord): CalendarRecord | undefined {
	return read('calendar', policy.calendarId) as CalendarRecord | undefined;
}
