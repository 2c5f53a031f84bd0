import { expect, test } from 'vitest';
import type { CatalogueStep } from '#domain/catalogue/service-item.ts';
import { faultsOf, itemForm, minutesOf } from './item-form.ts';
import { changedStep, draftOf, faultOf, moved, newStep, stepOf } from './step-draft.ts';

const earth: CatalogueStep = {
	...{ key: 'earth', text: '接地电阻', textEn: 'Earth resistance' },
	...{ reading: { unit: 'Ω', upper: '4' }, photoRequired: true },
};
const fresh = () => 'fresh';

test('a step comes back as it was', () => {
	expect(stepOf(draftOf(earth))).toEqual(earth);
});

test('what asks for something else is a step of its own, until it asks for the same again', () => {
	const tick = changedStep(draftOf(earth), { asks: 'tick' }, [earth], fresh);
	expect(tick).toMatchObject({ key: 'fresh', was: 'earth' });
	expect(changedStep(tick, { text: '接地' }, [earth], fresh).key).toBe('fresh');
	expect(changedStep(tick, { asks: 'reading' }, [earth], fresh)).toMatchObject({ key: 'earth' });
	expect(changedStep(draftOf(earth), { upper: '10' }, [earth], fresh).key).toBe('earth');
});

test.each([
	[{ text: ' ' }, 'text'],
	[{ asks: 'reading' as const }, 'unit'],
	[{ asks: 'reading' as const, unit: 'V', lower: 'abc' }, 'lower'],
	[{ asks: 'reading' as const, unit: 'V', upper: '1e5' }, 'upper'],
	[{ asks: 'reading' as const, unit: 'V', lower: '5', upper: '4' }, 'limits'],
	[{ asks: 'reading' as const, unit: 'V', lower: '１２', upper: '13,8' }, undefined],
	[{ text: '', retired: true }, undefined],
])('%j lacks %s', (change, fault) => {
	expect(faultOf({ ...newStep('k'), text: '步骤', ...change })).toBe(fault);
});

test('a step goes up and down, and stays at either end', () => {
	const steps = ['a', 'b', 'c'].map(newStep);
	const keys = (key: string, by: -1 | 1) => moved(steps, key, by).steps.map((step) => step.key);
	expect(keys('b', -1)).toEqual(['b', 'a', 'c']);
	expect(keys('b', 1)).toEqual(['a', 'c', 'b']);
	expect(keys('a', -1)).toEqual(['a', 'b', 'c']);
	expect(keys('c', 1)).toEqual(['a', 'b', 'c']);
});

test('minutes are whole and within a week', () => {
	expect(['45', '４５', '0', '-1', '1.5', '', '99999'].map(minutesOf)).toEqual([
		...[45, 45, undefined, undefined, undefined, undefined, undefined],
	]);
	const fields = itemForm.fieldsOf({ name: '甲', standardMinutes: 45 });
	expect(faultsOf(fields)).toEqual([]);
	expect(faultsOf({ ...fields, name: '', standardMinutes: 'x', responseMinutes: 'x' })).toEqual([
		...['name', 'standardMinutes', 'responseMinutes'],
	]);
});
