import type { FormField, FormPaper } from '../form-paper.ts';
import { sheetWords } from '../sheet-words.ts';
import { bilingual, fieldRows, paragraph, spaced, type Block, type Setting } from './blocks.ts';
import type { Section } from './flow.ts';
import { signersBlock } from './signature-block.ts';

/** The headings of a short paper in its order, the signatures last and whole. */
export function formSections(setting: Setting, paper: FormPaper): Section[] {
	const sections = paper.sections.map(({ heading, fields }): Section => {
		return { heading, suffix: '', blocks: fieldsBlocks(setting, fields), whole: false };
	});
	const signatures = signersBlock(setting, paper.declaration, paper.signers);
	return [
		...sections,
		{ heading: sheetWords.signatures, suffix: '', blocks: [signatures], whole: true },
	];
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
