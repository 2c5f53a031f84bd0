/** The campaign before over the same scope, half a year ago as a rule, and what became of its losses. */
import { canonicalJson } from '../canonical-json.ts';
import type { AuditCampaign, AuditScope } from './campaign.ts';
import type { AuditResult } from './result.ts';
import type { AuditLink, AuditReview } from './review.ts';

/** The last approved one over just this scope that began before it. */
export function campaignBefore(
	all: readonly AuditCampaign[],
	{ id, scope, from, createdAt }: Pick<AuditCampaign, 'id' | 'scope' | 'from' | 'createdAt'>,
): AuditCampaign | undefined {
	const begun = (one: Pick<AuditCampaign, 'from' | 'createdAt'>) => `${one.from} ${one.createdAt}`;
	const own = begun({ from, createdAt });
	return all
		.filter((one) => one.approved && one.id !== id && begun(one) < own)
		.filter((one) => scopeKey(one.scope) === scopeKey(scope))
		.sort((a, b) => (begun(a) < begun(b) ? -1 : 1))
		.at(-1);
}

function scopeKey(scope: AuditScope): string {
	const sorted = Object.entries(scope).map(([name, list]) => [name, list && [...list].sort()]);
	return canonicalJson(Object.fromEntries(sorted));
}

/** A machine of the earlier list. */
type LineBefore = NonNullable<AuditReview['before']>['missing'][number];

export interface Compared {
	/** Missing then, seen now. */
	foundAgain: LineBefore[];
	/** Seen then, missing now. */
	goneSince: LineBefore[];
	/** Missing then, and now. */
	stillMissing: LineBefore[];
}

/** Seen now counts wherever it was seen, as surplus too: once written off it is on no list. */
export function comparedWith(
	{ lines, surplus }: AuditResult,
	{ links, before }: { links: readonly AuditLink[]; before?: AuditReview['before'] | undefined },
): Compared | undefined {
	if (!before) return undefined;
	const codes = new Set(surplus.map(({ code }) => code));
	const seen = new Set([
		...lines.filter((one) => one.seen).map(({ line }) => line.assetId),
		...links.filter(({ code }) => codes.has(code)).map(({ assetId }) => assetId),
	]);
	const seenThen = new Set(before.seen);
	const gone = lines.filter((one) => !one.seen && seenThen.has(one.line.assetId));
	return {
		foundAgain: before.missing.filter(({ assetId }) => seen.has(assetId)),
		goneSince: gone.map(({ line: { assetId, tag, name }, room }) => ({ assetId, tag, name, room })),
		stillMissing: before.missing.filter(({ assetId }) => !seen.has(assetId)),
	};
}

/** What the review keeps of the earlier result. `now`: what is missing this time. */
export function keptOfBefore(
	before: AuditCampaign,
	{ lines }: Pick<AuditResult, 'lines'>,
	now: Pick<AuditResult, 'lines'>,
	linesMax: number,
): NonNullable<AuditReview['before']> {
	const missing = lines.filter(({ seen }) => !seen);
	const seen = new Set(lines.filter((one) => one.seen).map(({ line }) => line.assetId));
	const gone = now.lines.filter((one) => !one.seen && seen.has(one.line.assetId));
	return {
		...{ campaignId: before.id, seen: gone.map(({ line }) => line.assetId).slice(0, linesMax) },
		missing: missing
			.slice(0, linesMax)
			.map(({ line: { assetId, tag, name }, room }) => ({ assetId, tag, name, room })),
	};
}
