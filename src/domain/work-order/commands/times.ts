import * as v from 'valibot';
import { IdSchema } from '../../record.ts';
import { accept, refuse } from '../../result.ts';
import { earlierOf, InstantSchema, laterOf, type Instant } from '../../time/instant.ts';
import { correctResponse } from '../order-clocks.ts';
import { factCommand } from '../order-command.ts';
import { isFrozen } from '../readiness.ts';
import { boundsOf } from '../visit.ts';
import { correctable, FilledSchema, type WorkOrder } from '../work-order.ts';

/**
 * A moment of his own visit put right by its engineer, with the reason; what was recorded stays in
 * `timeCorrections`. Never before its cause nor after what followed: what he says beyond that is
 * kept beside what counts. The response clock follows the arrival that had stopped it.
 */
const correctTime = factCommand(
	'assignee',
	{
		visitId: IdSchema,
		field: v.picklist(correctable),
		at: InstantSchema,
		reason: FilledSchema,
	},
	(order, { visitId, field, at, reason }, { now, actor }, stamp) => {
		if (isFrozen(order)) return refuse('frozen');
		const visit = order.visits.find(({ id }) => id === visitId);
		if (!visit) return refuse('not-found', { fields: ['visitId'] });
		if (visit.engineerId !== actor.userId) return refuse('not-allowed');
		const from = visit[field];
		const bounds = boundsOf(order, visit, field, now);
		if (!bounds) return refuse('not-found', { fields: [field] });
		const to = laterOf(bounds.earliest, earlierOf(bounds.latest, at));
		if (to === from) return accept(order);
		const correction = {
			...{ ...stamp, visitId, field, to, reason },
			...(from && { from }),
			...(to !== at && { said: at }),
		};
		const corrected: WorkOrder = {
			...order,
			visits: order.visits.map((each) => (each === visit ? { ...each, [field]: to } : each)),
			timeCorrections: [...(order.timeCorrections ?? []), correction],
		};
		return accept(field === 'arrivedAt' ? withArrival(corrected, from, to) : corrected);
	},
);

function withArrival(order: WorkOrder, from: Instant | undefined, to: Instant): WorkOrder {
	return from === order.clocks?.response.stoppedAt ? correctResponse(order, to) : order;
}

export const timeCommands = { 'workOrder.correctTime@1': correctTime };
