import * as v from 'valibot';
import { hasRole, staffRoles } from '../../access/roles.ts';
import type { CommandDefinition } from '../../command.ts';
import { isInspector, type Inspection } from '../../inspection/inspection.ts';
import { IdSchema } from '../../record.ts';
import { accept, refuse } from '../../result.ts';
import { SummarySchema, TextSchema, type WorkOrder } from '../work-order.ts';
import { newLine, newOrder } from './intake.ts';

const args = v.object({
	inspectionId: IdSchema,
	checkpointId: IdSchema,
	summary: SummarySchema,
	symptom: v.optional(TextSchema),
});

/**
 * What failed on a round becomes a request at its place; `inspection.raise` is its companion. Place and
 * machine are the round's own, so its inspector knows them though he holds no register; he is not
 * sent to it by that: the desk dispatches it.
 */
const createFromInspection: CommandDefinition<WorkOrder, v.InferOutput<typeof args>> = {
	args,
	decide(current, { inspectionId, checkpointId, summary, symptom }, context) {
		if (current) return refuse('already-exists');
		const { actor, read, now, partId } = context;
		const round = read('inspection', inspectionId) as Inspection | undefined;
		const mayRaise = round && hasRole(actor, staffRoles) && isInspector(round, actor.userId);
		const point = mayRaise && round.checkpoints?.find(({ id }) => id === checkpointId);
		// Alike for a round that is not there: nobody learns of others.
		if (!point) return refuse('not-found');
		const request = {
			...({ orderKind: 'fault', channel: 'inspection', mode: 'on_site' } as const),
			...{ requester: { name: actor.name }, customerId: round.customerId, siteId: round.siteId },
			...{ room: point.room, summary, symptom, lines: [] },
			...({ category: point.category, impact: 'medium', urgency: 'medium' } as const),
		};
		const { id, tag, name } = point;
		return accept({
			...newOrder(request, context, now, undefined, true),
			lines: [newLine({ asset: { id, tag, name }, symptom }, partId(1), undefined)],
			inspection: { id: round.id, checkpointId },
			...(round.number && { references: [round.number] }),
		});
	},
};

export const inspectionOrderCommands = {
	'workOrder.createFromInspection@1': createFromInspection,
};
