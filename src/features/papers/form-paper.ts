import type { PackedSignature } from '#domain/signature/strokes.ts';
import type { LabelSheet } from './labels/label-sheet.ts';
import type { PartsSlip } from './parts-slip.ts';
import type { PaperFrame, ServiceSheet, Words } from './service-sheet.ts';

/**
 * A short paper about an order, such as a consent: labelled fields and texts under headings, and who
 * signed. Already worded, like the service sheet: the same one gives the same bytes for ever.
 */
export interface FormPaper extends PaperFrame {
	title: Words;
	sections: FormSection[];
	/** What the signatures say. */
	declaration: Words;
	/** At most three; a paper nobody signs has none. */
	signers: FormSigner[];
}

export interface FormSection {
	heading: Words;
	/** Left to right; without a width the value has the whole line. */
	fields: FormField[];
	/** Under the fields. */
	table?: { columns: FormColumn[]; rows: Record<string, string>[] };
}

interface FormColumn {
	key: string;
	words: Words;
	/** Millimetres; together they fill the body, 161. */
	width: number;
}

export interface FormField {
	label: Words;
	value: string;
	/** Width in twelfths. */
	span?: number;
}

export interface FormSigner {
	who: Words;
	/** Name, role and time. */
	lines: string[];
	signature?: PackedSignature;
	/** Printed where the strokes would be: how else he agreed. */
	instead?: string;
}

/** What is made of an order and signed in the app. */
export type OrderPaper = ServiceSheet | FormPaper;
/** Everything the paper worker can make. */
export type PrintedPaper = OrderPaper | PartsSlip;
/** What it is asked for: labels have no number and no page of A4. */
export type Printed = PrintedPaper | LabelSheet;

export function isForm(paper: PrintedPaper): paper is FormPaper {
	return 'sections' in paper;
}

export function isSlip(paper: PrintedPaper): paper is PartsSlip {
	return 'rows' in paper;
}

export function isLabels(printed: Printed): printed is LabelSheet {
	return 'labels' in printed;
}
