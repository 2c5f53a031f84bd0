/**
 * What to have along for an order: the parts and articles that solved the same before, and parts made
 * for the machine. Counted on the finished orders a device holds; nothing here leaves it.
 *
 * 1. Only what worked counts, as in `past-fixes.ts`: a line brought to an end and not reopened.
 * 2. Past lines on this machine weigh most, then those on its model; the same symptom weighs for
 *    itself, so that an order which names no machine has a list too.
 * 3. The same orders give the same list, in whatever order they come.
 */
import type { Article } from '../knowledge/article.ts';
import { bringItems, type BringItem } from '../library/bring-library.ts';
import type { LibraryItem } from '../library/library-item.ts';
import type { Part } from '../stock/part.ts';
import { worked } from './past-fixes.ts';
import type { Line, WorkOrder } from './work-order.ts';

export interface BringPart {
	partId: string;
	/** Lines it helped to solve: on this machine, on its model, with the same symptom only. */
	times: Record<Nearness, number>;
	/** Made for this machine, by the part's own words. */
	fits: boolean;
	/** Pieces the fullest of those lines needed; one where it never was used. */
	quantity: number;
}

interface BringArticle {
	articleId: string;
	/** Past orders on which it helped; none where only its words speak of the fault. */
	times: number;
}

interface BringList {
	parts: BringPart[];
	articles: BringArticle[];
	/** Drivers, software, tools and media. */
	items: BringItem[];
}

type Nearness = 'here' | 'model' | 'symptom';
interface Near {
	order: WorkOrder;
	line: Line;
	near: Nearness;
	worth: number;
}

/** More than a bag holds helps nobody. */
export const bringPartsMax = 8;
const bringArticlesMax = 3;
const worthOf: Record<Nearness, number> = { here: 3, model: 2, symptom: 0 };
const worthOfSymptom = 2;
const worthOfFit = 1;
/** Of a worked line that was only a workaround. */
const workaroundShare = 0.5;
/** Share of the shorter text's letter pairs that the other has as well. */
const alikeShareMin = 0.35;

/** What the device knows; what is not among it is left out. */
interface Known {
	parts: readonly Part[];
	articles: readonly Article[];
	items: readonly LibraryItem[];
}

export function bringList(
	order: WorkOrder,
	others: readonly WorkOrder[],
	{ parts, articles, items }: Known,
): BringList {
	const near = nearLines(order, others);
	return {
		parts: partsOf(order, near, parts),
		articles: articlesOf(order, near, articles),
		items: itemsOf(order, near, items),
	};
}

function itemsOf(order: WorkOrder, near: readonly Near[], items: readonly LibraryItem[]) {
	const need = { machines: machinesOf(order), said: saidOf(order) };
	const works = near.map(({ line, worth }) => ({
		worth,
		said: plain([line.cause, line.solution].join('\n')),
	}));
	return bringItems(need, works, items);
}

function machinesOf({ lines }: WorkOrder): string[] {
	return lines.flatMap(({ asset }) => [asset?.model, asset?.name].map(plain)).filter(Boolean);
}

function nearLines(order: WorkOrder, others: readonly WorkOrder[]): Near[] {
	const said = pairsOf(saidOf(order));
	return others
		.filter((other) => other.id !== order.id)
		.flatMap((other) => {
			const alike = isAlike(said, pairsOf(saidOf(other)));
			return other.lines
				.filter((line) => worked(other, line))
				.flatMap((line) => nearOf(order, other, line, alike));
		});
}

function nearOf(order: WorkOrder, other: WorkOrder, line: Line, alike: boolean): Near[] {
	const found = order.lines.map((own) => nearnessOf(own, line));
	const near = found.includes('here') ? 'here' : found.includes('model') ? 'model' : 'symptom';
	const full = worthOf[near] + (alike ? worthOfSymptom : 0);
	const worth = line.result === 'workaround' ? full * workaroundShare : full;
	return worth > 0 ? [{ order: other, line, near, worth }] : [];
}

function nearnessOf({ asset }: Line, { asset: other }: Line): Nearness | undefined {
	if (!asset || !other) return undefined;
	if (asset.id ? other.id === asset.id : other.tag === asset.tag) return 'here';
	return asset.model !== undefined && other.model === asset.model ? 'model' : undefined;
}

function partsOf(order: WorkOrder, near: readonly Near[], parts: readonly Part[]): BringPart[] {
	const found = parts.map((part) => ({ ...bringPart(order, near, part), name: part.name }));
	return found
		.filter(({ worth }) => worth > 0)
		.toSorted((a, b) => b.worth - a.worth || (a.name < b.name ? -1 : 1))
		.slice(0, bringPartsMax)
		.map(({ worth: _, name: __, ...part }) => part);
}

function bringPart(order: WorkOrder, near: readonly Near[], part: Part) {
	const times = { here: 0, model: 0, symptom: 0 };
	const fits = fitsOrder(part, order);
	let worth = fits ? worthOfFit : 0;
	let quantity = 1;
	for (const each of near) {
		const used = piecesOf(each.line, part.id);
		if (used === 0) continue;
		times[each.near] += 1;
		worth += each.worth;
		quantity = Math.max(quantity, used);
	}
	return { partId: part.id, times, fits, quantity, worth };
}

function piecesOf({ parts }: Line, partId: string): number {
	const used = parts.filter((one) => one.partId === partId && !one.retracted);
	return used.reduce((sum, { quantity }) => sum + quantity, 0);
}

/** One of the words it is kept under is the machine's model or name, or stands in what was reported. */
function fitsOrder({ models = [] }: Part, order: WorkOrder): boolean {
	const said = saidOf(order);
	const machines = machinesOf(order);
	return models
		.map(plain)
		.some((word) => word !== '' && (machines.includes(word) || said.includes(word)));
}

function articlesOf(
	order: WorkOrder,
	near: readonly Near[],
	articles: readonly Article[],
): BringArticle[] {
	const said = saidOf(order);
	return articles
		.filter(({ state }) => state === 'published')
		.map((article) => {
			const helped = near.filter((each) => hasHelped(each.order, article.id));
			const times = new Set(helped.map(({ order: { id } }) => id)).size;
			const worth = helped.reduce((sum, each) => sum + each.worth, 0);
			return { article, times, worth: worth + wordsIn(article, said) };
		})
		.filter(({ times, worth }) => times > 0 || worth >= keywordsMin)
		.toSorted((a, b) => b.worth - a.worth || (a.article.title < b.article.title ? -1 : 1))
		.slice(0, bringArticlesMax)
		.map(({ article, times }) => ({ articleId: article.id, times }));
}

/** One common word is chance. */
const keywordsMin = 2;

function wordsIn({ keywords = [] }: Article, said: string): number {
	return keywords.map(plain).filter((word) => word !== '' && said.includes(word)).length;
}

function hasHelped({ consulted }: WorkOrder, articleId: string): boolean {
	return consulted.some(
		(entry) => entry.articleId === articleId && entry.helped === true && !entry.retracted,
	);
}

function saidOf({ summary, symptom, lines }: WorkOrder): string {
	return plain([summary, symptom, ...lines.map((line) => line.symptom)].join('\n'));
}

function plain(text: string | undefined): string {
	return (text ?? '').normalize('NFKC').toLowerCase().trim();
}

/** Pairs of neighbouring letters: Chinese has no spaces to cut words by. */
function pairsOf(text: string): ReadonlySet<string> {
	const words = text.split(/[^\p{L}\p{N}]+/u).map((word) => [...word]);
	return new Set(words.flatMap((word) => word.slice(1).map((letter, n) => word[n] + letter)));
}

function isAlike(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
	const [shorter, longer] = a.size < b.size ? [a, b] : [b, a];
	const shared = [...shorter].filter((pair) => longer.has(pair)).length;
	return shared > 0 && shared / shorter.size >= alikeShareMin;
}
