import type { Asset } from '#domain/asset/asset.ts';
import { comparedFields, type ComparedField } from '#domain/asset/correction.ts';
import { agrees } from '#domain/machine-check/beside-record.ts';
import type { FormShape } from '#store/edit-form.svelte.ts';

export type Mark = '' | 'same' | 'differs';
type Fields = Readonly<Record<string, string>>;

const people: readonly ComparedField[] = ['responsible', 'user'];

/** The form field that holds how a record's field was marked. */
export function markOf(field: ComparedField): string {
	return `mark.${field}`;
}

/** What the record says, as text; empty where it says nothing. */
export function recordedText(asset: Partial<Asset>, field: ComparedField): string {
	const value = asset[field];
	return (typeof value === 'object' ? value.name : value) ?? '';
}

/** A machine beside its record: for every field its text and how it was marked. */
export const compareForm: FormShape<Asset> = {
	fieldsOf(asset) {
		const texts = comparedFields.map((field) => [field, recordedText(asset, field)]);
		const marks = comparedFields.map((field) => [markOf(field), '']);
		return Object.fromEntries([...texts, ...marks]) as Record<string, string>;
	},
	valuesOf(fields) {
		const of = (field: ComparedField) => fields[field]?.trim() ?? '';
		return Object.fromEntries(
			comparedFields.map((field) => [
				field,
				people.includes(field) ? { name: of(field) } : of(field),
			]),
		);
	},
};

/** The form's texts and marks by what a machine says of itself: the record is right where it agrees. */
export function markedBy(
	asset: Partial<Asset>,
	checked: Readonly<Record<string, string>>,
): Record<string, string> {
	const marked = comparedFields.flatMap((field): [string, string][] => {
		const real = checked[field];
		if (real === undefined) return [];
		const recorded = recordedText(asset, field);
		if (recorded === '') return [[field, real]];
		const isSame = agrees(field, recorded, real);
		return isSame
			? [[markOf(field), 'same']]
			: [
					[markOf(field), 'differs'],
					[field, real],
				];
	});
	return Object.fromEntries(marked);
}

export interface Compared {
	same: ComparedField[];
	differs: { field: ComparedField; from: string; to: string }[];
	/** Recorded fields nobody has looked at. */
	open: ComparedField[];
	/** Marked as different, without saying how. */
	unsaid: ComparedField[];
}

/** How far the comparison is. What is not on record counts once somebody fills it in. */
export function comparedIn(asset: Partial<Asset>, fields: Fields): Compared {
	const compared: Compared = { same: [], differs: [], open: [], unsaid: [] };
	for (const field of comparedFields) {
		const from = recordedText(asset, field);
		const to = fields[field]?.trim() ?? '';
		const mark = fields[markOf(field)] as Mark;
		const says = to !== from && !(field === 'name' && to === '');
		if (from === '') {
			if (to !== '') compared.differs.push({ field, from, to });
		} else if (mark === 'same') compared.same.push(field);
		else if (mark !== 'differs') compared.open.push(field);
		else if (says) compared.differs.push({ field, from, to });
		else compared.unsaid.push(field);
	}
	return compared;
}
