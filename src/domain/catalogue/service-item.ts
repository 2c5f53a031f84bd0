import * as v from 'valibot';
import { recordEntries } from '../record.ts';

export const consentKinds = ['data-loss', 'data-loss-and-it'] as const;

/** A service of the catalogue with its standard time (标准工时: a measure of work, not a due time). */
export const ServiceItemSchema = v.looseObject({
	...recordEntries,
	kind: v.literal('serviceItem'),
	name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)),
	nameEn: v.optional(v.string()),
	standardMinutes: v.pipe(v.number(), v.integer(), v.minValue(1)),
	/** For resident staff, or where the contract says so. */
	responseMinutes: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
	checklist: v.array(
		v.looseObject({ key: v.string(), text: v.string(), textEn: v.optional(v.string()) }),
	),
	/** The customer signs that data may be lost before the work begins. */
	consent: v.optional(v.picklist(consentKinds)),
});
export type ServiceItem = v.InferOutput<typeof ServiceItemSchema>;
