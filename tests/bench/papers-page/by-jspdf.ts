/** The sheet by jsPDF, its own way: the whole font in the document, the text set line by line. */
import { matrixBars } from '#features/papers/layout/codes.ts';
import { handsOf, wordsOf } from './content.ts';
import { dataUrl, fontBase64, type PeerContent } from './peer-parts.ts';

interface Document {
	addFileToVFS(name: string, base64: string): void;
	addFont(name: string, family: string, style: string): void;
	setFont(family: string): void;
	setFontSize(points: number): void;
	splitTextToSize(text: string, width: number): string[];
	text(lines: string[], x: number, y: number): void;
	rect(x: number, y: number, width: number, height: number, style: string): void;
	line(x1: number, y1: number, x2: number, y2: number): void;
	addImage(data: string, format: string, x: number, y: number, w: number, h: number): void;
	output(kind: 'arraybuffer'): ArrayBuffer;
	addPage(): void;
}
interface Peer {
	jsPDF: new (options: object) => Document;
}

const peerFile = '/peers/jspdf.js';
const pageMm = { margin: 15, width: 180, bottom: 280, line: 5 };
const fontName = 'noto.ttf';
const codeMm = { x: 175, y: 5, side: 20 };
/** Millimetres a pad's pixel is printed at, and how far the hands stand apart. */
const ink = { scale: 0.12, step: 60 };
const photoMm = { width: 85, height: 64 };

let peer: Promise<Peer> | undefined;
let font: Promise<string> | undefined;

export async function byJsPdf({ sheet, photos }: PeerContent): Promise<Uint8Array> {
	peer ??= import(/* @vite-ignore */ peerFile) as Promise<Peer>;
	font ??= fontBase64();
	const { jsPDF } = await peer;
	const paper = new jsPDF({ unit: 'mm', format: 'a4', compress: true });
	paper.addFileToVFS(fontName, await font);
	paper.addFont(fontName, 'Noto', 'normal');
	paper.setFont('Noto');
	paper.setFontSize(9);
	for (const { x, y, width, height } of matrixBars(sheet.checkAddress ?? sheet.number, codeMm))
		paper.rect(x, y, width, height, 'F');
	setText(paper, wordsOf(sheet));
	drawHands(paper, handsOf(sheet));
	for (const [n, photo] of photos.entries()) {
		const { width, height } = photoMm;
		paper.addImage(dataUrl(photo), 'JPEG', pageMm.margin + n * (width + 5), 60, width, height);
	}
	return new Uint8Array(paper.output('arraybuffer'));
}

function setText(paper: Document, words: readonly string[]): void {
	let y = codeMm.y + codeMm.side + pageMm.line;
	for (const text of words) {
		const lines = paper.splitTextToSize(text, pageMm.width);
		if (y + lines.length * pageMm.line > pageMm.bottom) {
			paper.addPage();
			y = pageMm.margin;
		}
		paper.text(lines, pageMm.margin, y);
		y += lines.length * pageMm.line;
	}
}

function drawHands(paper: Document, hands: ReturnType<typeof handsOf>): void {
	paper.addPage();
	for (const [n, strokes] of hands.entries()) {
		const at = (point: { x: number; y: number }) =>
			[pageMm.margin + n * ink.step + point.x * ink.scale, point.y * ink.scale] as const;
		for (const stroke of strokes)
			for (const [i, point] of stroke.slice(1).entries())
				paper.line(...at(stroke[i] ?? point), ...at(point));
	}
}
