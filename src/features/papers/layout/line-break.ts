import { isIdeograph, type Cluster } from './clusters.ts';

/** 避头: these never begin a line. */
const noStart = new Set('，。、；：？！）】》〉」』〕｝〗％‰℃…—～·々ー,.;:?!)]}%’”');
/** 避尾: these never end one. */
const noEnd = new Set('（【《〈「『〔｛〖([{‘“￥¥$№');
/** Where a word too long for a line is cut first. */
const seam = new Set('-/\\_.:@&=?');

/**
 * Breaks measured text into lines no wider than `width` ems. Chinese breaks between any two
 * characters that 避头尾 allows, other scripts at spaces; a word longer than a line is cut at a seam
 * such as a hyphen, else anywhere. No cluster is lost but the spaces a line ends with.
 */
export function breakLines(clusters: readonly Cluster[], width: number): Cluster[][] {
	const lines: Cluster[][] = [];
	let line: Cluster[] = [];
	for (const unit of unitsOf(clusters)) {
		const fits = advanceOf(line) + advanceOf(withoutEnd(unit)) <= width;
		if (!fits && line.length > 0) {
			lines.push(withoutEnd(line));
			line = [];
		}
		line.push(...unit);
		while (advanceOf(withoutEnd(line)) > width && line.length > 1) {
			const cut = cutAt(line, width);
			lines.push(withoutEnd(line.slice(0, cut)));
			line = line.slice(cut);
		}
	}
	if (line.length > 0) lines.push(withoutEnd(line));
	return lines.filter((each) => each.length > 0);
}

/** What must stay together: a word with its spaces, a character with the punctuation bound to it. */
function unitsOf(clusters: readonly Cluster[]): Cluster[][] {
	const units: Cluster[][] = [];
	for (const [i, cluster] of clusters.entries()) {
		const before = clusters[i - 1];
		const unit = units.at(-1);
		if (before === undefined || unit === undefined || mayBreak(before.text, cluster.text)) {
			units.push([cluster]);
		} else unit.push(cluster);
	}
	return units;
}

function mayBreak(before: string, after: string): boolean {
	if (isSpace(after) || noStart.has(after) || noEnd.has(before)) return false;
	if (isSpace(before)) return true;
	return breaksAround(before) || breaksAround(after);
}

/** Ideographs, full-width signs and pictures stand alone; letters and digits make words. */
function breaksAround(text: string): boolean {
	return isIdeograph(text) || /^[\u2e80-\u303f\uff00-\uffef\p{Extended_Pictographic}]/u.test(text);
}

function isSpace(text: string): boolean {
	return text === ' ' || text === '\u3000';
}

function withoutEnd(line: Cluster[]): Cluster[] {
	let end = line.length;
	while (end > 0 && isSpace(line[end - 1]?.text ?? '')) end--;
	return line.slice(0, end);
}

/** How many clusters of an overlong line to keep: to the last seam in its second half, else all that fit. */
function cutAt(line: readonly Cluster[], width: number): number {
	let fits = 0;
	let used = 0;
	while (fits < line.length && used + (line[fits]?.advance ?? 0) <= width) {
		used += line[fits]?.advance ?? 0;
		fits++;
	}
	for (let i = fits; i > fits / 2; i--) if (seam.has(line[i - 1]?.text ?? '')) return i;
	return Math.max(1, fits);
}

function advanceOf(clusters: readonly Cluster[]): number {
	return clusters.reduce((sum, { advance }) => sum + advance, 0);
}
