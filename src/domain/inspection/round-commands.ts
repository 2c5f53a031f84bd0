/** What is found on a round, and its report. Every finding is a fact of its own and refused by no state. */
import * as v from 'valibot';
import { deskRoles, hasRole, staffRoles } from '../access/roles.ts';
import type { CommandDefinition, DecisionContext } from '../command.ts';
import { IdSchema } from '../record.ts';
import { accept, refuse, type Result } from '../result.ts';
import { agreed } from './approval.ts';
import { move, said } from './inspection-command.ts';
import {
	factEntries,
	factsMax,
	inspectionPaperEntries,
	inspectionPapersMax,
	isInspector,
	reportEntries,
	type Inspection,
	type InspectionFact,
} from './inspection.ts';
import { failedKeys, inspectionTotals, sheetOf, stepsOf } from './sheet.ts';
import { withWord } from './plan-commands.ts';

type Content = Pick<InspectionFact, 'scan' | 'results' | 'note' | 'photo' | 'step' | 'raised'>;

/** A fact of one device, by who is or was named in the round. */
function fact<E extends v.ObjectEntries>(
	entries: E,
	contentOf: (
		args: v.InferOutput<v.ObjectSchema<E & { checkpointId: typeof IdSchema }, undefined>>,
		inspection: Inspection,
	) => Result<Content>,
): CommandDefinition<
	Inspection,
	v.InferOutput<v.ObjectSchema<E & { checkpointId: typeof IdSchema }, undefined>>
> {
	return {
		args: v.object({ checkpointId: IdSchema, ...entries }),
		decide(inspection, args, context) {
			if (!inspection) return refuse('not-found');
			if (!isOfRound(inspection, context)) return refuse('not-allowed');
			const { checkpointId } = args as { checkpointId: string };
			const isOnRoute = inspection.checkpoints?.some(({ id }) => id === checkpointId);
			if (!isOnRoute) return refuse('bad-input', { fields: ['checkpointId'] });
			if (inspection.facts.length >= factsMax) return refuse('too-many', { fields: ['facts'] });
			const content = contentOf(args, inspection);
			if (!content.ok) return content;
			const told = { ...stampOf(inspection, context), checkpointId, ...content.value };
			return accept({ ...inspection, facts: [...inspection.facts, told] });
		},
	};
}

function isOfRound(inspection: Inspection, { actor }: DecisionContext): boolean {
	return hasRole(actor, staffRoles) && isInspector(inspection, actor.userId);
}

function stampOf({ state }: Inspection, context: DecisionContext) {
	const { command, partId } = context;
	const stamp = { id: partId(), ...said(context), device: command.device };
	return state === 'ready' ? stamp : { ...stamp, late: true };
}

const scan = fact(factEntries.scan, (args) => {
	const { code, how } = args;
	return accept({ scan: { code, how } });
});

/** Only steps of that device's lists; a reading is answered by its value or as not applicable. */
const check = fact(factEntries.check, ({ checkpointId, results }, inspection) => {
	const point = inspection.checkpoints?.find(({ id }) => id === checkpointId);
	const steps = point ? stepsOf(inspection, point) : [];
	const areKnown = results.every(({ step }) => steps.some(({ key }) => key === step));
	if (!areKnown) return refuse('bad-input', { fields: ['results'] });
	const lacks = results.some(({ step, outcome, value }) => {
		const isReading = steps.some(({ key, reading }) => key === step && reading);
		if (isReading) return value === undefined && outcome !== 'not_applicable';
		return outcome === undefined || value !== undefined;
	});
	return lacks ? refuse('reading-missing', { fields: ['results'] }) : accept({ results });
});

const note = fact(factEntries.note, ({ note: text, photo, step }) =>
	text || photo
		? accept({ ...(text && { note: text }), ...(photo && { photo, ...(step && { step }) }) })
		: refuse('bad-input', { fields: ['note'] }),
);

/** An order's companion is made beside it; a problem is a proposal that stands in the report. */
const raise = fact(factEntries.raise, ({ as, step, orderId, text }) =>
	as === 'order' && !orderId
		? refuse('bad-input', { fields: ['orderId'] })
		: accept({
				raised: {
					as,
					...(step && { step }),
					...(orderId && { orderId }),
					...(text && { text }),
				},
			}),
);

/** Taken back by its author; twice is once. */
const retract: CommandDefinition<Inspection, { factId: string }> = {
	args: v.object({ factId: IdSchema }),
	decide(inspection, { factId }, context) {
		const found = inspection?.facts.find(({ id }) => id === factId);
		if (!inspection || !found) return refuse('not-found');
		if (found.by !== context.actor.userId) return refuse('not-allowed');
		if (found.retracted) return accept(inspection);
		if (inspection.state !== 'ready' && !found.late)
			return refuse('wrong-state', { detail: { state: inspection.state } });
		const retracted = said(context);
		const facts = inspection.facts.map((one) => (one === found ? { ...one, retracted } : one));
		return accept({ ...inspection, facts });
	},
};

const settleArgs = v.object({
	factId: IdSchema,
	as: v.picklist(['taken', 'dismissed']),
	reason: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(4_000))),
});

/** The desk's word on a problem that was proposed, once; dismissing takes a reason. */
const settleProblem: CommandDefinition<Inspection, v.InferOutput<typeof settleArgs>> = {
	args: settleArgs,
	decide(inspection, { factId, as, reason }, context) {
		const found = inspection?.facts.find(({ id }) => id === factId);
		if (!inspection || found?.raised?.as !== 'problem') return refuse('not-found');
		const isOwn = found.by === context.actor.userId;
		if (isOwn || !hasRole(context.actor, deskRoles)) return refuse('not-allowed');
		if (found.settled) return accept(inspection);
		if (as === 'dismissed' && !reason) return refuse('reason-missing', { fields: ['reason'] });
		const settled = { ...said(context), as, ...(reason && { reason }) };
		const facts = inspection.facts.map((one) => (one === found ? { ...one, settled } : one));
		return accept({ ...inspection, facts });
	},
};

/** The figures are counted where it is decided: they are those of all facts that had come by then. */
const report = move('report', reportEntries, (inspection, args, context) => {
	const { evaluation, advice } = args;
	if (!inspection.checkpoints) return refuse('wrong-state', { detail: { state: 'ready' } });
	return accept({
		...inspection,
		report: {
			...{ ...said(context), name: context.actor.name, evaluation },
			...(advice && { advice }),
			totals: inspectionTotals(sheetOf(inspection)),
			repeats: repeatsOf(inspection, context),
		},
	});
});

/** What failed in the round before, too; where that is not here, the server says it. */
function repeatsOf(inspection: Inspection, { read }: DecisionContext): string[] {
	const { previous } = inspection;
	if (previous === undefined) return [];
	const before = read('inspection', previous) as Inspection | undefined;
	const then = new Set(before ? failedKeys(before) : []);
	return failedKeys(inspection).filter((key) => then.has(key));
}

const approveReport = move('approveReport', {}, (inspection, _, context) => {
	const answers = withWord(inspection.reportAnswers, context);
	if (agreed(answers).length < inspection.chain.length)
		return accept({ ...inspection, reportAnswers: answers });
	const closed = { state: 'closed' as const, closedAt: context.now };
	return accept({ ...inspection, reportAnswers: answers, ...closed });
});

/** Then what came too late for the report counts in the next one. */
const sendBackReport = move(
	'sendBackReport',
	{ reason: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(4_000)) },
	(inspection, { reason }, context) => {
		const facts = inspection.facts.map(({ late: _, ...told }) => told);
		const reportAnswers = withWord(inspection.reportAnswers, context, reason);
		return accept({ ...inspection, facts, reportAnswers });
	},
);

/** A paper is kept as it was made; the same bytes once more are no second one. */
const attachPaper = move('attachPaper', inspectionPaperEntries, (inspection, paper, context) => {
	const papers = inspection.papers ?? [];
	if (papers.some(({ blob }) => blob.sha256 === paper.blob.sha256)) return accept(inspection);
	if (papers.length >= inspectionPapersMax) return refuse('too-many', { fields: ['papers'] });
	const kept = { id: context.partId(), ...said(context), ...paper };
	return accept({ ...inspection, papers: [...papers, kept] });
});

export const inspectionRoundCommands = {
	'inspection.scan@1': scan,
	'inspection.check@1': check,
	'inspection.note@1': note,
	'inspection.raise@1': raise,
	'inspection.retract@1': retract,
	'inspection.settleProblem@1': settleProblem,
	'inspection.report@1': report,
	'inspection.approveReport@1': approveReport,
	'inspection.sendBackReport@1': sendBackReport,
	'inspection.attachPaper@1': attachPaper,
};
