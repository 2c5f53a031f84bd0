import type {
	LocationRule,
	LocationSegment,
	SegmentMeaning,
	SegmentSigns,
} from '#domain/organisation/location-rules.ts';
import { m } from '#i18n/generated/messages.js';

export const meaningWords: Record<SegmentMeaning, () => string> = {
	customer: m.location_means_customer,
	building: m.location_means_building,
	room: m.location_means_room,
	category: m.location_means_category,
	position: m.location_means_position,
	number: m.location_means_number,
};
export const signWords: Record<SegmentSigns, () => string> = {
	digits: m.location_signs_digits,
	letters: m.location_signs_letters,
	both: m.location_signs_both,
};
const pictureSigns: Record<SegmentSigns, string> = { digits: '9', letters: 'A', both: 'X' };

/** `XXXXXXX-999`: A for a letter, 9 for a digit, X for either. */
export function pictureOf({ segments }: Pick<LocationRule, 'segments'>): string {
	return segments
		.map(({ dash, signs, length }) => `${dash ? '-' : ''}${pictureSigns[signs].repeat(length)}`)
		.join('');
}

export function segmentText({ means, length, signs }: LocationSegment): string {
	return m.location_segment({ means: meaningWords[means](), n: length, signs: signWords[signs]() });
}
