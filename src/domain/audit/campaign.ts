/**
 * An audit campaign 资产盘点. Its record is small and rarely written; what grows lies beside it
 * (decisions/0013): the frozen list in `auditRoom`, the scans in `auditCount`, what only the desk
 * may know in `auditReview`.
 *
 * 1. Opening freezes the expected list, once: what the register says later changes no result.
 * 2. Who is named in it holds all of it, and nothing else of the register; who is taken out, or when
 *    it is closed, nothing.
 */
import * as v from 'valibot';
import type { Asset } from '../asset/asset.ts';
import { TemplateVersionSchema } from '../organisation/paper-template.ts';
import { BlobRefSchema, Sha256Schema } from '../protocol/blob.ts';
import { IdSchema, recordEntries } from '../record.ts';
import { PackedSignatureSchema } from '../signature/strokes.ts';
import { InstantSchema } from '../time/instant.ts';
import { LocalDateSchema } from '../time/local-date.ts';
import { SealSchema } from '../work-order/work-order.ts';
import { auditStates } from './states.ts';

/** half_yearly 半年普查, contract_end 合同到期, partial 局部抽查. */
export const auditTypes = ['half_yearly', 'contract_end', 'partial'] as const;
export type AuditType = (typeof auditTypes)[number];

/** People of one campaign; machines of one; those of a second count. */
const auditorsMax = 50;
export const expectedMax = 20_000;
export const countAgainMax = 2_000;
const scopeListMax = 200;

const short = v.pipe(v.string(), v.maxLength(200));
const list = <S extends v.GenericSchema>(item: S) =>
	v.pipe(v.array(item), v.maxLength(scopeListMax));

/** What is counted: all of these sites, or what of them lies in every list that is given. */
export const AuditScopeSchema = v.object({
	siteIds: v.pipe(v.array(IdSchema), v.minLength(1), v.maxLength(scopeListMax)),
	floors: v.optional(list(short)),
	rooms: v.optional(list(short)),
	/** A branch of the tree counts with all below it. */
	categories: v.optional(list(short)),
	departments: v.optional(list(short)),
});
export type AuditScope = v.InferOutput<typeof AuditScopeSchema>;

export const planEntries = {
	name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)),
	type: v.picklist(auditTypes),
	from: LocalDateSchema,
	to: LocalDateSchema,
	scope: AuditScopeSchema,
	/** Who counts: engineers and auditors. */
	auditors: v.pipe(v.array(IdSchema), v.minLength(1), v.maxLength(auditorsMax)),
	/** The supervisor who approves. */
	approverId: IdSchema,
};

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** How a result is told in numbers, and compared with the campaign before. */
export const auditTotals = {
	expected: count,
	found: count,
	moved: count,
	changed: count,
	missing: count,
	surplus: count,
};
/** The same as of any other paper. */
export const auditPaperEntries = {
	number: short,
	version: v.pipe(v.number(), v.integer(), v.minValue(1)),
	blob: BlobRefSchema,
	template: v.optional(TemplateVersionSchema),
	/** The same as a workbook. */
	workbook: v.optional(BlobRefSchema),
};
/** Who of the customer stands by the result, in his own hand. */
export const signEntries = {
	name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(100)),
	/** What he is there, such as head of the IT department. */
	role: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(100))),
	strokes: PackedSignatureSchema,
	/** SHA-256 of the result he saw, every line of it (`frozen-result.ts`). */
	sheet: Sha256Schema,
};
const stamp = { at: InstantSchema, by: v.string() };

export const AuditCampaignSchema = v.looseObject({
	...recordEntries,
	kind: v.literal('auditCampaign'),
	...planEntries,
	state: v.picklist(auditStates),
	/** The daily one, the server's to give, with its seal; see `numbering/number.ts`. */
	number: v.optional(short),
	numberSeal: v.optional(short),
	/** Planned without signal: its device's. */
	offlineNumber: v.optional(short),
	/** Another campaign has it since. */
	formerNumber: v.optional(short),
	/** Taken out while it was under way: what they had scanned by then still counts. */
	former: v.optional(v.array(IdSchema)),
	opened: v.optional(v.looseObject(stamp)),
	/** The server's word that the list stands; how many machines and rooms, and over how many records scans spread. */
	frozen: v.optional(
		v.looseObject({ at: InstantSchema, expected: count, rooms: count, shelves: count }),
	),
	reconciled: v.optional(v.looseObject(stamp)),
	/** To be looked for once more. */
	again: v.optional(
		v.looseObject({
			...stamp,
			assetIds: v.array(IdSchema),
			/** Who counted first, by place in `assetIds`: another has to see it. */
			first: v.optional(v.array(v.array(IdSchema))),
		}),
	),
	approved: v.optional(v.looseObject({ ...stamp, ...auditTotals })),
	closed: v.optional(v.looseObject(stamp)),
	/** The customer's, under the approved result; the latest holds. */
	signatures: v.optional(v.array(v.looseObject({ id: IdSchema, ...stamp, ...signEntries }))),
	/** What was signed, see `frozen-result.ts`. */
	seals: v.optional(v.array(SealSchema)),
	/** Its report, one version for each time it was signed anew. */
	papers: v.optional(v.array(v.looseObject({ id: IdSchema, ...stamp, ...auditPaperEntries }))),
});
export type AuditCampaign = v.InferOutput<typeof AuditCampaignSchema>;

/** Who is named in it, whatever for. */
export function namedIn({
	auditors,
	approverId,
	createdBy,
}: Pick<AuditCampaign, 'auditors' | 'approverId' | 'createdBy'>): string[] {
	return [...new Set([...auditors, approverId, createdBy])];
}

/** `6F` of `6F 东护士站`, `B1` of `B1 信息机房`; undefined where a room's name begins otherwise. */
export function floorOf(room: string): string | undefined {
	return /^(?:B\d{1,2}|\d{1,2}F)(?=\s|$)/i.exec(room)?.[0].toUpperCase();
}

const counted = ['in_stock', 'in_use', 'on_loan', 'in_repair'];

/** Whether a machine is expected: there at all, and in every list of the scope. */
export function isExpected(asset: Asset, scope: AuditScope): boolean {
	const { siteId, room = '', category = '', department = '' } = asset;
	if (!counted.includes(asset.state) || !siteId || !scope.siteIds.includes(siteId)) return false;
	const floor = floorOf(room) ?? '';
	const isUnder = (branch: string) => category === branch || category.startsWith(`${branch}/`);
	return (
		(scope.floors?.includes(floor) ?? true) &&
		(scope.rooms?.includes(room) ?? true) &&
		(scope.categories?.some(isUnder) ?? true) &&
		(scope.departments?.includes(department) ?? true)
	);
}
