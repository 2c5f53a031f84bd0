/**
 * What the papers of an organisation look like: its name, logo and lines, which optional fields print,
 * in which language.
 *
 * 1. Each change is another version; those before stay, so that an older paper is shown as it was made.
 * 2. A paper names the version it was made with. Its bytes are its own: no change reaches them.
 * 3. A logo is a PNG or JPEG of limited size. SVG is none: it is a program.
 */
import * as v from 'valibot';
import { BlobRefSchema } from '../protocol/blob.ts';
import { InstantSchema } from '../time/instant.ts';

const paperLanguages = ['zh', 'en', 'both'] as const;
export type PaperLanguage = (typeof paperLanguages)[number];

/** Fields a service sheet prints or leaves out. */
export const optionalFields = [
	'tag',
	'serial',
	'warranty',
	'location',
	'times',
	'minutes',
	'checklist',
	'charge',
] as const;
export type OptionalField = (typeof optionalFields)[number];

export const logoBytesMax = 400 * 1024;
const logoSideMax = 1_200;
const logoTypes = ['image/png', 'image/jpeg'] as const;
const nameLengthMax = 60;
const nameEnLengthMax = 100;
const lineLengthMax = 120;

const side = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(logoSideMax));
const LogoSchema = v.looseObject({
	...BlobRefSchema.entries,
	type: v.picklist(logoTypes),
	bytes: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(logoBytesMax)),
	/** Pixels. */
	width: side,
	height: side,
});
export type Logo = v.InferOutput<typeof LogoSchema>;

const name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(nameLengthMax));
const line = v.pipe(v.string(), v.trim(), v.maxLength(lineLengthMax));

export const TemplateVersionSchema = v.pipe(v.number(), v.integer(), v.minValue(1));

/** What the administrator chooses. */
export const looksEntries = {
	name,
	nameEn: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(nameEnLengthMax))),
	address: v.optional(line),
	phone: v.optional(line),
	language: v.picklist(paperLanguages),
	logo: v.optional(LogoSchema),
};

export const PaperTemplateSchema = v.looseObject({
	...looksEntries,
	/** Names, so that a device of an older version keeps those it does not know. */
	fields: v.array(v.string()),
	version: TemplateVersionSchema,
	at: InstantSchema,
	by: v.string(),
});
export type PaperTemplate = v.InferOutput<typeof PaperTemplateSchema>;
export type PaperLooks = Pick<PaperTemplate, keyof typeof looksEntries | 'fields'>;

/** What prints until somebody chose: everything, in both languages. */
export function firstLooks({
	name,
	nameEn,
	phone,
}: {
	name: string;
	nameEn?: string | undefined;
	phone?: string | undefined;
}): PaperLooks {
	return {
		...{ name, language: 'both', fields: [...optionalFields] },
		...(nameEn && { nameEn }),
		...(phone && { phone }),
	};
}

/** The newest template, or that version; undefined where there is none, as on papers made before. */
export function templateOf(
	organisation: { paperTemplates?: PaperTemplate[] | undefined } | undefined,
	version?: number,
): PaperTemplate | undefined {
	const templates = organisation?.paperTemplates ?? [];
	if (version === undefined) return templates.at(-1);
	return templates.find((template) => template.version === version);
}
