import { expect, it } from 'vitest';
import { mapLink } from './map-link.ts';

const iPad = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Safari/605.1.15';
const android = 'Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 Chrome/149.0';

it('opens the maps of the phone at the address', () => {
	const address = '文三路 1 号&2';
	const query = '%E6%96%87%E4%B8%89%E8%B7%AF%201%20%E5%8F%B7%262';
	expect(mapLink(address, { userAgent: android, maxTouchPoints: 5 })).toBe(`geo:0,0?q=${query}`);
	expect(mapLink(address, { userAgent: iPad, maxTouchPoints: 5 })).toBe(`maps:?q=${query}`);
});

it('offers nothing on a desktop', () => {
	expect(mapLink('文三路 1 号', { userAgent: iPad, maxTouchPoints: 0 })).toBeUndefined();
});
