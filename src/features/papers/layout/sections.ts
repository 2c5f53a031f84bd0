import type { OptionalField } from '#domain/organisation/paper-template.ts';
import type { ServiceSheet, SheetAsset, SheetLine, Words } from '../service-sheet.ts';
import { bestGrade, labourOf, resultWords, sheetWords } from '../sheet-words.ts';
import {
	bilingual,
	columnOf,
	fieldRows,
	paragraph,
	sideBySide,
	spaced,
	ticks,
	bodyWidth,
	bodyX,
	below,
	type Block,
	type Field,
	type Setting,
} from './blocks.ts';
import { clockBlock } from './clock-block.ts';
import { checklistBlocks } from './checklist-blocks.ts';
import type { Section } from './flow.ts';
import { mm } from './marks.ts';
import { partsTable } from './parts-table.ts';
import { photoBlocks } from './photo-blocks.ts';
import { signatureBlock } from './signature-block.ts';

const wide = '\u3000';

/** The sheet's sections in the order of the form; those with nothing to say are left out. */
export function sectionsOf(setting: Setting, sheet: ServiceSheet): Section[] {
	return [
		section(sheetWords.request, requestBlocks(setting, sheet)),
		...sheet.lines.flatMap((line, i) => lineSections(setting, sheet, line, i)),
		section(sheetWords.found, foundBlocks(setting, sheet)),
		section(sheetWords.parts, partsTable(setting, sheet.parts)),
		section(
			sheetWords.checklist,
			prints(setting, 'checklist') ? checklistBlocks(setting, checksOf(sheet)) : [],
		),
		section(sheetWords.serviceLevel, serviceLevelBlocks(setting, sheet)),
		section(sheetWords.notes, notesBlocks(setting, sheet)),
		section(sheetWords.feedback, feedbackBlocks(setting, sheet)),
		{ ...section(sheetWords.signatures, [signatureBlock(setting, sheet)]), whole: true },
		// Last: what is signed stays on one page as long as it can.
		section(sheetWords.photos, photoBlocks(setting, sheet.photos)),
	].filter(({ blocks }) => blocks.length > 0);
}

function checksOf({ checklist }: ServiceSheet) {
	return checklist.map(({ text, done }) => ({ words: text, ticked: done }));
}

function section(heading: Words, blocks: Block[], suffix = ''): Section {
	return { heading, suffix, blocks, whole: false };
}

function field(setting: Setting, words: Words, value: string | undefined, span: number): Field {
	return { label: bilingual(setting, words), value: value ?? '', span };
}

function requestBlocks(setting: Setting, sheet: ServiceSheet): Block[] {
	const customer: Field = {
		label: bilingual(setting, sheetWords.customer),
		value: [
			{ text: sheet.customer, bold: true },
			{ text: wide + sheet.level, bold: false },
		],
		span: 6,
	};
	const rows = fieldRows(setting, [
		customer,
		field(setting, sheetWords.site, sheet.site, 6),
		field(setting, sheetWords.requester, sheet.requester, 3),
		field(setting, sheetWords.phone, sheet.phone, 3),
		field(setting, sheetWords.received, sheet.receivedAt, 3),
		field(setting, sheetWords.priority, sheet.priority + wide + sheet.serviceItem, 3),
	]);
	const symptom = paragraph(setting, bilingual(setting, sheetWords.symptom), sheet.symptom);
	return spaced([rows, symptom]);
}

function lineSections(
	setting: Setting,
	sheet: ServiceSheet,
	line: SheetLine,
	index: number,
): Section[] {
	const suffix = sheet.lines.length > 1 ? ` ${index + 1}/${sheet.lines.length}` : '';
	return [
		section(sheetWords.asset, assetBlocks(setting, line), suffix),
		section(sheetWords.work, workBlocks(setting, sheet, line), suffix),
	];
}

function assetBlocks(setting: Setting, line: SheetLine): Block[] {
	const { asset, seal, consent, comparison, swaps } = line;
	const fields = [
		...(asset === undefined ? [] : assetFields(setting, asset)),
		...(asset === undefined && seal === undefined
			? []
			: [field(setting, sheetWords.seal, seal, 3)]),
		...(consent === undefined ? [] : [field(setting, sheetWords.consent, consent, 6)]),
	];
	const rows = fieldRows(setting, fields);
	const more = [
		[sheetWords.comparison, comparison],
		[sheetWords.swaps, swaps],
	] as const;
	const paragraphs = more.flatMap(([words, said]) =>
		said === undefined ? [] : [paragraph(setting, bilingual(setting, words), said)],
	);
	return spaced([rows, ...paragraphs]);
}

function assetFields(setting: Setting, asset: SheetAsset): Field[] {
	const name = [asset.name, asset.model].filter((part) => part !== undefined).join(' ');
	const tag: Field = {
		label: bilingual(setting, sheetWords.tag),
		value: [{ text: asset.tag, bold: true }],
		span: 3,
	};
	return [
		...(prints(setting, 'tag') ? [tag] : []),
		field(setting, sheetWords.nameAndModel, name, 3),
		...optional(setting, 'serial', sheetWords.serial, asset.serial),
		...optional(setting, 'warranty', sheetWords.warranty, asset.warranty),
		...optional(setting, 'location', sheetWords.location, asset.location),
	];
}

/** Whether the organisation's template has that field printed. */
function prints({ without = [] }: Setting, name: OptionalField): boolean {
	return !without.includes(name);
}

function optional(
	setting: Setting,
	name: OptionalField,
	words: Words,
	value: string | undefined,
): Field[] {
	return prints(setting, name) ? [field(setting, words, value, 3)] : [];
}

function workBlocks(setting: Setting, sheet: ServiceSheet, line: SheetLine): Block[] {
	const { symptom } = line;
	const results = (['solved', 'workaround', 'open'] as const).map((result) => ({
		words: bilingual(setting, resultWords[result]),
		ticked: line.result === result,
	}));
	const label = bilingual(setting, sheetWords.result);
	return spaced([
		...(symptom === undefined || symptom === sheet.symptom
			? []
			: [paragraph(setting, bilingual(setting, sheetWords.symptom), symptom)]),
		paragraph(setting, bilingual(setting, sheetWords.cause), line.cause),
		paragraph(setting, bilingual(setting, sheetWords.solution), line.solution),
		[ticks(setting, results, { x: bodyX, width: bodyWidth, label })],
		...(line.continuesIn === undefined
			? []
			: [paragraph(setting, bilingual(setting, sheetWords.continuesIn), line.continuesIn)]),
	]);
}

function foundBlocks(setting: Setting, { found = [] }: ServiceSheet): Block[] {
	if (found.length === 0) return [];
	return paragraph(setting, bilingual(setting, sheetWords.foundDevices), found.join('\n'));
}

function serviceLevelBlocks(setting: Setting, sheet: ServiceSheet): Block[] {
	const clocks = sideBySide([
		clockBlock(setting, sheetWords.response, sheet.response, columnOf(0, 6)),
		clockBlock(setting, sheetWords.resolution, sheet.resolution, columnOf(6, 6)),
	]);
	const rows = sheet.visits.map((_, n) => visitRow(setting, sheet, n));
	return [clocks, ...spaced(rows).map((row, i) => (i === 0 ? below(mm(1.6), row) : row))];
}

/** Several visits are told apart by day and engineer; the labour of all stands with the last. */
function visitRow(setting: Setting, sheet: ServiceSheet, n: number): Block[] {
	const { visits, minutes, standardMinutes } = sheet;
	const visit = visits[n];
	if (!visit) return [];
	const several = visits.length > 1;
	const isLast = n === visits.length - 1;
	const span = several ? 1.65 : 2.25;
	const who = `${visit.date}\n${visit.engineer}`;
	const label = `${bilingual(setting, sheetWords.visit)} ${n + 1}`;
	const labour = labourOf(minutes, standardMinutes)[setting.language];
	const times = [
		field(setting, sheetWords.accepted, visit.accepted, span),
		field(setting, sheetWords.departed, visit.departed, span),
		field(setting, sheetWords.arrived, visit.arrived, span),
		field(setting, several ? sheetWords.ended : sheetWords.completed, visit.ended, span),
	];
	return fieldRows(setting, [
		...(several ? [{ label, value: who, span: 2.4 }] : []),
		...(prints(setting, 'times') ? times : []),
		...(isLast && prints(setting, 'minutes') ? [field(setting, sheetWords.labour, labour, 3)] : []),
	]);
}

function notesBlocks(setting: Setting, sheet: ServiceSheet): Block[] {
	const notes = sheet.notes.filter((note) => note.trim() !== '').join('\n');
	const photos = field(setting, sheetWords.photos, String(sheet.photoCount), 3);
	// Those that are printed need no number.
	const areAllPrinted = sheet.photoCount === (sheet.photos?.length ?? 0);
	return spaced([
		...(notes === '' ? [] : [paragraph(setting, bilingual(setting, sheetWords.notes), notes)]),
		...(areAllPrinted ? [] : [fieldRows(setting, [photos])]),
	]);
}

function feedbackBlocks(setting: Setting, sheet: ServiceSheet): Block[] {
	const visit = sheet.returnVisit;
	const grades = [5, 4, 3, 2, 1].map((grade) => ({
		words: grade === 5 ? `5 ${bestGrade[setting.language]}` : String(grade),
		ticked: visit?.rating === grade,
	}));
	const label = bilingual(setting, sheetWords.satisfaction);
	const remarks = remarksBlock(setting, visit?.remarks);
	const graded = sideBySide([ticks(setting, grades, { ...columnOf(0, 6), label }), remarks]);
	if (visit === undefined) return [graded];
	const asked = fieldRows(setting, [
		field(setting, sheetWords.visited, `${visit.by}${wide}${visit.at}`, 6),
		field(setting, sheetWords.outcome, visit.outcome, 6),
	]);
	return spaced([asked, [graded]]);
}

/** What the customer said, or a line to write it on. */
function remarksBlock(setting: Setting, remarks: string | undefined): Block {
	const { x, width } = columnOf(6, 6);
	const [row] = fieldRows(setting, [field(setting, sheetWords.remarks, remarks, 6)]);
	if (row === undefined) return { height: 0, marks: () => [] };
	const height = row.height + mm(1);
	return {
		height,
		marks: (top) => [
			...shifted(row, x - bodyX).marks(top),
			{
				kind: 'line',
				x1: x,
				y1: top + height,
				x2: x + width,
				y2: top + height,
				width: 0.45,
				tone: 'faint',
			},
		],
	};
}

function shifted(block: Block, dx: number): Block {
	return {
		height: block.height,
		marks: (top) =>
			block.marks(top).map((mark) => (mark.kind === 'text' ? { ...mark, x: mark.x + dx } : mark)),
	};
}
