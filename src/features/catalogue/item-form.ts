import * as v from 'valibot';
import type { ServiceItem } from '#domain/catalogue/service-item.ts';
import { draftOf, stepOf, stepsFrom } from './step-draft.ts';

/** More than a week is no standard time of one visit. */
const minutesMax = 10_080;

/** A service as text fields (the shape an EditForm works with); its steps are one of them. */
export const itemForm = {
	fieldsOf(item: Partial<ServiceItem>): Record<string, string> {
		return {
			name: item.name ?? '',
			nameEn: item.nameEn ?? '',
			standardMinutes: item.standardMinutes?.toString() ?? '',
			responseMinutes: item.responseMinutes?.toString() ?? '',
			consent: item.consent ?? '',
			mayBeLost: item.mayBeLost ?? '',
			mayBeLostEn: item.mayBeLostEn ?? '',
			interruption: item.interruption ? 'yes' : '',
			inspects: JSON.stringify(item.inspects ?? []),
			retired: item.retired ? 'yes' : '',
			checklist: JSON.stringify((item.checklist ?? []).map(draftOf)),
		};
	},

	/** Call it for fields without a fault only: minutes that are none are left out. */
	valuesOf(fields: Readonly<Record<string, string>>): Record<string, unknown> {
		const { name = '', nameEn = '', mayBeLost = '', mayBeLostEn = '', consent } = fields;
		const minutes = minutesOf(fields['standardMinutes'] ?? '');
		return {
			...{ name: name.trim(), nameEn: nameEn.trim() },
			...(minutes !== undefined && { standardMinutes: minutes }),
			responseMinutes: minutesOf(fields['responseMinutes'] ?? '') ?? null,
			consent: consent || null,
			...{ mayBeLost: mayBeLost.trim(), mayBeLostEn: mayBeLostEn.trim() },
			interruption: fields['interruption'] === 'yes',
			inspects: branchesFrom(fields['inspects']),
			retired: fields['retired'] === 'yes',
			checklist: stepsFrom(fields['checklist']).map(stepOf),
		};
	},
};

/** Branches of the category tree, as its field keeps them. */
export function branchesFrom(field = '[]'): string[] {
	return v.parse(v.array(v.string()), JSON.parse(field));
}

/** Whole minutes from 1; full-width digits are taken too. */
export function minutesOf(typed: string): number | undefined {
	const text = typed.normalize('NFKC').trim();
	const minutes = /^\d{1,5}$/.test(text) ? Number(text) : 0;
	return minutes >= 1 && minutes <= minutesMax ? minutes : undefined;
}

export type ItemFault = 'name' | 'standardMinutes' | 'responseMinutes';

export function faultsOf(fields: Readonly<Record<string, string>>): ItemFault[] {
	const response = fields['responseMinutes']?.trim() ?? '';
	return [
		...(fields['name']?.trim() ? [] : (['name'] as const)),
		...(minutesOf(fields['standardMinutes'] ?? '') ? [] : (['standardMinutes'] as const)),
		...(!response || minutesOf(response) ? [] : (['responseMinutes'] as const)),
	];
}
