/** Pictures of labels that are hard to read, the same ones for every run: each set by one thing that spoils it. */
import { drawScene, type LabelLook, type SceneLook } from '../../fixtures/camera/draw-scene.ts';
import { greyPng } from '../../fixtures/camera/grey-png.ts';
import type { PrintedFormat } from '../../fixtures/camera/make-camera-video.ts';
import { Seeded } from '../../fixtures/seeded.ts';
import type { PictureCase } from '../../e2e/barcodes/pictures.ts';

const seed = 20_261_122;
const size = { width: 960, height: 540 };
const formats: readonly PrintedFormat[] = ['code128', 'qrcode', 'datamatrix', 'ean13', 'code39'];
/** Of each set, in each of the formats. */
const picturesPerFormat = 6;

type Look = Omit<SceneLook, 'width' | 'height' | 'labels'>;
type Spoil = (chance: Seeded, modulePx: number) => { label?: Partial<LabelLook>; scene?: Look };

const spoils: Readonly<Record<string, Spoil>> = {
	rotation: (chance) => ({ label: { turnDeg: chance.between(0, 360) } }),
	blur: (chance, modulePx) => ({ scene: { blurPx: modulePx * chance.between(0.5, 1.1) } }),
	'low contrast': (chance) => {
		const ink = chance.between(90, 150);
		return { scene: { ink, paper: ink + chance.between(14, 50), noise: 5 } };
	},
	glare: (chance) => ({
		scene: {
			glare: {
				x: chance.between(0.35, 0.65),
				y: chance.between(0.2, 0.36),
				radius: chance.between(0.04, 0.14),
				light: chance.between(150, 320),
			},
		},
	}),
	small: (chance) => ({
		label: { modulePx: chance.between(1, 1.9), turnDeg: chance.between(-6, 6) },
	}),
	perspective: (chance) => ({
		label: { tilt: chance.between(0.15, 0.5), turnDeg: chance.between(-15, 15) },
	}),
	'all a little': (chance, modulePx) => ({
		label: { turnDeg: chance.between(-25, 25), tilt: chance.between(0, 0.2) },
		scene: {
			...{ ink: 60, paper: chance.between(120, 180), noise: 10 },
			blurPx: modulePx * chance.between(0.2, 0.6),
		},
	}),
};

/** Every set under the name of what spoils it. */
export function spoiledLabels(): PictureCase[] {
	const chance = new Seeded(seed);
	return Object.entries(spoils).flatMap(([set, spoil]) =>
		formats.flatMap((format) =>
			Array.from({ length: picturesPerFormat }, (_, n) => pictureOf(set, spoil, format, n, chance)),
		),
	);
}

function pictureOf(
	set: string,
	spoil: Spoil,
	format: PrintedFormat,
	n: number,
	chance: Seeded,
): PictureCase {
	const text = textOf(format, chance);
	const modulePx = format === 'qrcode' || format === 'datamatrix' ? 6 : chance.between(2.2, 3.4);
	const { label, scene } = spoil(chance, modulePx);
	const luma = drawScene({
		...{ noise: 4, seed: chance.below(2 ** 31), ...scene, ...size },
		labels: [{ format, text, modulePx, ...label }],
	});
	const base64 = greyPng(luma, size.width, size.height).toString('base64');
	return { set, name: `${format}-${n}`, picture: { base64, type: 'image/png' }, answer: text };
}

function textOf(format: PrintedFormat, chance: Seeded): string {
	const digits = (length: number) =>
		Array.from({ length }, () => String(chance.below(10))).join('');
	if (format !== 'ean13') return `ZC-${digits(4)}-${digits(4)}`;
	const body = `69${digits(10)}`;
	const sum = [...body].reduce((all, digit, at) => all + Number(digit) * (at % 2 === 0 ? 1 : 3), 0);
	return `${body}${(10 - (sum % 10)) % 10}`;
}
