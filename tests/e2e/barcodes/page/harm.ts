/** What happens to a printed label between the printer and the camera. */
export const harms = ['none', 'spread', 'loss', 'tilt', 'scale', 'jpeg'] as const;
export type Harm = (typeof harms)[number];

const tiltRad = (5 * Math.PI) / 180;
const scaleShare = 0.8;
const jpegQuality = 0.6;
/** Darker than this is ink. */
const inkGrey = 128;

export function harmed(picture: ImageBitmap, harm: Harm): Promise<ImageBitmap> {
	switch (harm) {
		case 'none':
			return Promise.resolve(picture);
		case 'spread':
			return grown(picture, true);
		case 'loss':
			return grown(picture, false);
		case 'tilt':
			return drawn(picture, tiltRad, 1);
		case 'scale':
			return drawn(picture, 0, scaleShare);
		case 'jpeg':
			return asJpeg(picture);
	}
}

function canvasOf(width: number, height: number) {
	const canvas = new OffscreenCanvas(Math.ceil(width), Math.ceil(height));
	const context = canvas.getContext('2d', { willReadFrequently: true });
	if (!context) throw new Error('no canvas');
	context.fillStyle = '#fff';
	context.fillRect(0, 0, canvas.width, canvas.height);
	return { canvas, context };
}

function drawn(picture: ImageBitmap, turn: number, scale: number): Promise<ImageBitmap> {
	const { width, height } = picture;
	const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
	const { canvas, context } = canvasOf(
		(width * cos + height * sin) * scale,
		(width * sin + height * cos) * scale,
	);
	context.imageSmoothingQuality = 'high';
	context.translate(canvas.width / 2, canvas.height / 2);
	context.rotate(turn);
	context.scale(scale, scale);
	context.drawImage(picture, -width / 2, -height / 2);
	return createImageBitmap(canvas);
}

/** Every edge moves by one pixel, into the white or into the ink. */
function grown(picture: ImageBitmap, isInk: boolean): Promise<ImageBitmap> {
	const { canvas, context } = canvasOf(picture.width, picture.height);
	context.drawImage(picture, 0, 0);
	const image = context.getImageData(0, 0, canvas.width, canvas.height);
	const grey = (x: number, y: number) => image.data[(y * canvas.width + x) * 4] ?? 255;
	const result = context.createImageData(image);
	for (let y = 0; y < canvas.height; y++)
		for (let x = 0; x < canvas.width; x++) {
			let found = grey(x, y) < inkGrey === isInk;
			for (let dy = -1; dy <= 1; dy++)
				for (let dx = -1; dx <= 1; dx++) {
					const [nx, ny] = [x + dx, y + dy];
					if (nx < 0 || ny < 0 || nx >= canvas.width || ny >= canvas.height) continue;
					found ||= grey(nx, ny) < inkGrey === isInk;
				}
			const value = found === isInk ? 0 : 255;
			result.data.set([value, value, value, 255], (y * canvas.width + x) * 4);
		}
	context.putImageData(result, 0, 0);
	return createImageBitmap(canvas);
}

async function asJpeg(picture: ImageBitmap): Promise<ImageBitmap> {
	const { canvas, context } = canvasOf(picture.width, picture.height);
	context.drawImage(picture, 0, 0);
	return createImageBitmap(
		await canvas.convertToBlob({ type: 'image/jpeg', quality: jpegQuality }),
	);
}
