import { channelsOf, clientChannel, requesterChannel } from '#domain/access/channels.ts';
import { openConflicts } from '#domain/conflict.ts';
import type { AnyRecord } from '#domain/record-schemas.ts';
import { isRepairDue, type Repair } from '#domain/repair/repair.ts';
import { addMinutes, type Instant } from '#domain/time/instant.ts';
import { lateWorkOf } from '#domain/work-order/late-work.ts';
import { isOpen } from '#domain/work-order/states.ts';
import type { WorkOrder } from '#domain/work-order/work-order.ts';

/** How long finished orders stay on the devices of engineer and desk (domain.md section 6). */
export const finishedOrderDaysMax = 90;
const minutesPerDay = 24 * 60;

export interface ScopeAt {
	channels: string[];
	/** When time alone will change the channels. */
	reviewAt?: Instant;
}

/**
 * A record's channels at a moment. Long finished orders and vendor repairs leave the devices of their engineer and of
 * the desk, unless the desk still has to close them or to decide on late work or a conflict; customer and
 * requester keep seeing theirs.
 */
export function channelsAt(record: AnyRecord, now: Instant): ScopeAt {
	const channels = channelsOf(record);
	if (record.kind !== 'workOrder' && record.kind !== 'repair') return { channels };
	const finishedAt = finishedAtOf(record);
	if (!finishedAt) return { channels };
	const reviewAt = addMinutes(finishedAt, finishedOrderDaysMax * minutesPerDay);
	if (now < reviewAt) return { channels, reviewAt };
	return { channels: channels.filter((channel) => keptForGood(record, channel)) };
}

function keptForGood(order: WorkOrder | Repair, channel: string): boolean {
	if (channel === clientChannel(order.customerId)) return true;
	if (order.kind === 'repair') return false;
	if (order.requester.userId && channel === requesterChannel(order.requester.userId)) return true;
	return channel.startsWith('desk:') && deskStillActs(order);
}

function deskStillActs(order: WorkOrder): boolean {
	const settled = order.state === 'closed' || order.state === 'cancelled';
	return !settled || lateWorkOf(order).length > 0 || openConflicts(order).length > 0;
}

function finishedAtOf(order: WorkOrder | Repair): Instant | undefined {
	if (order.kind === 'repair') return isRepairDue(order) ? undefined : order.updatedAt;
	if (isOpen(order.state)) return undefined;
	if (order.state === 'cancelled') return order.cancelled?.at ?? order.updatedAt;
	return order.completedAt ?? order.remoteHelp?.at ?? order.closing?.at ?? order.updatedAt;
}
