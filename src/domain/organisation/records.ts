import * as v from 'valibot';
import { RoleSchema } from '../access/roles.ts';
import { OldAddressSchema, patternsMax } from '../asset/old-address.ts';
import { IdSchema, recordEntries } from '../record.ts';
import { ServiceCalendarSchema, ServiceWindowSchema } from '../sla/calendar.ts';
import { ServiceLevelSchema, ServicePolicySchema as PolicyBody } from '../sla/level.ts';
import { VendorProposalSchema } from '../repair/vendor-list.ts';
import { ZoneSchema } from '../time/zone.ts';
import { LocationRuleSchema } from './location-rules.ts';
import { PaperTemplateSchema } from './paper-template.ts';

export {
	defaultCalendarId,
	defaultDeskId,
	defaultPolicyId,
	defaultZone,
	organisationId,
} from './ids.ts';

/** Reference records: what every member of staff needs so that his device computes the same due times. */

const name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200));

export const OrganisationSchema = v.looseObject({
	...recordEntries,
	kind: v.literal('organisation'),
	name,
	nameEn: v.optional(v.string()),
	/** IANA zone in which dates, numbers and windows are meant. */
	zone: ZoneSchema,
	phone: v.optional(v.string()),
	/** About the blacklist of vendors; changed by its own commands only. */
	vendorProposals: v.optional(v.array(VendorProposalSchema)),
	/** What papers look like, the newest last; changed by its own command only. */
	paperTemplates: v.optional(v.array(PaperTemplateSchema)),
	/** How location codes are made; changed by its own command only. */
	locationRules: v.optional(v.array(LocationRuleSchema)),
	/** How web addresses on labels of an earlier system carry the tag; the usual ones where absent. */
	oldAddresses: v.optional(v.pipe(v.array(OldAddressSchema), v.maxLength(patternsMax))),
	/** Whether its server hands e-mail to a mail server; only the server says so. */
	sendsMail: v.optional(v.boolean()),
});
export type Organisation = v.InferOutput<typeof OrganisationSchema>;

export const DeskSchema = v.looseObject({
	...recordEntries,
	kind: v.literal('desk'),
	name,
	purpose: v.optional(v.picklist(['desk', 'station'])),
});
export type Desk = v.InferOutput<typeof DeskSchema>;

/** A colleague as others see him; credentials are never in records. */
export const UserSchema = v.looseObject({
	...recordEntries,
	kind: v.literal('user'),
	name,
	account: v.optional(v.string()),
	roles: v.array(RoleSchema),
	deskIds: v.array(v.string()),
	customerId: v.optional(IdSchema),
	phone: v.optional(v.string()),
	disabled: v.optional(v.boolean()),
});
export type User = v.InferOutput<typeof UserSchema>;

export const CalendarSchema = v.looseObject({
	...recordEntries,
	kind: v.literal('calendar'),
	name,
	...ServiceCalendarSchema.entries,
});
export type CalendarRecord = v.InferOutput<typeof CalendarSchema>;

export const ServicePolicySchema = v.looseObject({
	...recordEntries,
	kind: v.literal('servicePolicy'),
	name,
	calendarId: IdSchema,
	/** Level and window of customers who have none of their own. */
	defaultLevel: ServiceLevelSchema,
	defaultWindow: ServiceWindowSchema,
	...PolicyBody.entries,
});
export type ServicePolicyRecord = v.InferOutput<typeof ServicePolicySchema>;
