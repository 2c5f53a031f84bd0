import * as v from 'valibot';

/** What a blob may be and how large; checked on the device before it is kept and on the server before and after upload. */
export const blobBytesMax = 25 * 1024 * 1024;
/** A voice note of the longest, where a browser takes no notice of the bit rate asked for. */
const voiceBytesMax = 5 * 1024 * 1024;
const audioTypes = ['audio/webm', 'audio/mp4'] as const;
/** A workbook: what an audit's report is kept as beside its PDF. */
export const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const blobTypes = [
	'image/jpeg',
	'image/png',
	'image/webp',
	'application/pdf',
	workbookType,
	...audioTypes,
] as const;
export const Sha256Schema = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
export const BlobTypeSchema = v.picklist(blobTypes);
export type BlobType = v.InferOutput<typeof BlobTypeSchema>;

/** What a record says of a blob; the bytes travel apart from commands, by tus, keyed by hash. */
export const BlobRefSchema = v.looseObject({
	sha256: Sha256Schema,
	type: BlobTypeSchema,
	bytes: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(blobBytesMax)),
});
export type BlobRef = v.InferOutput<typeof BlobRefSchema>;

/** Of a voice note: sound, and not longer than one may be. */
export const AudioRefSchema = v.looseObject({
	...BlobRefSchema.entries,
	type: v.picklist(audioTypes),
	bytes: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(voiceBytesMax)),
});
export type AudioType = (typeof audioTypes)[number];

export function isAudio(type: BlobType): type is AudioType {
	return audioTypes.some((audio) => audio === type);
}

/** How large a blob of that type may be, in bytes. */
export function bytesMaxOf(type: BlobType): number {
	return isAudio(type) ? voiceBytesMax : blobBytesMax;
}
