/**
 * Faults of a drawn page, found from its boxes alone. Every function of this file runs in the page:
 * they are handed over as source, so they use nothing from outside of it.
 */

/** CSS px of a box that may stand out before it counts: rounding of fractions. */
const slackPx = 1.5;
/** What a finger needs, in CSS px; our own aim is 48. */
const targetPxMin = 44;
/** A word cut to less than so many of its own letter heights says nothing. */
const cutEmMin = 4;
/** Letters stand out of their line a little by nature: this share of their height is no fault. */
const letterShare = 0.3;
const controls =
	'a[href],button,input:not([type=hidden]),select,textarea,summary,' +
	'[role=button],[role=tab],[role=option],[role=menuitem],[role=switch]';

interface Box {
	left: number;
	top: number;
	right: number;
	bottom: number;
}
interface Piece {
	node: Element;
	name: string;
	box: Box;
	/** What floats above the page is compared with its like only. */
	layer: Element | null;
}

function nameOf(node: Element): string {
	const words = (node.getAttribute('aria-label') ?? node.textContent ?? '').trim();
	const [kind = ''] = node.getAttribute('class')?.split(' ') ?? [];
	return `<${node.localName}${kind && `.${kind}`}> "${words.replaceAll(/\s+/g, ' ').slice(0, 32)}"`;
}

function isShown(node: Element): boolean {
	return (
		node.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) &&
		!node.closest('.visually-hidden,svg[data-paper],[inert]')
	);
}

function layerOf(node: Element): Element | null {
	for (let at: Element | null = node; at; at = at.parentElement) {
		const { position, zIndex } = getComputedStyle(at);
		if (position === 'fixed' || position === 'sticky') return at;
		if (position !== 'static' && Number(zIndex) >= 5) return at;
	}
	return null;
}

/** The part of a box that scrolling and cutting elements, from this one outwards, leave to be seen. */
function seenPart(inner: Element | null, { left, top, right, bottom }: Box): Box {
	const seen = { left, top, right, bottom };
	for (let at = inner; at; at = at.parentElement) {
		const { overflowX, overflowY, position } = getComputedStyle(at);
		if (overflowX === 'visible' && overflowY === 'visible') {
			if (position === 'fixed') break;
			continue;
		}
		const frame = at.getBoundingClientRect();
		seen.left = Math.max(seen.left, frame.left);
		seen.right = Math.min(seen.right, frame.right);
		seen.top = Math.max(seen.top, frame.top);
		seen.bottom = Math.min(seen.bottom, frame.bottom);
	}
	return seen;
}

function isEmpty({ left, top, right, bottom }: Box): boolean {
	return right - left <= slackPx || bottom - top <= slackPx;
}

function shared(one: Box, other: Box): Box {
	return {
		left: Math.max(one.left, other.left),
		right: Math.min(one.right, other.right),
		top: Math.max(one.top, other.top),
		bottom: Math.min(one.bottom, other.bottom),
	};
}

function textPieces(): Piece[] {
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	const pieces: Piece[] = [];
	const range = document.createRange();
	for (let text = walker.nextNode(); text; text = walker.nextNode()) {
		const node = text.parentElement;
		if (!node || !text.textContent?.trim() || !isShown(node)) continue;
		// Words for the ear alone stand in a box of one pixel.
		if (isEmpty(node.getBoundingClientRect()) && getComputedStyle(node).overflowX !== 'visible')
			continue;
		range.selectNodeContents(text);
		const words = text.textContent.trim().slice(0, 32);
		for (const box of range.getClientRects())
			pieces.push({ node, name: `"${words}"`, box, layer: layerOf(node) });
	}
	return pieces;
}

/** A box that takes in what enlarges it for the finger: its own input, the frame drawn around it. */
function touchBox(node: Element): Box {
	const own = [node, ...node.querySelectorAll('input')].map((one) => one.getBoundingClientRect());
	const left = Math.min(...own.map((one) => one.left));
	const right = Math.max(...own.map((one) => one.right));
	const top = Math.min(...own.map((one) => one.top));
	const bottom = Math.max(...own.map((one) => one.bottom));
	const box = { left, top, right, bottom };
	for (const side of ['::before', '::after']) {
		const style = getComputedStyle(node, side);
		if (style.content === 'none' || style.position !== 'absolute') continue;
		const [width, height] = [Number.parseFloat(style.width), Number.parseFloat(style.height)];
		const [dx, dy] = [(width - (right - left)) / 2, (height - (bottom - top)) / 2];
		if (dx > 0) [box.left, box.right] = [left - dx, right + dx];
		if (dy > 0) [box.top, box.bottom] = [top - dy, bottom + dy];
	}
	return box;
}

/** Controls that can be seen; a box to tick is its whole label. */
function controlPieces(): Piece[] {
	const found = [...document.querySelectorAll(controls)].map((node) => {
		const isTick = node.matches('input[type=radio],input[type=checkbox],input[type=file]');
		return (isTick && node.closest('label')) || node;
	});
	return [...new Set(found)].filter(isShown).map((node) => ({
		node,
		name: nameOf(node),
		box: seenPart(node.parentElement, node.getBoundingClientRect()),
		layer: layerOf(node),
	}));
}

/** A small control in the corner of a large one, as on a photo: both can be reached. */
function isInCorner(
	small: Pick<Piece, 'node' | 'box'>,
	large: Pick<Piece, 'node' | 'box'>,
): boolean {
	const { left, top, right, bottom } = shared(small.box, large.box);
	const whole =
		right - left >= small.box.right - small.box.left - slackPx &&
		bottom - top >= small.box.bottom - small.box.top - slackPx;
	return whole && isHit(small) && isHit(large);
}

function isHit({ node, box }: Pick<Piece, 'node' | 'box'>): boolean {
	const hit = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
	return hit !== null && node.contains(hit);
}

function overlaps(pieces: Piece[]): string[] {
	const seen = pieces.filter(({ box }) => !isEmpty(box));
	return seen.flatMap((one, n) =>
		seen
			.slice(n + 1)
			.filter(
				({ node, box, layer }) =>
					layer === one.layer &&
					!node.contains(one.node) &&
					!one.node.contains(node) &&
					!isEmpty(shared(box, one.box)) &&
					!isInCorner(one, { node, box }) &&
					!isInCorner({ node, box }, one),
			)
			.map(({ name }) => `overlap: ${one.name} and ${name}`),
	);
}

/** Words of one block flow beside each other, whatever their boxes say of hanging spaces. */
function blockOf(node: Element): Element {
	let at = node;
	while (at.parentElement && getComputedStyle(at).display === 'inline') at = at.parentElement;
	return at;
}

function textOnText(pieces: Piece[]): string[] {
	const seen = pieces
		.map((piece) => ({ ...piece, box: seenPart(piece.node, piece.box) }))
		.filter(({ box }) => !isEmpty(box));
	return seen.flatMap((one, n) =>
		seen
			.slice(n + 1)
			.filter(({ node, box, layer }) => {
				if (layer !== one.layer || blockOf(node) === blockOf(one.node)) return false;
				const { left, top, right, bottom } = shared(box, one.box);
				const height = Math.min(box.bottom - box.top, one.box.bottom - one.box.top);
				return right - left > 2 && bottom - top > height * (letterShare + 0.1);
			})
			.map(({ name }) => `text on text: ${one.name} and ${name}`),
	);
}

function isCutBy(frame: Element, { left, right, top, bottom }: Box): string | undefined {
	const { overflowX, overflowY, textOverflow, webkitLineClamp } = getComputedStyle(frame);
	const edge = frame.getBoundingClientRect();
	const cuts = (overflow: string): boolean => overflow === 'hidden' || overflow === 'clip';
	if (edge.width <= slackPx || edge.height <= slackPx) return undefined;
	const slackY = (bottom - top) * letterShare;
	if (cuts(overflowX) && textOverflow !== 'ellipsis' && webkitLineClamp === 'none')
		if (left < edge.left - slackPx || right > edge.right + slackPx) return 'sideways';
	if (cuts(overflowY) && webkitLineClamp === 'none')
		if (top < edge.top - slackY || bottom > edge.bottom + slackY) return 'in height';
	return undefined;
}

function cutTexts(pieces: Piece[]): string[] {
	return pieces.flatMap(({ node, name, box }) => {
		for (let at: Element | null = node; at; at = at.parentElement) {
			const cut = isCutBy(at, box);
			if (cut) return [`cut ${cut}: ${name} by ${nameOf(at)}`];
			const { overflowX, overflowY } = getComputedStyle(at);
			if (/auto|scroll/.test(overflowX + overflowY)) return [];
		}
		return box.right > innerWidth + slackPx ? [`out of the window: ${name}`] : [];
	});
}

function spilledTexts(pieces: Piece[]): string[] {
	return pieces.flatMap(({ node, name, box: whole }) => {
		const box = seenPart(node, whole);
		const control = node.closest('a[href],button,label,[role=option]');
		if (!control || isEmpty(box) || getComputedStyle(control).display === 'inline') return [];
		if (getComputedStyle(node).textOverflow === 'ellipsis') return [];
		const edge = control.getBoundingClientRect();
		const slackY = (box.bottom - box.top) * letterShare;
		const spills =
			box.left < edge.left - slackPx ||
			box.right > edge.right + slackPx ||
			box.top < edge.top - slackY ||
			box.bottom > edge.bottom + slackY;
		return spills ? [`spills: ${name} out of ${nameOf(control)}`] : [];
	});
}

function shortenedTexts(pieces: Piece[]): string[] {
	return pieces.flatMap(({ node, name }) => {
		const { textOverflow, fontSize } = getComputedStyle(node);
		const isCut = textOverflow === 'ellipsis' && node.scrollWidth > node.clientWidth + slackPx;
		const tooShort = node.clientWidth < cutEmMin * Number.parseFloat(fontSize);
		return isCut && tooShort ? [`hardly anything left of ${name}`] : [];
	});
}

function scrollsSideways(): string[] {
	const root = document.documentElement;
	const page = root.scrollWidth > innerWidth ? [`page is ${root.scrollWidth} px wide`] : [];
	const inner = [...document.querySelectorAll('body *')].filter((node) => {
		if (node.scrollWidth <= node.clientWidth + slackPx || !isShown(node)) return false;
		const { overflowX, overflowY } = getComputedStyle(node);
		return /auto|scroll/.test(overflowY) && node.localName !== 'textarea' && overflowX !== 'hidden'
			? node.scrollHeight > node.clientHeight || node.matches('main,section')
			: false;
	});
	return [...page, ...inner.map((node) => `scrolls sideways: ${nameOf(node)}`)];
}

/** Links inside running words are as high as their line. */
function isInProse(node: Element): boolean {
	if (node.localName !== 'a' || getComputedStyle(node).display !== 'inline') return false;
	const around = node.closest('p,li,td,dd')?.textContent?.trim() ?? '';
	return around.length > (node.textContent?.trim().length ?? 0);
}

function smallTargets(pieces: Piece[]): string[] {
	return pieces.flatMap(({ node, name }) => {
		if (isInProse(node)) return [];
		const { left, top, right, bottom } = touchBox(node);
		const [width, height] = [right - left, bottom - top];
		if (Math.min(width, height) >= targetPxMin - 0.5) return [];
		return [`target ${Math.round(width)}×${Math.round(height)}: ${name}`];
	});
}

function findLayoutFaults({ touch }: { touch: boolean }): string[] {
	const [texts, pieces] = [textPieces(), controlPieces()];
	const faults = [
		...scrollsSideways(),
		...cutTexts(texts),
		...spilledTexts(texts),
		...shortenedTexts(texts),
		...textOnText(texts),
		...overlaps(pieces),
		...(touch ? smallTargets(pieces) : []),
	];
	return [...new Set(faults)];
}

const helpers = [nameOf, isShown, layerOf, blockOf, seenPart, isEmpty, shared, touchBox, isHit];
const pieces = [textPieces, controlPieces, isInCorner, isCutBy, isInProse];
const checks = [overlaps, textOnText, cutTexts, spilledTexts, shortenedTexts, scrollsSideways];
const functions = [...helpers, ...pieces, ...checks, smallTargets, findLayoutFaults];
const constants = { slackPx, targetPxMin, cutEmMin, letterShare, controls };

/** The expression that, evaluated in a page, answers its faults as an array of texts. */
export function layoutProbe(options: { touch: boolean }): string {
	const names = Object.entries(constants).map(
		([name, value]) => `const ${name} = ${JSON.stringify(value)};`,
	);
	const source = [...names, ...functions.map(String)].join('\n');
	return `(() => {${source}\nreturn findLayoutFaults(${JSON.stringify(options)});})()`;
}
