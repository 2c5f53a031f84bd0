import type { SheetPhoto } from '../service-sheet.ts';
import {
	bodyWidth,
	bodyX,
	label,
	linesOf,
	lineBlock,
	lineEm,
	sideBySide,
	sizes,
	space,
	spaced,
	together,
	type Block,
	type Setting,
} from './blocks.ts';
import { mm } from './marks.ts';

const columnGap = mm(5);
const columnWidth = (bodyWidth - columnGap) / 2;
/** An upright photo is no higher than this. */
const heightMax = mm(62);

/** Two photos a row, each with its caption under it; a row is never split. */
export function photoBlocks(setting: Setting, photos: readonly SheetPhoto[] = []): Block[] {
	const rows: Block[][] = [];
	for (let i = 0; i < photos.length; i += 2) {
		const pair = photos.slice(i, i + 2);
		const cells = pair.map((photo, n) =>
			photoBlock(setting, photo, bodyX + n * (columnWidth + columnGap)),
		);
		rows.push([sideBySide(cells)]);
	}
	return spaced(rows);
}

function photoBlock(setting: Setting, { caption, picture }: SheetPhoto, x: number): Block {
	const width = columnWidth;
	if (!picture) {
		const lines = linesOf(setting, caption, width, sizes.text);
		return together(lines.map((line) => lineBlock(line, x, sizes.text, lineEm)));
	}
	const scale = Math.min(width / picture.width, heightMax / picture.height);
	const size = { width: picture.width * scale, height: picture.height * scale };
	const { sha256 } = picture;
	return together([
		{
			height: size.height,
			marks: (top) => [{ kind: 'picture', x, y: top, ...size, sha256, label: caption }],
		},
		space(mm(0.8)),
		label(setting, caption, { x, width }),
	]);
}
