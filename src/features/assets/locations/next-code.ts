import {
	segmentsOf,
	toLocationCode,
	type LocationRule,
} from '#domain/organisation/location-rules.ts';
import type { AccountStore } from '#store/account-store.ts';

/** The codes of the machines in that room that lie on this device. */
export async function neighbourOf(
	{ records }: AccountStore,
	{ siteId, room }: { siteId: string; room: string },
): Promise<string[]> {
	const codes: string[] = [];
	let after: string | undefined;
	do {
		const page = await records.assetPage({ siteId, after });
		for (const asset of page.items)
			if (asset.room === room && asset.locationCode) codes.push(toLocationCode(asset.locationCode));
		after = page.next;
	} while (after !== undefined);
	return codes;
}

/**
 * The segments of the code after the highest of these: the last segment counts up, the others stay.
 * Undefined where none is of that rule, and where there is no number left.
 */
export function nextAfter(rule: LocationRule, codes: readonly string[]): string[] | undefined {
	const known = codes.filter((code) => segmentsOf(rule, code)).sort();
	const values = segmentsOf(rule, known.at(-1) ?? '');
	const last = rule.segments.at(-1);
	if (!values || last?.signs !== 'digits') return undefined;
	const next = String(Number(values.at(-1)) + 1);
	if (next.length > last.length) return undefined;
	return [...values.slice(0, -1), next.padStart(last.length, '0')];
}
