import { describe, expect, test } from 'vitest';
import type { Asset } from '#domain/asset/asset.ts';
import { locationRulesOf } from '#domain/organisation/location-rules.ts';
import { labelOfAsset, labelsOfRooms } from './label-content.ts';

const asset = (more: object) =>
	({ id: 'a', tag: 'ZC-1', name: '主机', state: 'in_use', ...more }) as unknown as Asset;

test('a label carries what was chosen and is there, in the order it is printed', () => {
	const supplier = { name: '青澜数码', phone: '0571-2200' };
	const one = asset({ serial: 'SN-1', warrantyUntil: '2027-03-31', supplier });
	const label = labelOfAsset(one, ['supplier.phone', 'serial', 'ip', 'supplier.name']);
	expect(label).toMatchObject({ id: 'a', code: 'ZC-1', name: '' });
	expect(label.facts.map(({ field, value, isWhole }) => [field, value, isWhole])).toEqual([
		['serial', 'SN-1', true],
		['supplier.name', '青澜数码', false],
		['supplier.phone', '0571-2200', true],
	]);
	expect(labelOfAsset(one, ['name']).name).toBe('主机');
});

describe('labels of rooms', () => {
	const at = (room: string, locationCode?: string) =>
		asset({ siteId: 's-1', room, ...(locationCode && { locationCode }) });
	const codesOf = (...assets: Asset[]) =>
		labelsOfRooms(assets, locationRulesOf(undefined), () => '住院楼').map(({ code, name }) => [
			...[code, name],
		]);

	test('say the code the machines in it share, once', () => {
		const rooms = codesOf(at('6F 东', 'D010602-003'), at('6F 东'), at('6F 东', 'd010602-004'));
		expect(rooms).toEqual([['D010602', '6F 东']]);
	});

	test('say the name where there is no code, or more than one', () => {
		const rooms = codesOf(at('B1'), at('3F', 'D010301-001'), at('3F', 'D010302-001'), asset({}));
		expect(rooms).toEqual([
			['3F', '3F'],
			['B1', 'B1'],
		]);
	});
});
