/**
 * What auditors saw: scans of a campaign, spread over its shelves by machine or code.
 *
 * 1. A scan is a fact: it is never changed, and taken back by another fact.
 * 2. A record is a shelf, no more: where a scan lies decides nothing, so the result is the same in
 *    any order of arrival (`result.ts`).
 * 3. No scan of somebody named is refused for coming late: after the approval it is kept, and marked.
 */
import * as v from 'valibot';
import { comparedFields } from '../asset/correction.ts';
import { SealStateSchema } from '../asset/asset.ts';
import { BlobRefSchema } from '../protocol/blob.ts';
import { IdSchema, recordEntries } from '../record.ts';
import { InstantSchema } from '../time/instant.ts';
import type { AuditCampaign } from './campaign.ts';
import { auditCode } from './expected.ts';
import { hashOf } from './hash.ts';

/** Scans of one shelf: a hundred times what a campaign of the largest size needs. */
export const shelfScansMax = 500;
/** Machines of one shelf on average: small records to push and pull, few of them to hold. */
const machinesPerShelf = 4;
const shelvesMax = 4_096;
const quantityMax = 100_000;

export function shelvesFor(expected: number): number {
	return Math.min(shelvesMax, Math.max(1, Math.ceil(expected / machinesPerShelf)));
}

/** Where scans of that machine lie, or of that code where nobody expects it. */
export function shelfIdOf(
	{ id, frozen }: Pick<AuditCampaign, 'id' | 'frozen'>,
	of: { assetId?: string | undefined; code: string },
): string {
	const key = of.assetId ?? auditCode(of.code);
	return `${id}.c${(hashOf(key) % (frozen?.shelves ?? 1)).toString(36)}`;
}

export const auditConditions = ['good', 'worn', 'broken'] as const;
/** What is looked at on a machine, besides where it stands. */
export const auditChecks = [
	...(['configuration', 'quantity', 'warranty', 'softwareType', 'softwareSerial'] as const),
	...(['licence', 'media', 'manual'] as const),
] as const;
export type AuditCheck = (typeof auditChecks)[number];
export const checkOutcomes = ['ok', 'differs'] as const;

/** How a code came in. */
export const scanSources = ['camera', 'handheld', 'typed'] as const;

const short = v.pipe(v.string(), v.trim(), v.maxLength(200));

/** What a machine nobody knows is: a provisional asset until the campaign is approved. */
const DescribedSchema = v.object({
	name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)),
	category: v.optional(short),
	model: v.optional(short),
	serial: v.optional(short),
});

export const scanEntries = {
	code: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)),
	how: v.picklist(scanSources),
	siteId: IdSchema,
	room: v.pipe(v.string(), v.maxLength(200)),
	/** The expected machine its author's device knew it as. */
	assetId: v.optional(IdSchema),
	condition: v.optional(v.picklist(auditConditions)),
	/** Whom the auditor found using it. */
	userSeen: v.optional(short),
	seal: v.optional(v.object({ state: SealStateSchema, number: v.optional(short) })),
	labelDamaged: v.optional(v.boolean()),
	checks: v.optional(v.record(v.picklist(auditChecks), v.picklist(checkOutcomes))),
	/** What the machine says of itself other than the list. */
	changes: v.optional(v.record(v.picklist(comparedFields), short)),
	described: v.optional(DescribedSchema),
	note: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(500))),
	photo: v.optional(BlobRefSchema),
};
const facts = { id: IdSchema, at: InstantSchema, by: v.string(), device: v.string() };
const taken = {
	/** Taken back by its author. */
	retracted: v.optional(v.looseObject({ at: InstantSchema, by: v.string() })),
	/** Came after the approval: kept, and no part of the result. */
	late: v.optional(v.boolean()),
};

const AuditScanSchema = v.looseObject({ ...facts, ...scanEntries, ...taken });
export type AuditScan = v.InferOutput<typeof AuditScanSchema>;

/** Things without a tag, counted by room. The latest count of an item holds. */
export const bulkEntries = {
	siteId: IdSchema,
	room: v.pipe(v.string(), v.maxLength(200)),
	item: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(100)),
	quantity: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(quantityMax)),
};
const AuditBulkSchema = v.looseObject({ ...facts, ...bulkEntries, ...taken });
export type AuditBulk = v.InferOutput<typeof AuditBulkSchema>;

export const AuditCountSchema = v.looseObject({
	...recordEntries,
	kind: v.literal('auditCount'),
	campaignId: IdSchema,
	scans: v.array(AuditScanSchema),
	bulk: v.optional(v.array(AuditBulkSchema)),
});
export type AuditCount = v.InferOutput<typeof AuditCountSchema>;

/** Whether it counts: not taken back, not too late. */
export function counts({ retracted, late }: Pick<AuditScan, 'retracted' | 'late'>): boolean {
	return !retracted && !late;
}
