import type { Photo } from '#domain/work-order/work-order.ts';
import { timeText } from '#i18n/format.ts';
import { phaseWords } from '#i18n/terms.ts';

/** What stands on a photo's tile: before or after the work, and when. */
export function photoNote({ phase, at }: Photo, zone: string): string {
	return [phase && phaseWords[phase](), timeText(at, zone)].filter(Boolean).join(' ');
}
