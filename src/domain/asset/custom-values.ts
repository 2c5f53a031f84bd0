/**
 * Values of the fields an organisation added. Each is a field of the record by itself, `custom:KEY`, so
 * that two people's changes merge, clash and are told one by one. All are text in the shape of their
 * type: a decimal, a date, the value of a choice, `yes` or `no`; empty for nothing.
 */
import * as v from 'valibot';
import { DecimalSchema } from '../catalogue/decimal.ts';
import type { DecisionContext } from '../command.ts';
import { isSameValue } from '../merge.ts';
import { accept, refuse, type Result } from '../result.ts';
import { LocalDateSchema } from '../time/local-date.ts';
import type { Asset } from './asset.ts';
import {
	assetCategoriesId,
	fieldsFor,
	type AssetCategories,
	type CustomField,
} from './categories.ts';

const prefix = 'custom:';
const valueLengthMax = 500;

export function customField(key: string): string {
	return `${prefix}${key}`;
}

/** The key of a field of the record; undefined for those every asset has. */
export function customKeyOf(field: string): string | undefined {
	return field.startsWith(prefix) ? field.slice(prefix.length) : undefined;
}

export function customValue(asset: object, key: string): string {
	const value = (asset as Record<string, unknown>)[customField(key)];
	return typeof value === 'string' ? value : '';
}

/** By field of the record, those that are filled in. */
export function customEntries(asset: object): [field: string, value: string][] {
	return Object.entries(asset).filter(
		([field, value]) =>
			customKeyOf(field) !== undefined && typeof value === 'string' && value !== '',
	) as [string, string][];
}

const CustomEntry = v.record(
	v.pipe(v.string(), v.regex(/^custom:[a-z][a-z0-9-]{0,39}$/)),
	v.pipe(v.string(), v.maxLength(valueLengthMax)),
);

/** The fields named, and those added by the organisation; what else is handed in is dropped. */
export function withCustom(fields: v.ObjectEntries): v.GenericSchema<unknown, object> {
	const own = v.object(fields);
	return v.pipe(
		v.looseObject(fields),
		v.check((given) => v.is(CustomEntry, customOf(given))),
		v.transform((given) => ({ ...v.parse(own, given), ...customOf(given) })),
	);
}

function customOf(given: object): object {
	const entries = Object.entries(given).filter(([field]) => customKeyOf(field) !== undefined);
	return Object.fromEntries(entries);
}

/** Retired choices are taken: who works without signal does not know yet. */
export function isValueOf({ type, choices = [] }: CustomField, value: string): boolean {
	if (value === '') return true;
	if (type === 'number') return v.is(DecimalSchema, value);
	if (type === 'date') return v.is(LocalDateSchema, value);
	if (type === 'yesno') return value === 'yes' || value === 'no';
	return type === 'text' || choices.some((choice) => choice.value === value);
}

export interface CustomFault {
	key: string;
	why: 'missing' | 'unfit';
}

/**
 * What the category does not take. An asset that lacked a required value before may be changed
 * otherwise; a new one has to have it, and so has one that comes into the category.
 */
export function customFaults(
	fields: readonly CustomField[],
	before: object | undefined,
	after: object,
): CustomFault[] {
	const moved = !before || !isSameValue(categoryOf(before), categoryOf(after));
	return fields.flatMap((field): CustomFault[] => {
		const { key, required } = field;
		const value = customValue(after, key);
		const touched = moved || value !== customValue(before, key);
		if (touched && required && value === '') return [{ key, why: 'missing' }];
		return touched && !isValueOf(field, value) ? [{ key, why: 'unfit' }] : [];
	});
}

function categoryOf(asset: object): unknown {
	return (asset as Pick<Asset, 'category'>).category;
}

/** Judged wherever the tree lies: a device that has none yet leaves it to the server. */
export function checkCustom(
	before: object | undefined,
	after: Asset,
	{ read }: Pick<DecisionContext, 'read'>,
): Result<Asset> {
	const tree = read('assetCategories', assetCategoriesId) as AssetCategories | undefined;
	if (!tree) return accept(after);
	const faults = customFaults(fieldsFor(tree.categories, after.category), before, after);
	const fieldsOf = (why: CustomFault['why']) =>
		faults.filter((fault) => fault.why === why).map(({ key }) => customField(key));
	const unfit = fieldsOf('unfit');
	if (unfit.length > 0) return refuse('bad-input', { fields: unfit });
	const missing = fieldsOf('missing');
	return missing.length > 0 ? refuse('field-required', { fields: missing }) : accept(after);
}
