import type { CustomField, CustomType } from '#domain/asset/categories.ts';

/** A field as it is typed. */
export interface FieldDraft {
	key: string;
	name: string;
	nameEn: string;
	type: CustomType;
	required: boolean;
	unique: boolean;
	retired: boolean;
	/** One to a line. */
	choices: string;
	/** Its choices and its type when it was opened; undefined for a new one. */
	saved: CustomField | undefined;
}

export function draftOf(field: CustomField): FieldDraft {
	const { key, name, nameEn = '', type, choices = [] } = field;
	return {
		...{ key, name, nameEn, type, saved: field },
		required: field.required ?? false,
		unique: field.unique ?? false,
		retired: field.retired ?? false,
		choices: choices
			.filter(({ retired }) => !retired)
			.map(({ value }) => value)
			.join('\n'),
	};
}

/** Keys are made on the device, so that two administrators never give the same one. */
export function newField(id: string): FieldDraft {
	const key = `f-${id.replaceAll('-', '').toLowerCase()}`;
	const empty = { name: '', nameEn: '', choices: '', saved: undefined };
	return { ...empty, key, type: 'text', required: false, unique: false, retired: false };
}

/** A choice that is not in the list any more is retired. */
export function fieldOf(draft: FieldDraft): CustomField {
	const { key, name, nameEn, type, saved } = draft;
	return {
		...saved,
		...{ key, name: name.trim(), type },
		nameEn: nameEn.trim() || undefined,
		required: draft.required || undefined,
		unique: (draft.unique && type !== 'yesno' && type !== 'choice') || undefined,
		retired: draft.retired || undefined,
		choices: type === 'choice' ? choicesOf(draft) : undefined,
	};
}

function choicesOf({ choices, saved }: FieldDraft): NonNullable<CustomField['choices']> {
	const lines = choices.split('\n').map((line) => line.trim());
	const wanted = [...new Set(lines)].filter(Boolean);
	const before = saved?.choices?.map(({ value }) => value) ?? [];
	const gone = before.filter((value) => !wanted.includes(value));
	return [
		...wanted.map((value) => ({ value })),
		...gone.map((value) => ({ value, retired: true })),
	];
}

export type DraftFault = 'name' | 'field-name' | 'choices' | 'slash';

/** What cannot be saved yet. */
export function draftFault(name: string, fields: readonly FieldDraft[]): DraftFault | undefined {
	if (!name.trim()) return 'name';
	if (name.includes('/')) return 'slash';
	if (fields.some((field) => !field.name.trim())) return 'field-name';
	const empty = fields.some((field) => field.type === 'choice' && !field.choices.trim());
	return empty ? 'choices' : undefined;
}
