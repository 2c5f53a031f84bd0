import { expect } from '@playwright/test';
import type { Paper } from '../../fixtures/paper.ts';

/** Share of the box around a word that is ink, where it is printed at all. */
const wordInkMin = 0.05;

/** The words are in the text and stand in ink where the text says they are. */
export function expectReadable(paper: Paper, words: readonly string[]): void {
	for (const text of words) {
		expect(paper.text).toContain(text);
		const [box] = paper.boxesOf(text);
		expect(box, text).toBeDefined();
		expect(paper.inkIn(box), text).toBeGreaterThan(wordInkMin);
	}
}
