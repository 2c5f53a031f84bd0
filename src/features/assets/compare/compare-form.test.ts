import { describe, expect, test } from 'vitest';
import type { Asset } from '#domain/asset/asset.ts';
import { compareForm, comparedIn, markOf } from './compare-form.ts';

const asset: Partial<Asset> = {
	...{ name: '打印机', serial: 'SN-1', room: '6F', user: { contactId: 'c1', name: '刘' } },
};
const begun = compareForm.fieldsOf(asset);

describe('a machine beside its record', () => {
	test('what is recorded waits to be compared, what is not waits for nothing', () => {
		expect(comparedIn(asset, begun)).toEqual({
			...{ same: [], differs: [], unsaid: [] },
			open: ['name', 'serial', 'room', 'user'],
		});
	});

	test('same, different, and filled in where the record is empty', () => {
		const fields = {
			...{ ...begun, [markOf('name')]: 'same', [markOf('room')]: 'differs', room: '' },
			...{ [markOf('serial')]: 'differs', serial: ' SN-2 ', model: 'M 404' },
			[markOf('user')]: 'differs',
		};
		expect(comparedIn(asset, fields)).toEqual({
			same: ['name'],
			differs: [
				{ field: 'model', from: '', to: 'M 404' },
				{ field: 'serial', from: 'SN-1', to: 'SN-2' },
				{ field: 'room', from: '6F', to: '' },
			],
			open: [],
			unsaid: ['user'],
		});
	});

	test('a machine is never without a name', () => {
		const fields = { ...begun, [markOf('name')]: 'differs', name: ' ' };
		expect(comparedIn(asset, fields).unsaid).toContain('name');
	});
});
