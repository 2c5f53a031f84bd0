import { isForm, type FormPaper, type OrderPaper } from '../form-paper.ts';
import { settingFor } from './blocks.ts';
import type { Measure } from './clusters.ts';
import { flow } from './flow.ts';
import { formSections } from './form-sections.ts';
import type { Mark } from './marks.ts';
import {
	firstHead,
	firstRoom,
	foot,
	laterHead,
	laterRoom,
	type FramedPaper,
} from './page-frame.ts';
import { sectionsOf } from './sections.ts';

/**
 * Lays a paper out on A4 pages. The same marks become the PDF and the picture on the
 * screen; only `measure` differs, because only the fonts do.
 */
export function layOutSheet(sheet: OrderPaper, measure: Measure): Mark[][] {
	const setting = settingFor(sheet, remembered(measure));
	const sections = isForm(sheet) ? formSections(setting, sheet) : sectionsOf(setting, sheet);
	const framed = isForm(sheet) && sheet.signers.length === 0 ? unsigned(sheet) : sheet;
	const bodies = flow(setting, sections, [firstRoom(setting, sheet), laterRoom]);
	return bodies.map((body, i) => [
		...(i === 0 ? firstHead(setting, sheet) : laterHead(setting, sheet)),
		...body,
		...foot(setting, framed, i + 1, bodies.length),
	]);
}

/** Nobody signed it, so its foot speaks of no copies and of nothing frozen. */
function unsigned(paper: FormPaper): FramedPaper {
	const { copy: _, snapshotHash: __, ...rest } = paper;
	return rest;
}

/** Characters come again and again; a canvas is slow to ask. */
function remembered(measure: Measure): Measure {
	const known = new Map<string, number>();
	return (text, bold) => {
		const key = (bold ? 'b' : 'r') + text;
		const width = known.get(key) ?? measure(text, bold);
		known.set(key, width);
		return width;
	};
}
