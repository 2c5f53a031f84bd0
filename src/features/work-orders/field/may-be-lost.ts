import type { ServiceItem } from '#domain/catalogue/service-item.ts';
import { m } from '#i18n/generated/messages.js';
import { getLocale } from '#i18n/generated/runtime.js';

/** What the customer is told may be lost, in both languages as the paper carries them. */
export function mayBeLostTexts(item: ServiceItem | undefined): { zh: string; en: string } {
	const { mayBeLost: zh, mayBeLostEn: en } = item ?? {};
	return {
		zh: zh ?? m.wo_may_be_lost_any({}, { locale: 'zh-CN' }),
		en: en ?? m.wo_may_be_lost_any({}, { locale: 'en' }),
	};
}

/** The same in the language of the screen. */
export function mayBeLost(item: ServiceItem | undefined): string {
	return mayBeLostTexts(item)[getLocale() === 'en' ? 'en' : 'zh'];
}
