/**
 * The papers of an inspection: its record 巡检记录, device by device, and its report 巡检报告 with
 * evaluation and advice. Pure: the same round, the same papers.
 */
import { limitsText } from '#domain/catalogue/check.ts';
import { ageingOf } from '#domain/inspection/ageing.ts';
import { answersOf } from '#domain/inspection/approval.ts';
import type { Inspection, InspectionTotals } from '#domain/inspection/inspection.ts';
import { sheetOf, type SheetRow, type SheetStep } from '#domain/inspection/sheet.ts';
import { formCodes, paperNumber, relatedNumber } from '#domain/numbering/number.ts';
import { dateOf, type Zone } from '#domain/time/zone.ts';
import type { FormField, FormPaper, FormSection } from './form-paper.ts';
import {
	inspectionAgeingWords,
	inspectionOutcomeWords,
	inspectionRaisedWords,
	inspectionRecurrenceWords,
	inspectionTotalWords,
	inspectionWords as words,
} from './inspection-words.ts';
import type { PaperLook } from './paper-look.ts';
import type { Words } from './service-sheet.ts';
import { bothTexts } from './sheet-terms.ts';
import { dateTime } from './sheet-times.ts';

const formVersion = 1;

export interface InspectionSources {
	round: Inspection;
	look: PaperLook;
	/** Names of colleagues, by id. */
	users: ReadonlyMap<string, string>;
	zone: Zone;
	version: number;
}
type Paper = Omit<FormPaper, 'snapshotHash'>;

/** All that was looked at on every device. */
export function inspectionRecord(sources: InspectionSources): Paper {
	const { round } = sources;
	const rows = sheetOf(round);
	const sections = [roundSection(sources), ...rows.map((row) => deviceSection(row, sources))];
	return paperOf(sources, formCodes.inspection, words.record, sections);
}

/** The figures, what failed, what is advised, and who agreed. */
export function inspectionReport(sources: InspectionSources): Paper {
	const rows = sheetOf(sources.round);
	return paperOf(sources, formCodes.inspectionReport, words.report, [
		roundSection(sources),
		figuresSection(sources),
		wordsSection(sources),
		...faultsSection(rows, sources),
		...ageingSection(rows, sources),
		...approvalsSection(sources),
	]);
}

function paperOf(
	{ round, look, version }: InspectionSources,
	formCode: string,
	title: Words,
	sections: FormSection[],
): Paper {
	const { number = '', report } = round;
	const about = formCode === formCodes.inspection ? number : relatedNumber(formCode, number);
	return {
		...look,
		...{ copy: 'desk', formCode, formVersion, title, sections },
		...{ number: paperNumber(about, version), orderNumber: number },
		frozenAt: report?.at ?? round.updatedAt,
		...{ declaration: { zh: '', en: '' }, signers: [] },
	};
}

function field(label: Words, value: string, span: number): FormField {
	return { label, value, span };
}

function roundSection({ round }: InspectionSources): FormSection {
	const { resources } = round;
	return {
		heading: words.round,
		fields: [
			field(words.name, round.name, 6),
			field(words.recurrence, bothTexts(inspectionRecurrenceWords[round.recurrence.kind]), 6),
			field(words.customer, round.customerName ?? '', 6),
			field(words.site, [round.siteName, ...(round.rooms ?? [])].join(' '), 6),
			field(words.period, `${round.from} – ${round.to}`, 6),
			field(words.inspectors, round.inspectorNames.join('、'), 6),
			...(resources ? [{ label: words.resources, value: resources }] : []),
		],
	};
}

function deviceSection(row: SheetRow, { zone, users }: InspectionSources): FormSection {
	const { checkpoint, steps, proof, notes } = row;
	const presence = proof?.scan
		? `${dateTime(proof.at, zone)} ${bothTexts(words[proof.scan.how])} ${users.get(proof.by) ?? ''}`
		: bothTexts(words.noPresence);
	const said = notes.flatMap(({ note }) => note ?? []).join('；');
	const { tag, name, model = '', room, locationCode } = checkpoint;
	return {
		heading: { zh: name, en: model },
		fields: [
			field(words.tag, tag, 6),
			field(words.site, [room, locationCode].filter(Boolean).join(' '), 6),
			{ label: words.presence, value: presence.trim() },
			...(said ? [{ label: words.notes, value: said }] : []),
		],
		table: {
			columns: [
				{ key: 'step', words: words.step, width: 66 },
				{ key: 'limits', words: words.limits, width: 30 },
				{ key: 'result', words: words.result, width: 37 },
				{ key: 'followUp', words: words.followUp, width: 28 },
			],
			rows: steps.map((told) => ({
				...{ step: stepText(told), limits: limitsOf(told), result: resultText(told) },
				followUp: followUpOf(row, told),
			})),
		},
	};
}

function stepText({ step }: SheetStep): string {
	return bothTexts({ zh: step.text, en: step.textEn ?? step.text });
}

function unitOf({ step }: SheetStep): string {
	const { unit = '', unitEn = unit } = step.reading ?? {};
	return bothTexts({ zh: unit, en: unitEn });
}

function limitsOf(told: SheetStep): string {
	return told.step.reading ? limitsText(told.step.reading, unitOf(told)) : '';
}

function resultText(told: SheetStep): string {
	const { outcome, value } = told;
	if (!outcome) return bothTexts(words.open);
	const read = value === undefined ? '' : `${value} ${unitOf(told)} `;
	return read + bothTexts(inspectionOutcomeWords[outcome]);
}

function followUpOf({ raised }: SheetRow, { step }: SheetStep): string {
	const kinds = raised.flatMap((fact) =>
		fact.raised?.step === step.key ? [bothTexts(inspectionRaisedWords[fact.raised.as])] : [],
	);
	return [...new Set(kinds)].join('、');
}

function figuresSection({ round }: InspectionSources): FormSection {
	const names = Object.keys(inspectionTotalWords) as (keyof InspectionTotals)[];
	return {
		...{ heading: words.figures, fields: [] },
		table: {
			columns: [
				{ key: 'figure', words: words.figure, width: 111 },
				{ key: 'number', words: words.number, width: 50 },
			],
			rows: names.map((name) => ({
				figure: bothTexts(inspectionTotalWords[name]),
				number: String(round.report?.totals[name] ?? 0),
			})),
		},
	};
}

function wordsSection({ round }: InspectionSources): FormSection {
	const { evaluation = '', advice = '' } = round.report ?? {};
	return {
		heading: words.evaluation,
		fields: [
			{ label: words.evaluation, value: evaluation },
			...(advice ? [{ label: words.advice, value: advice }] : []),
		],
	};
}

function faultsSection(rows: readonly SheetRow[], { round }: InspectionSources): FormSection[] {
	const faults = rows.flatMap((row) =>
		row.steps
			.filter(({ outcome }) => outcome === 'fail')
			.map((told) => {
				const isRepeat = round.report?.repeats.includes(`${row.checkpoint.id}|${told.step.key}`);
				const again = isRepeat ? bothTexts(words.repeat) : '';
				return {
					device: `${row.checkpoint.tag} ${row.checkpoint.name}`,
					...{ step: stepText(told), result: resultText(told) },
					followUp: [followUpOf(row, told), again].filter(Boolean).join('；'),
				};
			}),
	);
	if (faults.length === 0) return [];
	const columns = [
		{ key: 'device', words: words.device, width: 46 },
		{ key: 'step', words: words.step, width: 48 },
		{ key: 'result', words: words.result, width: 35 },
		{ key: 'followUp', words: words.followUp, width: 32 },
	];
	return [{ heading: words.faults, fields: [], table: { columns, rows: faults } }];
}

function ageingSection(
	rows: readonly SheetRow[],
	{ round, zone }: InspectionSources,
): FormSection[] {
	const day = dateOf(round.report?.at ?? round.updatedAt, zone);
	const old = rows.flatMap(({ checkpoint }) => {
		const why = ageingOf(checkpoint, day);
		const { tag, name, model = '' } = checkpoint;
		return why
			? [{ tag, device: `${name} ${model}`.trim(), why: bothTexts(inspectionAgeingWords[why]) }]
			: [];
	});
	if (old.length === 0) return [];
	const columns = [
		{ key: 'tag', words: words.tag, width: 41 },
		{ key: 'device', words: words.device, width: 70 },
		{ key: 'why', words: words.why, width: 50 },
	];
	return [{ heading: words.ageing, fields: [], table: { columns, rows: old } }];
}

function approvalsSection({ round, zone }: InspectionSources): FormSection[] {
	const rows = (['plan', 'report'] as const).flatMap((part) =>
		answersOf(round, part).map(({ step, name, at, back, reason }) => ({
			part: bothTexts(part === 'plan' ? words.plan : words.agreedReport),
			who: `${round.chain[step]?.name ?? bothTexts(words.supervisor)} ${name}`,
			answer: [bothTexts(back ? words.back : words.agreed), reason].filter(Boolean).join('：'),
			at: dateTime(at, zone),
		})),
	);
	const columns = [
		{ key: 'part', words: words.part, width: 36 },
		{ key: 'who', words: words.who, width: 55 },
		{ key: 'answer', words: words.answer, width: 35 },
		{ key: 'at', words: words.at, width: 35 },
	];
	return rows.length > 0
		? [{ heading: words.approvals, fields: [], table: { columns, rows } }]
		: [];
}
