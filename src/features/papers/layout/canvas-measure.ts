import type { Measure } from './clusters.ts';

/** The device's fonts for the paper on the screen. */
export const previewFont =
	'"Noto Sans SC","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",-apple-system,"Segoe UI",Roboto,sans-serif';

const measurePixels = 100;

/** Widths as the browser will draw them. */
export function canvasMeasure(): Measure {
	const context = document.createElement('canvas').getContext('2d');
	if (context === null) throw new Error('No canvas to measure text on');
	return (text, bold) => {
		context.font = `${bold ? 600 : 400} ${measurePixels}px ${previewFont}`;
		return context.measureText(text).width / measurePixels;
	};
}
