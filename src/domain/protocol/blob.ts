import * as v from 'valibot';

/** What a blob may be and how large; checked on the device before it is kept and on the server before and after upload. */
export const blobBytesMax = 25 * 1024 * 1024;
const blobTypes = ['image/jpeg', 'image/png', 'image/webp', 'application/pdf'] as const;
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
