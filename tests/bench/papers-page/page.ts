/// <reference types="vite/client" />
/** The product's service sheet beside the same words set by jsPDF, each with what it loads itself. */
import { mainFontUrl } from 'virtual:paper-fonts';
import { shortSheet } from '#features/papers/example-sheets.ts';
import { renderPaper } from '#features/papers/papers.ts';
import type { ServiceSheet } from '#features/papers/service-sheet.ts';

/** One paper and how long it took. */
export interface MadePaper {
	ms: number;
	base64: string;
}
export interface PapersTrial {
	/** All texts of the sheet, in its order. */
	words(sheet: string): string[];
	make(which: 'ours' | 'jspdf', sheet: string): Promise<MadePaper>;
}

interface Document {
	addFileToVFS(name: string, base64: string): void;
	addFont(name: string, family: string, style: string): void;
	setFont(family: string): void;
	setFontSize(points: number): void;
	splitTextToSize(text: string, width: number): string[];
	text(lines: string[], x: number, y: number): void;
	output(kind: 'arraybuffer'): ArrayBuffer;
	addPage(): void;
}
interface Peer {
	jsPDF: new (options: object) => Document;
}

const peerFile = '/peers/jspdf.js';
const pageMm = { margin: 15, width: 180, bottom: 280, line: 5 };
const fontName = 'noto.ttf';

const sheetOf = (text: string) => JSON.parse(text) as ServiceSheet;
const makers = { ours: (sheet: ServiceSheet) => renderPaper(sheet), jspdf: byJsPdf };

async function make(which: 'ours' | 'jspdf', text: string): Promise<MadePaper> {
	const sheet = sheetOf(text);
	const start = performance.now();
	const bytes = await makers[which](sheet);
	const ms = performance.now() - start;
	return { ms, base64: base64Of(bytes) };
}

let peer: Promise<Peer> | undefined;
let font: Promise<string> | undefined;

/** Its own way: the whole font is put into the document, the text is set line by line. */
async function byJsPdf(sheet: ServiceSheet): Promise<Uint8Array> {
	peer ??= import(/* @vite-ignore */ peerFile) as Promise<Peer>;
	font ??= loadFont();
	const { jsPDF } = await peer;
	const paper = new jsPDF({ unit: 'mm', format: 'a4', compress: true });
	paper.addFileToVFS(fontName, await font);
	paper.addFont(fontName, 'Noto', 'normal');
	paper.setFont('Noto');
	paper.setFontSize(9);
	let y = pageMm.margin;
	for (const words of wordsOf(sheet)) {
		const lines = paper.splitTextToSize(words, pageMm.width);
		if (y + lines.length * pageMm.line > pageMm.bottom) {
			paper.addPage();
			y = pageMm.margin;
		}
		paper.text(lines, pageMm.margin, y);
		y += lines.length * pageMm.line;
	}
	return new Uint8Array(paper.output('arraybuffer'));
}

async function loadFont(): Promise<string> {
	const packed = await (await fetch(mainFontUrl)).blob();
	const head = new Uint8Array(await packed.slice(0, 2).arrayBuffer());
	const isPacked = head[0] === 0x1f && head[1] === 0x8b;
	const whole = isPacked
		? new Response(packed.stream().pipeThrough(new DecompressionStream('gzip')))
		: new Response(packed);
	return base64Of(new Uint8Array(await whole.arrayBuffer()));
}

function base64Of(bytes: Uint8Array): string {
	let binary = '';
	for (let at = 0; at < bytes.length; at += 8_192)
		binary += String.fromCharCode(...bytes.subarray(at, at + 8_192));
	return btoa(binary);
}

/** Every text of a sheet; keys and the strokes of a signature are none. */
function wordsOf(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	if (Array.isArray(value)) return value.flatMap(wordsOf);
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, part]) => (codes.has(key) ? [] : wordsOf(part)));
}

const codes = new Set([
	'language',
	'copy',
	'kind',
	'result',
	'strokes',
	'data',
	'signature',
	'png',
]);

Object.assign(globalThis, {
	papers: { words: (text: string) => wordsOf(sheetOf(text)), make } satisfies PapersTrial,
	exampleSheet: JSON.stringify(shortSheet),
});
