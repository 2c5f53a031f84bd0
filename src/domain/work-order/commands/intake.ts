import * as v from 'valibot';
import { hasRole } from '../../access/roles.ts';
import { isPlaceKnown, markedRef } from '../../access/known-places.ts';
import { AssetRefSchema } from '../../asset/asset.ts';
import { stepsOffered, type ServiceItem } from '../../catalogue/service-item.ts';
import type { CommandDefinition, DecisionContext } from '../../command.ts';
import type { Customer, Site } from '../../customer/records.ts';
import { parseNumber } from '../../numbering/number.ts';
import { defaultDeskId } from '../../organisation/records.ts';
import { IdSchema } from '../../record.ts';
import { accept, refuse, type Result } from '../../result.ts';
import { GradeSchema, priorityOf } from '../../sla/level.ts';
import { earlierOf, InstantSchema } from '../../time/instant.ts';
import { demandsOf, itemOf } from '../before-work.ts';
import { asCheck } from '../checks.ts';
import { linesHere } from '../follow-up.ts';
import { clocksFor, stopResponse } from '../order-clocks.ts';
import { orderKinds } from '../order-kinds.ts';
import { asSeen, SeenItemSchema, type SeenItem } from '../seen-item.ts';
import { addVisit } from '../visit.ts';
import {
	channels,
	modes,
	ShortSchema,
	SummarySchema,
	TextSchema,
	WorkOrderSchema,
	type Line,
	type WorkOrder,
} from '../work-order.ts';

/** Lines one request may name at once; more are added on site. */
const intakeLinesMax = 20;

const requestEntries = {
	orderKind: v.picklist(orderKinds),
	channel: v.picklist(channels),
	mode: v.optional(v.picklist(modes), 'on_site'),
	requester: WorkOrderSchema.entries.requester,
	customerId: IdSchema,
	siteId: v.optional(IdSchema),
	room: v.optional(ShortSchema),
	summary: SummarySchema,
	symptom: v.optional(TextSchema),
	category: v.optional(ShortSchema),
	serviceItemId: v.optional(IdSchema),
	impact: GradeSchema,
	urgency: GradeSchema,
	lines: v.optional(
		v.pipe(
			v.array(v.object({ asset: v.optional(AssetRefSchema), symptom: v.optional(TextSchema) })),
			v.maxLength(intakeLinesMax),
		),
		[],
	),
	references: v.optional(v.array(ShortSchema)),
};
type RequestArgs = v.InferOutput<v.ObjectSchema<typeof requestEntries, undefined>>;

const createEntries = {
	...requestEntries,
	receivedAt: v.optional(InstantSchema),
	/** Where the desk passes it on to another one at once. */
	deskId: v.optional(IdSchema),
};
const onSiteEntries = {
	...requestEntries,
	offlineNumber: v.optional(ShortSchema),
	/** Its service as the engineer's device has it. */
	seen: v.optional(SeenItemSchema),
	/** The order whose visit this one joins: one signature serves both. */
	joins: v.optional(IdSchema),
};

type Create<E extends v.ObjectEntries> = CommandDefinition<
	WorkOrder,
	v.InferOutput<v.ObjectSchema<E, undefined>>
>;

const create: Create<typeof createEntries> = {
	args: v.object(createEntries),
	decide(current, args, context) {
		if (current) return refuse('already-exists');
		const forbidden = mayRequest(args, context);
		if (forbidden) return forbidden;
		const { deskId, receivedAt, ...request } = args;
		const order = newOrder(request, context, receivedAtOf(receivedAt, context));
		const chosen = hasRole(context.actor, ['dispatcher']) ? deskId : undefined;
		return accept(chosen ? { ...order, deskId: chosen } : order);
	},
};

/** The desk may write down later what came in earlier; nobody else says when the clocks began. */
function receivedAtOf(
	claimed: WorkOrder['receivedAt'] | undefined,
	{ now, actor }: DecisionContext,
): WorkOrder['receivedAt'] {
	return claimed && hasRole(actor, ['dispatcher']) ? earlierOf(claimed, now) : now;
}

/**
 * A walk-up request on the spot (现场报障): the engineer is there already, the response clock has
 * stopped. A place or asset he does not know is taken all the same and marked (`known-places.ts`):
 * nothing done on site is refused for it, and nothing is opened by it. Nobody is the requester of his
 * own work: he would close and rate it.
 */
const createOnSite: Create<typeof onSiteEntries> = {
	args: v.object(onSiteEntries),
	decide(current, args, context) {
		if (current) return refuse('already-exists');
		if (!hasRole(context.actor, ['engineer'])) return refuse('not-allowed');
		if (args.offlineNumber && parseNumber(args.offlineNumber)?.kind !== 'offline')
			return refuse('bad-input', { fields: ['offlineNumber'] });
		if (isSiteOfAnother(args, context)) return refuse('bad-input', { fields: ['siteId'] });
		const { seen, ...said } = args;
		const request = { ...said, requester: notHimself(args.requester, context) };
		return accept(onTheSpot(newOrder(request, context, context.now, seen), args, context));
	},
};

/** Only of a site the actor knows: the answer must not tell of others. */
function isSiteOfAnother(
	{ customerId, siteId }: Pick<RequestArgs, 'customerId' | 'siteId'>,
	{ knows, read }: DecisionContext,
): boolean {
	if (siteId === undefined || !knows('site', siteId)) return false;
	const site = read('site', siteId) as Site | undefined;
	return site !== undefined && site.customerId !== customerId;
}

function notHimself(
	requester: RequestArgs['requester'],
	{ actor }: DecisionContext,
): RequestArgs['requester'] {
	if (requester.userId !== actor.userId) return requester;
	const { userId: _, ...named } = requester;
	return named;
}

function onTheSpot(
	order: WorkOrder,
	args: { offlineNumber?: string | undefined; joins?: string | undefined },
	context: DecisionContext,
): WorkOrder {
	const { now, actor } = context;
	const visit = {
		id: context.partId(),
		engineerId: actor.userId,
		acceptedAt: now,
		arrivedAt: now,
		...(args.joins && { joined: args.joins }),
	};
	const mine: WorkOrder = {
		...addVisit(order, visit),
		state: 'on_site',
		mode: 'on_site',
		assigneeId: actor.userId,
		...(args.offlineNumber && { offlineNumber: args.offlineNumber }),
	};
	return stopResponse(mine, now, context.read);
}

/** A requester reports for himself and his own organisation; the desk for everybody. */
function mayRequest(args: RequestArgs, { actor }: DecisionContext): Result<never> | undefined {
	if (hasRole(actor, ['dispatcher'])) return undefined;
	const own = args.requester.userId === actor.userId && args.customerId === actor.customerId;
	return hasRole(actor, ['requester']) && own ? undefined : refuse('not-allowed');
}

/** `known`: its place is taken as it is said, without the mark of a place its author does not know. */
export function newOrder(
	args: RequestArgs,
	context: DecisionContext,
	receivedAt: WorkOrder['receivedAt'],
	seen?: SeenItem,
	known = isPlaceKnown(args, context),
): WorkOrder {
	const { actor, command, now } = context;
	const priority = priorityOf(args.impact, args.urgency);
	const read = known ? context.read : withoutPlaces(context.read);
	const customer = read('customer', args.customerId) as Customer | undefined;
	const { lines, ...request } = args;
	const item = asSeen(itemOf(args, context), seen);
	return {
		...definedOnly(request),
		id: command.record,
		kind: 'workOrder',
		...{
			createdAt: now,
			createdBy: actor.userId,
			updatedAt: now,
			updatedBy: actor.userId,
			history: [],
		},
		state: 'new',
		priority,
		deskId: customer?.deskId ?? defaultDeskId,
		...(customer?.stationId && { stationId: customer.stationId }),
		...{ receivedAt, receivedBy: actor.userId },
		...(!known && { unconfirmedPlace: true }),
		...clocksFor({ ...args, priority, receivedAt }, read),
		...demandsOf(item),
		lines: linesOf(lines, args, item, context),
		...emptyLists(),
		reopenCount: 0,
	};
}

/**
 * The customer says with his sheet that it is still broken: a request of its own about the same, so
 * that what he signed stays as it is; the desk may reopen the order instead. What was unconfirmed
 * there is so here.
 */
const stillBroken: CommandDefinition<WorkOrder, { order: string; paper: string; text: string }> = {
	args: v.object({ order: IdSchema, paper: ShortSchema, text: TextSchema }),
	decide(current, { order: of, paper, text }, context) {
		if (current) return refuse('already-exists');
		if (!hasRole(context.actor, ['dispatcher'])) return refuse('not-allowed');
		const before = context.read('workOrder', of) as WorkOrder | undefined;
		if (!before) return refuse('not-found');
		const { orderKind, requester, customerId, siteId, room, summary, category } = before;
		const { serviceItemId, impact, urgency, unconfirmedPlace, deskId } = before;
		const request = {
			...{ orderKind, requester, customerId, siteId, room, summary, category },
			...{ serviceItemId, impact, urgency, channel: 'self_service' as const },
			...{ mode: 'on_site' as const, symptom: text || before.symptom, lines: [] },
		};
		const order = newOrder(request, context, context.now);
		return accept({
			...order,
			...(deskId && { deskId }),
			...(unconfirmedPlace && { unconfirmedPlace }),
			lines: linesHere(before).map(({ asset }, n) => {
				const symptom = request.symptom;
				return newLine({ ...(asset && { asset }), symptom }, context.partId(n + 1), undefined);
			}),
			stillBroken: { order: of, paper },
		});
	},
};

/** Desk, level and window of a place say something of it too. */
function withoutPlaces(read: DecisionContext['read']): DecisionContext['read'] {
	return (kind, id) => (kind === 'customer' || kind === 'site' ? undefined : read(kind, id));
}

export function emptyLists() {
	return {
		...{ visits: [], notes: [], photos: [], times: [], consulted: [], signatures: [] },
		...{ papers: [], held: [], delays: [], escalations: [] },
	};
}

function linesOf(
	wanted: RequestArgs['lines'],
	args: RequestArgs,
	item: ServiceItem | undefined,
	context: DecisionContext,
): Line[] {
	const asked = wanted.length > 0 ? wanted : [{}];
	return asked.map(({ asset, ...line }, n) => {
		const ref = asset && { asset: markedRef(asset, args.customerId, context) };
		return newLine({ symptom: args.symptom, ...line, ...ref }, context.partId(n + 1), item);
	});
}

/** A fresh line carries the checklist of its service item, as it was when the order was taken. */
export function newLine(
	{ asset, symptom }: { asset?: Line['asset']; symptom?: string | undefined },
	id: string,
	item: Pick<ServiceItem, 'checklist'> | undefined,
): Line {
	return {
		id,
		...(asset && { asset }),
		...(symptom && { symptom }),
		result: 'open',
		checklist: stepsOffered(item).map(asCheck),
		parts: [],
	};
}

function definedOnly<T extends object>(value: T): T {
	return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as T;
}

export const intakeCommands = {
	'workOrder.create@1': create,
	'workOrder.createOnSite@1': createOnSite,
	'workOrder.stillBroken@1': stillBroken,
};
