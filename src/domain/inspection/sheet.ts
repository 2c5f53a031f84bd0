/**
 * What a round's facts amount to. Facts are sorted by time and id before they are folded, so the order
 * in which they arrived changes nothing; the latest answer to a step counts.
 */
import { readingState } from '../catalogue/check.ts';
import type { InspectionStep } from './checklists.ts';
import type {
	Checkpoint,
	CheckOutcome,
	Inspection,
	InspectionFact,
	InspectionTotals,
} from './inspection.ts';

export interface SheetStep {
	step: InspectionStep;
	/** Absent while nobody has looked. */
	outcome?: CheckOutcome;
	value?: string;
	/** It asks for a photo that nobody has taken; what does not apply needs none. */
	lacksPhoto?: boolean;
}

export interface SheetRow {
	checkpoint: Checkpoint;
	steps: SheetStep[];
	/** The scan that proves presence; the first. */
	proof?: InspectionFact;
	notes: InspectionFact[];
	raised: InspectionFact[];
	isDone: boolean;
	isFailed: boolean;
}

/** Row by row in the order of the route. */
export function sheetOf(inspection: Inspection): SheetRow[] {
	const facts = factsCounted(inspection);
	return (inspection.checkpoints ?? []).map((checkpoint) =>
		rowOf(
			checkpoint,
			inspection,
			facts.filter(({ checkpointId }) => checkpointId === checkpoint.id),
		),
	);
}

function factsCounted({ facts }: Inspection): InspectionFact[] {
	return facts.filter(({ retracted, late }) => !retracted && !late).sort(byTime);
}

function byTime(a: InspectionFact, b: InspectionFact): number {
	const [left, right] = [`${a.at} ${a.id}`, `${b.at} ${b.id}`];
	return left < right ? -1 : left === right ? 0 : 1;
}

function rowOf(
	checkpoint: Checkpoint,
	inspection: Inspection,
	facts: readonly InspectionFact[],
): SheetRow {
	const steps = stepsOf(inspection, checkpoint)
		.map((step) => answered(step, facts))
		.map((told) => ({ ...told, ...(lacksPhoto(told, facts) && { lacksPhoto: true }) }));
	const proof = facts.find(({ scan }) => scan);
	return {
		...{ checkpoint, steps, ...(proof && { proof }) },
		notes: facts.filter(({ note, photo }) => note || photo),
		raised: facts.filter(({ raised }) => raised),
		isDone: steps.every(({ outcome, lacksPhoto }) => outcome !== undefined && !lacksPhoto),
		isFailed: steps.some(({ outcome }) => outcome === 'fail'),
	};
}

export function stepsOf(
	{ lists = [] }: Inspection,
	{ lists: own }: Pick<Checkpoint, 'lists'>,
): InspectionStep[] {
	return lists.filter(({ key }) => own.includes(key)).flatMap(({ steps }) => steps);
}

function answered(step: InspectionStep, facts: readonly InspectionFact[]): SheetStep {
	const answers = facts.flatMap(({ results = [] }) => results);
	const last = answers.findLast((one) => one.step === step.key);
	if (!last) return { step };
	const { value } = last;
	if (!step.reading || value === undefined)
		return { step, ...(last.outcome && { outcome: last.outcome }) };
	const outcome = readingState(step.reading, value) === 'within' ? 'pass' : 'fail';
	return { step, value, outcome };
}

function lacksPhoto({ step, outcome }: SheetStep, facts: readonly InspectionFact[]): boolean {
	if (!step.photoRequired || outcome === 'not_applicable') return false;
	return !facts.some(({ photo, step: of }) => photo && of === step.key);
}

export function inspectionTotals(rows: readonly SheetRow[]): InspectionTotals {
	const done = rows.filter(({ isDone }) => isDone);
	const failed = rows.filter(({ isFailed }) => isFailed);
	const raised = (as: string) =>
		rows.flatMap((row) => row.raised).filter((fact) => fact.raised?.as === as).length;
	return {
		...{ devices: rows.length, inspected: done.length },
		proven: rows.filter(({ proof }) => proof).length,
		passed: done.filter(({ isFailed }) => !isFailed).length,
		...{ failed: failed.length, orders: raised('order'), problems: raised('problem') },
		corrections: raised('correction'),
	};
}

/** `checkpoint|step` of everything that failed. */
export function failedKeys(inspection: Inspection): string[] {
	return sheetOf(inspection).flatMap(({ checkpoint, steps }) =>
		steps
			.filter(({ outcome }) => outcome === 'fail')
			.map(({ step }) => `${checkpoint.id}|${step.key}`),
	);
}
