/**
 * The blacklist of vendors, by the non-conformances of a calendar month: 3 or more propose to list a
 * vendor, 1 or none propose to take him off, 2 change nothing (domain.md, vendor repair).
 *
 * 1. A proposal counts once the operations department and after it the information centre agreed.
 * 2. There is one proposal about a vendor and month. Nothing once recorded is erased.
 * 3. Vendors are told apart by their name, whatever its case and spaces.
 */
import * as v from 'valibot';
import { IdSchema } from '../record.ts';
import { InstantSchema, type Instant } from '../time/instant.ts';
import { localOf, type Zone } from '../time/zone.ts';
import type { Repair } from './repair.ts';

export const nonConformances = { listMin: 3, removeMax: 1 } as const;
export const vendorProposalsMax = 500;
/** `2026-11` */
const MonthSchema = v.pipe(v.string(), v.regex(/^\d{4}-(0[1-9]|1[0-2])$/));

const NameSchema = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200));
const agreed = v.looseObject({ at: InstantSchema, by: v.string(), name: NameSchema });
export const VendorProposalSchema = v.looseObject({
	...{ id: IdSchema, at: InstantSchema, by: v.string(), vendor: NameSchema },
	how: v.picklist(['list', 'remove']),
	month: MonthSchema,
	count: v.pipe(v.number(), v.integer(), v.minValue(0)),
	/** Who agreed for the operations department 运维部, and after it for the information centre 信息中心. */
	operations: v.optional(agreed),
	centre: v.optional(agreed),
});
export type VendorProposal = v.InferOutput<typeof VendorProposalSchema>;
export type ProposedVendor = Pick<VendorProposal, 'vendor' | 'how' | 'month' | 'count'>;

function sameVendor(a: string, b: string): boolean {
	const plain = (name: string) => name.normalize('NFKC').toLowerCase().replaceAll(/\s/g, '');
	return plain(a) === plain(b);
}

/** The proposal that put him on the list and still stands. */
export function listingOf(
	proposals: readonly VendorProposal[] | undefined,
	vendor: string,
): VendorProposal | undefined {
	const last = proposals?.findLast((one) => one.centre && sameVendor(one.vendor, vendor));
	return last?.how === 'list' ? last : undefined;
}

/** What the rule asks for now: this month and the last as far as they are recorded. */
export function vendorsToPropose(
	repairs: readonly Repair[],
	proposals: readonly VendorProposal[],
	now: Instant,
	zone: Zone,
): ProposedVendor[] {
	const current = monthOf(now, zone);
	const last = monthBefore(current);
	const toList = [last, current].flatMap((month) =>
		[...countsOf(repairs, month, zone)]
			.filter(([vendor, n]) => n >= nonConformances.listMin && !listingOf(proposals, vendor))
			.map(([vendor, count]) => ({ vendor, how: 'list' as const, month, count })),
	);
	const toRemove = listed(proposals).flatMap(({ vendor, centre }) => {
		const counts = [...countsOf(repairs, last, zone)];
		const count = counts.find(([name]) => sameVendor(name, vendor))?.[1] ?? 0;
		const whole = centre !== undefined && monthOf(centre.at, zone) < last;
		if (!whole || count > nonConformances.removeMax) return [];
		return [{ vendor, how: 'remove' as const, month: last, count }];
	});
	return [...toList, ...toRemove].filter((one) => !isProposed(proposals, one));
}

export function isProposed(proposals: readonly VendorProposal[], one: ProposedVendor): boolean {
	return proposals.some(
		({ vendor, month }) => month === one.month && sameVendor(vendor, one.vendor),
	);
}

/** The vendors on the list. */
export function listed(proposals: readonly VendorProposal[]): VendorProposal[] {
	return proposals.filter((one) => listingOf(proposals, one.vendor) === one);
}

/** Non-conformances of a month by vendor, under the name first met. */
function countsOf(repairs: readonly Repair[], month: string, zone: Zone): Map<string, number> {
	const counts = new Map<string, number>();
	for (const { verdicts, receipts } of repairs)
		for (const { verdict, at, round } of verdicts) {
			const vendor = receipts.find((receipt) => receipt.round === round)?.vendor;
			if (verdict !== 'failed' || !vendor || monthOf(at, zone) !== month) continue;
			const name = [...counts.keys()].find((known) => sameVendor(known, vendor)) ?? vendor;
			counts.set(name, (counts.get(name) ?? 0) + 1);
		}
	return counts;
}

function monthOf(at: Instant, zone: Zone): string {
	return localOf(at, zone).date.slice(0, 7);
}

function monthBefore(month: string): string {
	const [year = 0, n = 1] = month.split('-').map(Number);
	const [y, before] = n === 1 ? [year - 1, 12] : [year, n - 1];
	return `${y}-${String(before).padStart(2, '0')}`;
}
