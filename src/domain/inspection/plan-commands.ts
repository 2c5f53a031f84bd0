/** Planning a round, its approval, and the round that follows it. */
import * as v from 'valibot';
import { deskRoles, hasRole } from '../access/roles.ts';
import type { CommandDefinition, DecisionContext } from '../command.ts';
import type { ServiceItem } from '../catalogue/service-item.ts';
import type { Site } from '../customer/records.ts';
import { addDays, dayNumberOf, LocalDateSchema } from '../time/local-date.ts';
import type { User } from '../organisation/records.ts';
import { IdSchema } from '../record.ts';
import { accept, refuse, type Refusal } from '../result.ts';
import { agreed } from './approval.ts';
import { checklistOf, seededChecklists } from './checklists.ts';
import { move, said } from './inspection-command.ts';
import { inspectionPlanEntries, routeEntries, type Inspection } from './inspection.ts';

const planArgs = v.object(inspectionPlanEntries);
type Plan = v.InferOutput<typeof planArgs>;
const ReasonSchema = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(4_000));

const plan: CommandDefinition<Inspection, Plan> = {
	args: planArgs,
	decide(current, args, context) {
		if (current) return refuse('already-exists');
		const { actor, now, command } = context;
		if (!hasRole(actor, deskRoles)) return refuse('not-allowed');
		const refusal = unfit(args, context) ?? listsUnfit(args, context);
		if (refusal) return { ok: false, refusal };
		const by = actor.userId;
		return accept({
			...{ ...args, id: command.record, kind: 'inspection', state: 'draft', history: [] },
			...{ createdAt: now, createdBy: by, updatedAt: now, updatedBy: by },
			...{ ...placeOf(args, context), inspectorNames: namesOf(args.inspectors, context) },
			...{ first: args.from, facts: [], makers: [by] },
		});
	},
};

const change = move('change', { set: planArgs }, (inspection, { set }, context) => {
	const refusal = unfit(set, context) ?? listsUnfit(set, context);
	if (refusal) return { ok: false, refusal };
	const { checkpoints: _, lists: __, rooms: ___, ...rest } = inspection;
	const makers = [...new Set([...inspection.makers, context.actor.userId])];
	return accept({
		...{ ...rest, ...set, ...placeOf(set, context) },
		...{ first: set.from, inspectorNames: namesOf(set.inspectors, context), makers },
	});
});

/** Who inspects, also while it is under way: who is taken out holds none of it any more. */
const assign = move(
	'assign',
	{ inspectors: inspectionPlanEntries.inspectors },
	(inspection, { inspectors }, context) => {
		const refusal = unfit({ ...inspection, inspectors }, context);
		if (refusal) return { ok: false, refusal };
		const ever = new Set([...(inspection.former ?? []), ...inspection.inspectors]);
		const former = [...ever].filter((id) => !inspectors.includes(id));
		const inspectorNames = namesOf(inspectors, context);
		return accept({ ...inspection, inspectors, inspectorNames, former });
	},
);

/** The period runs forward, the site is known, and inspectors can inspect. */
function unfit(
	{ from, to, siteId, inspectors }: Pick<Plan, 'from' | 'to' | 'siteId' | 'inspectors'>,
	context: DecisionContext,
): Refusal | undefined {
	if (to < from) return { kind: 'bad-input', fields: ['to'] };
	if (!context.read('site', siteId)) return { kind: 'bad-input', fields: ['siteId'] };
	const people = inspectors.map((id) => context.read('user', id) as User | undefined);
	const areFit = people.every((one) => one && hasRole(one, ['engineer', 'auditor']));
	return areFit ? undefined : { kind: 'assignee-unfit', fields: ['inspectors'] };
}

/** A plan names lists of ours and items of the catalogue that say what they inspect. */
function listsUnfit({ checklists }: Plan, { read }: DecisionContext): Refusal | undefined {
	const isList = (key: string) =>
		seededChecklists.some((list) => list.key === key) ||
		checklistOf(read('serviceItem', key) as ServiceItem | undefined) !== undefined;
	return checklists.every(isList) ? undefined : { kind: 'bad-input', fields: ['checklists'] };
}

function placeOf({ siteId }: Plan, { read }: DecisionContext) {
	const site = read('site', siteId) as Site | undefined;
	return { customerId: site?.customerId ?? '', siteName: site?.name ?? '' };
}

function namesOf(ids: readonly string[], { read }: DecisionContext): string[] {
	return ids.map((id) => (read('user', id) as User | undefined)?.name ?? '');
}

const submit = move('submit', {}, (inspection, _, context) =>
	accept({ ...inspection, submitted: said(context) }),
);

/** The route stands; said again it changes nothing. */
const freeze = move('freeze', routeEntries, (inspection, route) =>
	accept(inspection.checkpoints ? inspection : { ...inspection, ...route }),
);

/** The last word of the chain opens the round to its inspectors. */
const approvePlan = move('approvePlan', {}, (inspection, _, context) => {
	const answers = withWord(inspection.planAnswers, context);
	const isOver = agreed(answers).length === inspection.chain.length;
	return accept({
		...{ ...inspection, planAnswers: answers },
		state: isOver ? ('ready' as const) : inspection.state,
	});
});

const sendBackPlan = move(
	'sendBackPlan',
	{ reason: ReasonSchema },
	(inspection, { reason }, context) =>
		accept({ ...inspection, planAnswers: withWord(inspection.planAnswers, context, reason) }),
);

/** With the word of the actor on the step that is due. */
export function withWord(
	answers: Inspection['planAnswers'] = [],
	context: DecisionContext,
	reason?: string,
): NonNullable<Inspection['planAnswers']> {
	const step = agreed(answers).length;
	const word = { ...said(context), step, name: context.actor.name };
	return [...answers, reason === undefined ? word : { ...word, reason, back: true }];
}

const cancel = move('cancel', { reason: ReasonSchema }, (inspection, { reason }, context) =>
	accept({ ...inspection, cancelled: { ...said(context), reason } }),
);

/** Made by the server; the approval of the plan covers its recurrence. */
const renew: CommandDefinition<Inspection, { previous: string; from: string }> = {
	args: v.object({ previous: IdSchema, from: LocalDateSchema }),
	decide(current, { previous, from }, context) {
		const { actor, now, command, read } = context;
		if (actor.server !== true) return refuse('not-allowed');
		if (current) return accept(current);
		const before = read('inspection', previous) as Inspection | undefined;
		if (!before) return refuse('not-found');
		return accept({
			...carriedOver(before),
			...{ id: command.record, kind: 'inspection', state: 'ready', history: [], facts: [] },
			...{ createdAt: now, createdBy: actor.userId, updatedAt: now, updatedBy: actor.userId },
			...{ from, to: addDays(from, dayNumberOf(before.to) - dayNumberOf(before.from)), previous },
		});
	},
};

function carriedOver(before: Inspection) {
	const { name, siteId, rooms, checklists, recurrence, inspectors, resources, chain } = before;
	const { customerId, siteName, inspectorNames, first, makers, submitted, planAnswers } = before;
	return {
		...{
			name,
			siteId,
			checklists,
			recurrence,
			inspectors,
			chain,
			customerId,
			inspectorNames,
			first,
		},
		makers,
		...(rooms && { rooms }),
		...(resources && { resources }),
		...(siteName && { siteName }),
		...(submitted && { submitted }),
		...(planAnswers && { planAnswers: agreed(planAnswers) }),
	};
}

const follow = move('follow', { next: IdSchema }, (inspection, { next }) =>
	accept(inspection.next ? inspection : { ...inspection, next }),
);

export const inspectionPlanCommands = {
	'inspection.plan@1': plan,
	'inspection.change@1': change,
	'inspection.assign@1': assign,
	'inspection.submit@1': submit,
	'inspection.freeze@1': freeze,
	'inspection.approvePlan@1': approvePlan,
	'inspection.sendBackPlan@1': sendBackPlan,
	'inspection.cancel@1': cancel,
	'inspection.renew@1': renew,
	'inspection.follow@1': follow,
};
