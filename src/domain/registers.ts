import * as v from 'valibot';
import { assetFields } from './asset/asset.ts';
import { checkCustom, withCustom } from './asset/custom-values.ts';
import { ContactSchema, CustomerSchema, SiteSchema } from './customer/records.ts';
import { editableCommands } from './editable-record.ts';
import {
	CalendarSchema,
	DeskSchema,
	OrganisationSchema,
	ServicePolicySchema,
	UserSchema,
} from './organisation/records.ts';
import { recordEntries } from './record.ts';

/** The plain registers: who may make and edit which records, and which of their fields. */
const own = [...Object.keys(recordEntries), 'kind'];

function fieldsOf<E extends v.ObjectEntries>(schema: { entries: E }): v.ObjectEntries {
	return Object.fromEntries(Object.entries(schema.entries).filter(([name]) => !own.includes(name)));
}

const admin = ['admin'] as const;
const desk = ['admin', 'dispatcher', 'supervisor'] as const;
const nothing = () => ({});

export const registerCommands = {
	...editableCommands({
		kind: 'asset',
		fields: assetFields,
		initial: () => ({ state: 'in_use' as const, moves: [] }),
		parse: withCustom,
		check: checkCustom,
		// Where its life may begin by hand; anything else counts as in use.
		bornWith: {
			state: v.optional(v.fallback(v.picklist(['ordered', 'in_stock', 'in_use']), 'in_use')),
		},
		ownImport: true,
		mayRegister: ['admin', 'dispatcher', 'engineer', 'auditor', 'storekeeper'],
		mayEdit: ['admin', 'dispatcher', 'engineer', 'auditor', 'storekeeper'],
		maySettle: ['supervisor'],
	}),
	...editableCommands({
		kind: 'customer',
		fields: fieldsOf(CustomerSchema),
		initial: nothing,
		mayRegister: desk,
		mayEdit: desk,
	}),
	...editableCommands({
		kind: 'site',
		fields: fieldsOf(SiteSchema),
		initial: nothing,
		mayRegister: desk,
		mayEdit: desk,
	}),
	...editableCommands({
		kind: 'contact',
		fields: fieldsOf(ContactSchema),
		initial: nothing,
		mayRegister: desk,
		mayEdit: desk,
	}),
	...editableCommands({
		kind: 'user',
		fields: fieldsOf(UserSchema),
		initial: nothing,
		mayRegister: admin,
		mayEdit: admin,
	}),
	...editableCommands({
		kind: 'desk',
		fields: fieldsOf(DeskSchema),
		initial: nothing,
		mayRegister: admin,
		mayEdit: admin,
	}),
	...editableCommands({
		kind: 'calendar',
		fields: fieldsOf(CalendarSchema),
		initial: nothing,
		mayRegister: admin,
		mayEdit: admin,
	}),
	...editableCommands({
		kind: 'servicePolicy',
		fields: fieldsOf(ServicePolicySchema),
		initial: nothing,
		mayRegister: admin,
		mayEdit: admin,
	}),
	...editableCommands({
		kind: 'organisation',
		fields: fieldsOf(
			v.omit(OrganisationSchema, [
				'vendorProposals',
				'paperTemplates',
				'locationRules',
				'sendsMail',
			]),
		),
		initial: nothing,
		mayRegister: admin,
		mayEdit: admin,
	}),
};
