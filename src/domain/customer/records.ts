import * as v from 'valibot';
import { IdSchema, recordEntries } from '../record.ts';
import { ServiceWindowSchema } from '../sla/calendar.ts';
import { ServiceLevelSchema } from '../sla/level.ts';

const name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200));
const text = v.pipe(v.string(), v.maxLength(2_000));

export const CustomerSchema = v.looseObject({
	...recordEntries,
	kind: v.literal('customer'),
	name,
	code: v.optional(v.string()),
	deskId: v.optional(IdSchema),
	stationId: v.optional(IdSchema),
	/** How to deal with them (注意事项). */
	advice: v.optional(text),
	level: v.optional(ServiceLevelSchema),
	window: v.optional(ServiceWindowSchema),
});
export type Customer = v.InferOutput<typeof CustomerSchema>;

export const SiteSchema = v.looseObject({
	...recordEntries,
	kind: v.literal('site'),
	customerId: IdSchema,
	name,
	address: v.optional(text),
	/** Rooms by name, e.g. "住院楼 6F 东护士站". */
	rooms: v.optional(v.array(v.string())),
	/** "immediate" overrides every other level (domain.md, Service level). */
	level: v.optional(ServiceLevelSchema),
	window: v.optional(ServiceWindowSchema),
});
export type Site = v.InferOutput<typeof SiteSchema>;

export const ContactSchema = v.looseObject({
	...recordEntries,
	kind: v.literal('contact'),
	customerId: IdSchema,
	siteId: v.optional(IdSchema),
	name,
	phone: v.optional(v.string()),
	email: v.optional(v.string()),
	department: v.optional(v.string()),
	key: v.optional(v.boolean()),
});
export type Contact = v.InferOutput<typeof ContactSchema>;
