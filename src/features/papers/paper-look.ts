import { optionalFields, type PaperTemplate } from '#domain/organisation/paper-template.ts';
import type { Organisation } from '#domain/organisation/records.ts';
import type { PaperFrame, SheetLanguage } from './service-sheet.ts';

/** What the organisation's template gives every paper. */
export type PaperLook = Pick<
	PaperFrame,
	'organisation' | 'language' | 'single' | 'without' | 'logo' | 'contact'
>;

export interface LookSources {
	organisation: Organisation | undefined;
	/** Undefined where nobody chose one yet. */
	template: PaperTemplate | undefined;
	/** Leads where the template has both. */
	locale: SheetLanguage;
	/** Whether the logo's bytes are on this device: work does not wait for a picture. */
	logoHere: boolean;
}

/** Without a template: the organisation's name, everything printed, both languages. */
export function lookOf({ organisation, template, locale, logoHere }: LookSources): PaperLook {
	const { name = '', nameEn } = template ?? organisation ?? {};
	const bothNames = { zh: name, en: nameEn || name };
	if (!template) return { organisation: bothNames, language: locale };
	const { language, logo } = template;
	const without = optionalFields.filter((field) => !template.fields.includes(field));
	const contact = [template.address, template.phone].filter(Boolean).join('\u3000');
	return {
		organisation: bothNames,
		...(language === 'both' ? { language: locale } : { language, single: true }),
		...(without.length > 0 && { without }),
		...(contact && { contact }),
		...(logo && logoHere && { logo: pictureOf(logo) }),
	};
}

function pictureOf({ sha256, width, height }: NonNullable<PaperTemplate['logo']>) {
	return { sha256, width, height };
}
