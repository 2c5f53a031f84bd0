/** The sheet by pdfmake, its own way: one document definition, the font subset as it is written. */
import { handsOf, wordsOf } from './content.ts';
import { dataUrl, fontBase64, type PeerContent } from './peer-parts.ts';

interface Peer {
	addVirtualFileSystem(files: Record<string, string>): void;
	addFonts(fonts: Record<string, object>): void;
	createPdf(definition: object): { getBuffer(): Promise<Uint8Array> };
}

const peerFile = '/peers/pdfmake.js';
const fontName = 'noto.ttf';
const photoWidth = 240;
/** Points a pad's pixel is printed at. */
const inkScale = 0.35;

let peer: Promise<Peer> | undefined;

export async function byPdfMake({ sheet, photos }: PeerContent): Promise<Uint8Array> {
	peer ??= open();
	const definition = {
		defaultStyle: { font: 'Noto', fontSize: 9 },
		content: [
			{ qr: sheet.checkAddress ?? sheet.number, fit: 57, alignment: 'right' },
			...wordsOf(sheet),
			{ columns: handsOf(sheet).map((strokes) => ({ canvas: strokes.map(polyline) })) },
			{ columns: photos.map((photo) => ({ image: dataUrl(photo), width: photoWidth })) },
		],
	};
	return new Uint8Array(await (await peer).createPdf(definition).getBuffer());
}

async function open(): Promise<Peer> {
	const { default: made } = (await import(/* @vite-ignore */ peerFile)) as { default: Peer };
	made.addVirtualFileSystem({ [fontName]: await fontBase64() });
	made.addFonts({
		Noto: { normal: fontName, bold: fontName, italics: fontName, bolditalics: fontName },
	});
	return made;
}

function polyline(stroke: readonly { x: number; y: number }[]): object {
	const points = stroke.map(({ x, y }) => ({ x: x * inkScale, y: y * inkScale }));
	return { type: 'polyline', lineWidth: 0.7, points };
}
