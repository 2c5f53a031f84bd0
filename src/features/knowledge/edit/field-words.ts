import { fieldText } from '#i18n/field-words.ts';

export function articleFieldText(field: string): string {
	return fieldText('article', field);
}
