/** The few facts of a TrueType file that setting a page needs; lengths are in thousandths of an em. */
export interface TrueType {
	ascent: number;
	descent: number;
	box: [left: number, bottom: number, right: number, top: number];
	/** The glyph of a code point, undefined where the font has none. */
	glyphOf(codePoint: number): number | undefined;
	advanceOf(glyph: number): number;
	/** Every code point the font draws, ascending. */
	codePoints(): number[];
}

/** Reads a TrueType file; throws RangeError on a file that is cut short. */
export function readTrueType(file: Uint8Array): TrueType {
	const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
	const table = tableFinder(view);
	const head = table('head');
	const hhea = table('hhea');
	const scale = 1000 / view.getUint16(head + 18);
	const signed = (offset: number) => Math.round(view.getInt16(offset) * scale);
	const glyphs = readCmap(view, table('cmap'));
	return {
		ascent: signed(hhea + 4),
		descent: signed(hhea + 6),
		box: [signed(head + 36), signed(head + 38), signed(head + 40), signed(head + 42)],
		glyphOf: (codePoint) => glyphs.get(codePoint),
		advanceOf: advanceReader(view, table('hmtx'), view.getUint16(hhea + 34), scale),
		codePoints: () => [...glyphs.keys()].sort((a, b) => a - b),
	};
}

function tableFinder(view: DataView): (name: string) => number {
	const offsets = new Map<string, number>();
	for (let i = 0; i < view.getUint16(4); i++) {
		const entry = 12 + 16 * i;
		const name = String.fromCharCode(...[0, 1, 2, 3].map((at) => view.getUint8(entry + at)));
		offsets.set(name, view.getUint32(entry + 8));
	}
	return (name) => {
		const offset = offsets.get(name);
		if (offset === undefined) throw new RangeError(`The font has no ${name} table`);
		return offset;
	};
}

function advanceReader(view: DataView, hmtx: number, count: number, scale: number) {
	// Glyphs past the last long entry all share its width.
	return (glyph: number) =>
		Math.round(view.getUint16(hmtx + 4 * Math.min(glyph, count - 1)) * scale);
}

function readCmap(view: DataView, cmap: number): Map<number, number> {
	const glyphs = new Map<number, number>();
	for (let i = 0; i < view.getUint16(cmap + 2); i++) {
		const subtable = cmap + view.getUint32(cmap + 8 + 8 * i);
		const format = view.getUint16(subtable);
		if (format === 12) readSegments(view, subtable, glyphs);
		if (format === 4) readDeltas(view, subtable, glyphs);
	}
	return glyphs;
}

/** cmap format 12: runs of code points with glyphs in step. */
function readSegments(view: DataView, subtable: number, glyphs: Map<number, number>): void {
	for (let i = 0; i < view.getUint32(subtable + 12); i++) {
		const group = subtable + 16 + 12 * i;
		const first = view.getUint32(group);
		const glyph = view.getUint32(group + 8);
		for (let code = first; code <= view.getUint32(group + 4); code++) {
			glyphs.set(code, glyph + code - first);
		}
	}
}

/** cmap format 4: the Basic Multilingual Plane by segments with a delta or an index. */
function readDeltas(view: DataView, subtable: number, glyphs: Map<number, number>): void {
	const width = view.getUint16(subtable + 6);
	const starts = subtable + 16 + width;
	for (let at = 0; at < width; at += 2) {
		const end = view.getUint16(subtable + 14 + at);
		const start = view.getUint16(starts + at);
		const delta = view.getUint16(starts + width + at);
		const rangeAt = starts + 2 * width + at;
		const range = view.getUint16(rangeAt);
		for (let code = start; code <= end && code !== 0xffff; code++) {
			const direct = range === 0 ? code : view.getUint16(rangeAt + range + 2 * (code - start));
			const glyph = range !== 0 && direct === 0 ? 0 : (direct + delta) & 0xffff;
			if (glyph !== 0) glyphs.set(code, glyph);
		}
	}
}
