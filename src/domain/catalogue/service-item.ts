import * as v from 'valibot';
import { recordEntries } from '../record.ts';
import { checkEntries } from './check.ts';

const consentKinds = ['data-loss', 'data-loss-and-it'] as const;

/** A service of the catalogue with its standard time (标准工时: a measure of work, not a due time). */
export const ServiceItemSchema = v.looseObject({
	...recordEntries,
	kind: v.literal('serviceItem'),
	name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)),
	nameEn: v.optional(v.string()),
	standardMinutes: v.pipe(v.number(), v.integer(), v.minValue(1)),
	/** For resident staff, or where the contract says so. */
	responseMinutes: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
	checklist: v.array(v.looseObject(checkEntries)),
	/** The customer signs that data may be lost before the work begins. */
	consent: v.optional(v.picklist(consentKinds)),
	/** What he is told may be lost. */
	mayBeLost: v.optional(v.pipe(v.string(), v.maxLength(1_000))),
	mayBeLostEn: v.optional(v.pipe(v.string(), v.maxLength(1_000))),
	/** Network work: those affected are told before, with the time by which it runs again. */
	interruption: v.optional(v.boolean()),
});
export type ServiceItem = v.InferOutput<typeof ServiceItemSchema>;
