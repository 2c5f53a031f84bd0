import type { FormField, FormPaper, FormSection } from '../form-paper.ts';
import { sheetWords } from '../sheet-words.ts';
import { bilingual, fieldRows, paragraph, spaced, type Block, type Setting } from './blocks.ts';
import type { Section } from './flow.ts';
import { mm } from './marks.ts';
import { table } from './parts-table.ts';
import { signersBlock } from './signature-block.ts';

/** The headings of a short paper in its order, the signatures last and whole. */
export function formSections(setting: Setting, paper: FormPaper): Section[] {
	const sections = paper.sections.map(({ heading, fields, table }): Section => {
		const rows = table ? formTable(setting, table) : [];
		const blocks = spaced([fieldsBlocks(setting, fields), rows].filter(({ length }) => length > 0));
		return { heading, suffix: '', blocks, whole: false };
	});
	if (paper.signers.length === 0) return sections;
	const signatures = signersBlock(setting, paper.declaration, paper.signers);
	return [
		...sections,
		{ heading: sheetWords.signatures, suffix: '', blocks: [signatures], whole: true },
	];
}

function formTable(
	setting: Setting,
	{ columns, rows }: NonNullable<FormSection['table']>,
): Block[] {
	const widths = columns.map((column) => ({ ...column, width: mm(column.width), right: false }));
	return table(setting, widths, rows);
}

/** Narrow fields side by side, in rows; a wide one between them ends the row. */
function fieldsBlocks(setting: Setting, fields: readonly FormField[]): Block[] {
	const groups: FormField[][] = [];
	for (const field of fields) {
		const open = groups.at(-1);
		if (field.span !== undefined && open?.[0]?.span !== undefined) open.push(field);
		else groups.push([field]);
	}
	return spaced(groups.map((group) => groupBlocks(setting, group)));
}

function groupBlocks(setting: Setting, group: readonly FormField[]): Block[] {
	const worded = group.map(({ label, value, span }) => ({
		label: bilingual(setting, label),
		...{ value, span: span ?? 12 },
	}));
	const [only] = worded;
	if (only && group[0]?.span === undefined) return paragraph(setting, only.label, only.value);
	return fieldRows(setting, worded);
}
