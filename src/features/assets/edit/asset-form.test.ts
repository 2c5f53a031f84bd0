import { describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { assetFields, type Asset } from '#domain/asset/asset.ts';
import { assetForm, formFaults, registration } from './asset-form.ts';

const asset = {
	tag: 'ZC-2026-000123',
	name: '台式工作站',
	serial: 'QM82-7K2D91',
	costCents: 648_000,
	warrantyUntil: '2027-03-31',
	aliases: ['YY-1', '旧-2'],
	responsible: { name: '护士长', contactId: 'c1' },
	supplier: { name: '启明', phone: '8100' },
} as unknown as Asset;

describe('an asset as text fields', () => {
	test('and back: what the record knows stays as it was', () => {
		const values = assetForm.valuesOf(assetForm.fieldsOf(asset));
		expect(values).toMatchObject({
			...{ tag: asset.tag, serial: asset.serial, costCents: 648_000 },
			...{ warrantyUntil: '2027-03-31', aliases: ['YY-1', '旧-2'] },
			supplier: { name: '启明', contact: '', phone: '8100' },
		});
	});

	test('a registration holds only what was filled in, and the register takes it', () => {
		const fields = { ...assetForm.fieldsOf({}), tag: ' ZC-9 ', name: '打印机', user: '张工' };
		expect(registration(fields)).toEqual({ tag: 'ZC-9', name: '打印机', user: { name: '张工' } });
		expect(v.is(v.object(assetFields), registration(fields))).toBe(true);
	});

	test('every value of a full form is one the register takes', () => {
		const values = assetForm.valuesOf(assetForm.fieldsOf(asset));
		expect(v.is(v.partial(v.object(assetFields)), values)).toBe(true);
	});
});

describe('what cannot be saved', () => {
	test('names the field and the fault', () => {
		const fields = { ...assetForm.fieldsOf({}), purchasedOn: '2026-2-30', costCents: '很贵' };
		expect(formFaults(fields)).toEqual({
			tag: 'missing',
			name: 'missing',
			purchasedOn: 'bad-date',
			costCents: 'bad-cost',
		});
	});

	test('amounts of money to the cent', () => {
		const cents = (costCents: string) =>
			assetForm.valuesOf({ ...assetForm.fieldsOf({}), costCents })['costCents'];
		expect(cents('6,480.5')).toBe(648_050);
		expect(cents('0.29')).toBe(29);
		expect(cents('1.234')).toBe(undefined);
	});
});
