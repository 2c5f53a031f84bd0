/**
 * The services an organisation offers, as its catalogue has them. Orders copy the steps and what has
 * to be signed before them, so what is changed here is for the orders after it.
 *
 * 1. A step's key is for ever, and so is what it asks for (a tick, or a reading in that unit): who
 *    was without signal still ticks it. A step that is not wanted any more is retired, never dropped.
 * 2. An item is retired too: not offered any more, still named where it was chosen.
 */
import * as v from 'valibot';
import { recordEntries } from '../record.ts';
import { checkEntries } from './check.ts';

/** Categories one item may be gone through on. */
const inspectsMax = 100;

export const consentKinds = ['data-loss', 'data-loss-and-it'] as const;
export type ConsentKind = (typeof consentKinds)[number];

const CatalogueStepSchema = v.looseObject({
	...checkEntries,
	/** No part of the orders taken from now on. */
	retired: v.optional(v.boolean()),
});
export type CatalogueStep = v.InferOutput<typeof CatalogueStepSchema>;

/** A service of the catalogue with its standard time (标准工时: a measure of work, not a due time). */
export const serviceItemFields = {
	name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)),
	nameEn: v.optional(v.string()),
	standardMinutes: v.pipe(v.number(), v.integer(), v.minValue(1)),
	/** For resident staff, or where the contract says so. */
	responseMinutes: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
	checklist: v.array(CatalogueStepSchema),
	/** The customer signs that data may be lost before the work begins. */
	consent: v.optional(v.picklist(consentKinds)),
	/** What he is told may be lost. */
	mayBeLost: v.optional(v.pipe(v.string(), v.maxLength(1_000))),
	mayBeLostEn: v.optional(v.pipe(v.string(), v.maxLength(1_000))),
	/** Network work: those affected are told before, with the time by which it runs again. */
	interruption: v.optional(v.boolean()),
	/**
	 * Its steps are a checklist of inspections too: branches of the category tree it fits, `*` for every
	 * device. None where it is only for orders.
	 */
	inspects: v.optional(
		v.pipe(
			v.array(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200))),
			v.maxLength(inspectsMax),
		),
	),
	/** Not offered any more. */
	retired: v.optional(v.boolean()),
};

export const ServiceItemSchema = v.looseObject({
	...recordEntries,
	kind: v.literal('serviceItem'),
	...serviceItemFields,
});
export type ServiceItem = v.InferOutput<typeof ServiceItemSchema>;

/** What an order taken now is to do. */
export function stepsOffered(item: Pick<ServiceItem, 'checklist'> | undefined): CatalogueStep[] {
	return (item?.checklist ?? []).filter(({ retired }) => !retired);
}

/** The services to choose from; the one chosen already stays among them. */
export function itemsOffered(items: readonly ServiceItem[], chosen = ''): ServiceItem[] {
	return items.filter(({ id, retired }) => !retired || id === chosen);
}
