import type { SheetLanguage, Words } from '../service-sheet.ts';
import type { Symbology } from './label-code.ts';
import type { LabelSize } from './label-sizes.ts';

/** What stands on one label, already worded. */
export interface LabelContent {
	/** Of the record it is about. */
	id: string;
	/** What the code says, and what is printed of it in letters: never shortened. */
	code: string;
	/** Wraps over two lines, then is shortened. */
	name: string;
	/** In order of weight: what does not fit any more is left out, from the last one. */
	facts: LabelFact[];
}

export interface LabelFact {
	field: string;
	label: string;
	value: string;
	/** A number or a code: printed to its last sign or not at all. */
	isWhole: boolean;
}

/** A run of labels as it is printed. */
export interface LabelSheet {
	labels: LabelContent[];
	size: LabelSize;
	symbology: Symbology;
	/** Of each label, one after the other. */
	copies: number;
	/** The first place on the first sheet that is still free, from 1. */
	start: number;
	language: SheetLanguage;
	title: Words;
	organisation: Words;
	/** SHA-256 of what it says, and when it was made, ISO 8601 UTC. */
	hash: string;
	madeAt: string;
}
