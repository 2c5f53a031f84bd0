import { curvesOf, fitInk, placed } from '#domain/signature/stroke-curves.ts';
import { unpackStrokes, type PackedSignature } from '#domain/signature/strokes.ts';
import type { FormSigner } from '../form-paper.ts';
import type { ServiceSheet, Words } from '../service-sheet.ts';
import { sheetWords } from '../sheet-words.ts';
import {
	bodyWidth,
	bodyX,
	lineBlock,
	lineEm,
	linesOf,
	secondOf,
	set,
	sideBySide,
	sizes,
	space,
	text,
	together,
	type Block,
	type Setting,
} from './blocks.ts';
import { widthOf } from './clusters.ts';
import { mm, type Mark } from './marks.ts';

const columnGap = mm(5);
const columnWidth = (bodyWidth - 2 * columnGap) / 3;
const inkHeight = mm(18);
/** A pad pixel is never printed larger than this, points. */
const inkScaleMax = 0.55;

/** The declaration, the three signatures with their lines, and who signed when. */
export function signatureBlock(setting: Setting, sheet: ServiceSheet): Block {
	const signers = [customer(setting, sheet), engineer(sheet), desk(setting, sheet)];
	return signersBlock(setting, sheetWords.declaration, signers);
}

/** At most three who sign, side by side under what they sign. */
export function signersBlock(
	setting: Setting,
	words: Words,
	signers: readonly FormSigner[],
): Block {
	const columns = signers.map((signer, i) =>
		signerBlock(setting, signer, bodyX + i * (columnWidth + columnGap)),
	);
	return together([declaration(setting, words), space(mm(2)), sideBySide(columns)]);
}

/** In both languages; on one line where both fit. */
function declaration(setting: Setting, words: Words): Block {
	const lead = set(setting, words[setting.language]);
	const second = set(setting, secondOf(setting, words));
	const size = sizes.text - 1;
	const secondX = bodyX + widthOf(lead, size) + 3;
	if (secondX + widthOf(second, sizes.label) <= bodyX + bodyWidth) {
		return sideBySide([
			lineBlock(lead, bodyX, size, 1.4),
			{
				height: size * 1.4,
				marks: (top) => [
					text(second, {
						...{ x: secondX, top: top + (size - sizes.label) * 1.02 },
						...{ size: sizes.label, tone: 'soft' },
					}),
				],
			},
		]);
	}
	return together([
		...linesOf(setting, words[setting.language], bodyWidth, size).map((line) =>
			lineBlock(line, bodyX, size, 1.4),
		),
		...linesOf(setting, secondOf(setting, words), bodyWidth, sizes.label).map((line) =>
			lineBlock(line, bodyX, sizes.label, 1.4, 'soft'),
		),
	]);
}

function customer(setting: Setting, sheet: ServiceSheet): FormSigner {
	const given = sheet.customerSignature;
	const who = sheetWords.customer;
	if (given.kind === 'signed') {
		const { signature } = given;
		return { who, lines: [nameAndTime(given), ...(given.role ? [given.role] : [])], signature };
	}
	const instead = `${sheetWords.unsigned[setting.language]}\n${given.reason}`;
	return { who, lines: [given.name ?? '—'], instead };
}

function engineer(sheet: ServiceSheet): FormSigner {
	const { engineerSignature: given } = sheet;
	const { signature } = given;
	return {
		who: sheetWords.engineer,
		lines: [nameAndTime(given)],
		...(signature && { signature }),
	};
}

function desk(setting: Setting, sheet: ServiceSheet): FormSigner {
	const { returnVisit } = sheet;
	const later = sheetWords.deskLater[setting.language];
	const name = returnVisit && nameAndTime({ name: returnVisit.by, at: returnVisit.at });
	const signature = returnVisit?.signature;
	return { who: sheetWords.desk, lines: [name ?? later], ...(signature && { signature }) };
}

function nameAndTime({ name, at }: { name: string; at: string }): string {
	return `${name}\u3000${at}`;
}

function signerBlock(setting: Setting, signer: FormSigner, x: number): Block {
	const lines = signer.lines.flatMap((line) => linesOf(setting, line, columnWidth, sizes.text));
	return together([
		inkBlock(setting, signer, x),
		space(mm(1.2)),
		whoBlock(setting, signer.who, x),
		...lines.map((line) => lineBlock(line, x, sizes.text, lineEm)),
	]);
}

function inkBlock(setting: Setting, signer: FormSigner, x: number): Block {
	const note = linesOf(setting, signer.instead ?? '', columnWidth, sizes.cell);
	const height = Math.max(inkHeight, note.length * sizes.cell * 1.4) + mm(2);
	return {
		height,
		marks: (top) => [
			...strokes(signer.signature, {
				x: x + mm(2),
				y: top,
				width: columnWidth - mm(4),
				height: inkHeight,
			}),
			...note.map((line, i) =>
				text(line, {
					...{ x, size: sizes.cell, tone: 'soft' },
					top: top + height - mm(1.5) - (note.length - i) * sizes.cell * 1.4,
				}),
			),
			{
				...{ kind: 'line', x1: x, y1: top + height, x2: x + columnWidth, y2: top + height },
				...{ width: 1.1, tone: 'ink' },
			},
		],
	};
}

function strokes(
	signature: PackedSignature | undefined,
	box: { x: number; y: number; width: number; height: number },
): Mark[] {
	if (signature === undefined) return [];
	const drawn = unpackStrokes(signature);
	const fit = fitInk(drawn, box, inkScaleMax);
	const curves = drawn.flatMap(curvesOf).map((curve) => placed(curve, fit));
	return [{ kind: 'strokes', curves, tone: 'pen' }];
}

/** Both words for who signs, the leading one bold. */
function whoBlock(setting: Setting, who: Words, x: number): Block {
	const lead = set(setting, who[setting.language], true);
	const second = set(setting, secondOf(setting, who));
	return {
		height: sizes.text * lineEm,
		marks: (top) => [
			text(lead, { x, top, size: sizes.text }),
			text(second, {
				...{ x: x + widthOf(lead, sizes.text) + 3, size: sizes.label, tone: 'soft' },
				top: top + (sizes.text - sizes.label) * 1.02,
			}),
		],
	};
}
