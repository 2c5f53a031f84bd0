/** HarfBuzz's subsetter as it comes compiled, without the glue: it imports nothing and is called as C. */
interface HarfBuzz {
	memory: WebAssembly.Memory;
	_initialize(): void;
	malloc(size: number): number;
	free(address: number): void;
	hb_blob_create(data: number, length: number, mode: number, user: number, destroy: number): number;
	hb_blob_get_data(blob: number, length: number): number;
	hb_blob_get_length(blob: number): number;
	hb_blob_destroy(blob: number): void;
	hb_face_create(blob: number, index: number): number;
	hb_face_reference_blob(face: number): number;
	hb_face_destroy(face: number): void;
	hb_set_add(set: number, value: number): void;
	hb_subset_input_create_or_fail(): number;
	hb_subset_input_destroy(input: number): void;
	hb_subset_input_unicode_set(input: number): number;
	hb_subset_input_set(input: number, which: number): number;
	hb_subset_input_set_flags(input: number, flags: number): void;
	hb_subset_or_fail(face: number, input: number): number;
}

const memoryModeWritable = 2;
const flagNoHinting = 0x1;
const flagNoLayoutClosure = 0x200;
const setDropTable = 3;

/** Shaping and vertical setting: a form is set left to right by advance widths alone. */
const layoutTables = ['GSUB', 'GPOS', 'GDEF', 'BASE', 'STAT', 'VORG', 'vhea', 'vmtx', 'gasp'];
/** What a viewer does not read of a font inside a PDF. */
const viewerTables = ['name', 'OS/2', 'post'];

/** A font held by the subsetter; cutting it again and again costs no further copy of the file. */
export interface LoadedFont {
	/**
	 * A TrueType file with only these code points, glyphs renumbered, outlines unhinted. Code points
	 * the font does not have are left out silently.
	 * @param purpose `pack` keeps the names (the licence asks for them), `pdf` drops them
	 */
	subset(codePoints: Iterable<number>, purpose: 'pack' | 'pdf'): Uint8Array<ArrayBuffer>;
}

export interface Subsetter {
	load(font: Uint8Array): LoadedFont;
}

/** Starts HarfBuzz from the bytes of `harfbuzz-subset.wasm`. */
export async function openSubsetter(wasm: BufferSource): Promise<Subsetter> {
	const { instance } = await WebAssembly.instantiate(wasm, {});
	const hb = instance.exports as unknown as HarfBuzz;
	hb._initialize();
	return { load: (font) => loadFont(hb, font) };
}

function loadFont(hb: HarfBuzz, font: Uint8Array): LoadedFont {
	const address = hb.malloc(font.byteLength);
	new Uint8Array(hb.memory.buffer).set(font, address);
	const blob = hb.hb_blob_create(address, font.byteLength, memoryModeWritable, 0, 0);
	const face = hb.hb_face_create(blob, 0);
	hb.hb_blob_destroy(blob);
	return { subset: (codePoints, purpose) => cut(hb, face, codePoints, purpose) };
}

function cut(
	hb: HarfBuzz,
	face: number,
	codePoints: Iterable<number>,
	purpose: 'pack' | 'pdf',
): Uint8Array<ArrayBuffer> {
	const input = hb.hb_subset_input_create_or_fail();
	const wanted = hb.hb_subset_input_unicode_set(input);
	for (const codePoint of codePoints) hb.hb_set_add(wanted, codePoint);
	const dropped = hb.hb_subset_input_set(input, setDropTable);
	const tables = purpose === 'pdf' ? [...layoutTables, ...viewerTables] : layoutTables;
	for (const table of tables) hb.hb_set_add(dropped, tagOf(table));
	hb.hb_subset_input_set_flags(input, flagNoHinting | flagNoLayoutClosure);
	const subset = hb.hb_subset_or_fail(face, input);
	hb.hb_subset_input_destroy(input);
	if (subset === 0) throw new Error('The font could not be cut');
	return takeFile(hb, subset);
}

/** Copies a face out of the module's memory and gives it back there. */
function takeFile(hb: HarfBuzz, face: number): Uint8Array<ArrayBuffer> {
	const blob = hb.hb_face_reference_blob(face);
	const from = hb.hb_blob_get_data(blob, 0);
	const file = new Uint8Array(hb.memory.buffer).slice(from, from + hb.hb_blob_get_length(blob));
	hb.hb_blob_destroy(blob);
	hb.hb_face_destroy(face);
	return file;
}

function tagOf(name: string): number {
	return [...name].reduce((tag, letter) => tag * 256 + letter.charCodeAt(0), 0);
}
