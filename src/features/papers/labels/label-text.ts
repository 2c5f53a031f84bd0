import { clustersOf, type Cluster, type Measure } from '../layout/clusters.ts';
import { breakLines } from '../layout/line-break.ts';
import type { LabelContent, LabelFact } from './label-sheet.ts';

interface LabelLine {
	clusters: Cluster[];
	/** Points. */
	size: number;
}

export interface LabelText {
	lines: LabelLine[];
	/** Fields for which there was no room. */
	left: string[];
	/** The code in letters needs more room than there is. */
	isCut: boolean;
}

/** From one baseline to the next, by the size of the letters. */
export const lineEm = 1.26;
const nameLinesMax = 2;
const factLinesMax = 2;

interface LabelRoom {
	/** Points. */
	width: number;
	height: number;
	/** Size of the facts' letters. */
	body: number;
	/** The code in letters stands under its bars already. */
	hasCode: boolean;
}

/** Sets what stands beside or above the code. */
export function setLabelText(
	{ code, name, facts }: LabelContent,
	room: LabelRoom,
	measure: Measure,
): LabelText {
	const { width, body } = room;
	const lines: LabelLine[] = [];
	const left: string[] = [];
	let free = room.height;
	const take = (clusters: Cluster[][], size: number): boolean => {
		const needs = clusters.length * size * lineEm;
		if (needs > free + 0.01) return false;
		free -= needs;
		lines.push(...clusters.map((line) => ({ clusters: line, size })));
		return true;
	};
	const set = (text: string, size: number, bold = false) =>
		breakLines(clustersOf([{ text, bold }], measure), width / size);
	if (!room.hasCode) {
		const size = codeSize(code, room, measure);
		if (!take(set(code, size, true), size)) return { lines, left, isCut: true };
	}
	const nameSize = body * 1.12;
	const named = shortened(set(name, nameSize, true), nameLinesMax, width / nameSize, measure);
	if (!take(named, nameSize) && !take(named.slice(0, 1), nameSize)) left.push('name');
	for (const fact of facts)
		if (!take(factLines(fact, width / body, measure), body)) left.push(fact.field);
	return { lines, left, isCut: false };
}

/** As large as one line takes it, and not smaller than the facts. */
function codeSize(code: string, { width, body }: LabelRoom, measure: Measure): number {
	const ems = clustersOf([{ text: code, bold: true }], measure).reduce(
		(sum, { advance }) => sum + advance,
		0,
	);
	return Math.max(body, Math.min(body * 1.6, Math.floor((width / ems) * 20) / 20));
}

function factLines({ label, value, isWhole }: LabelFact, width: number, measure: Measure) {
	const spans = [
		{ text: `${label}  `, bold: false },
		{ text: value, bold: true },
	];
	const lines = breakLines(clustersOf(spans, measure), width);
	// One that takes more lines than it may is asked for more than there is, and so left out.
	if (isWhole) return lines.length > factLinesMax ? Array.from({ length: 1_000 }, () => []) : lines;
	return shortened(lines, 1, width, measure);
}

/** At most so many lines, the last one ending in … where something is missing. */
function shortened(lines: Cluster[][], most: number, width: number, measure: Measure): Cluster[][] {
	if (lines.length <= most) return lines;
	const [dots] = clustersOf([{ text: '…', bold: false }], measure);
	const last = lines.slice(most - 1).flat();
	let used = dots?.advance ?? 0;
	const kept = last.slice(
		0,
		last.findIndex(({ advance }) => (used += advance) > width),
	);
	return [...lines.slice(0, most - 1), [...kept, ...(dots ? [dots] : [])]];
}
