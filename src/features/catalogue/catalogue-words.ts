import type { ReadingSpec } from '#domain/catalogue/check.ts';
import { limitsText } from '#domain/catalogue/check.ts';
import type { ServiceItem } from '#domain/catalogue/service-item.ts';
import { stepsOffered } from '#domain/catalogue/service-item.ts';
import { m } from '#i18n/generated/messages.js';
import { getLocale } from '#i18n/generated/runtime.js';

/** In the language of the screen, where it is written in it. */
export function nameText({ name, nameEn }: { name: string; nameEn?: string | undefined }): string {
	return getLocale() === 'en' ? nameEn || name : name;
}

/** Standard time, steps, and what is signed before it. */
export function itemSub(item: ServiceItem): string {
	return [
		m.catalogue_minutes_short({ n: item.standardMinutes }),
		m.catalogue_steps_count({ n: stepsOffered(item).length }),
		item.inspects?.length ? m.catalogue_inspects_short() : '',
		item.consent ? m.catalogue_with_consent() : '',
		item.interruption ? m.catalogue_with_notice() : '',
	]
		.filter(Boolean)
		.join('　');
}

export function readingText(reading: ReadingSpec): string {
	const unit = getLocale() === 'en' ? (reading.unitEn ?? reading.unit) : reading.unit;
	return limitsText(reading, unit) || unit;
}
