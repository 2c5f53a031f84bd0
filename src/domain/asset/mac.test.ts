import { expect, test } from 'vitest';
import { macOf, macsIn } from './mac.ts';

const mac = '00:1B:44:11:3A:B7';

test.each([
	[mac, mac],
	['00-1b-44-11-3a-b7', mac],
	['001b.4411.3ab7', mac],
	['001B44113AB7', mac],
	['MAC: 00:1B:44:11:3A:B7', mac],
	['LAN MAC Address=001B44113AB7', mac],
	['ＭＡＣ：００１Ｂ４４１１３ＡＢ７', mac],
	['00:1B-44:11-3A:B7', undefined],
	['00:1B:44:11:3A', undefined],
	['001B44113AB7C', undefined],
	['ZC-001B44113AB7', undefined],
	['6901234567892', undefined],
	['', undefined],
])('%j is the address %j', (text, address) => {
	expect(macOf(text)).toBe(address);
});

test('a field that names several has all of them', () => {
	expect(macsIn('eth0 00:1B:44:11:3A:B7, wlan 001b44113ab8; 00-1B-44-11-3A-B7')).toEqual([
		mac,
		'00:1B:44:11:3A:B8',
	]);
	expect(macsIn('—')).toEqual([]);
});
