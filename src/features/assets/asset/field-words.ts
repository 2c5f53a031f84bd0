import { fieldText } from '#i18n/field-words.ts';

/** What a field of an asset is called; one of a newer server than this app by its own name. */
export function assetFieldText(field: string): string {
	return fieldText('asset', field);
}
