import type { Surplus, ResultLine, AuditResult } from '#domain/audit/result.ts';
import type { Adjustment, AuditLink, AuditReview } from '#domain/audit/review.ts';

/** One difference with what accepting it changes; nothing where the register can stay as it is. */
export interface Difference {
	key: string;
	line?: ResultLine;
	surplus?: Surplus;
	link?: AuditLink;
	adjustment?: Adjustment;
}

/** What a machine that comes into the register needs besides what was seen. */
interface Registering {
	newId: () => string;
	customerOf: (siteId: string) => string | undefined;
}

/** All that differs, in the order of the sheet. */
export function differencesOf(
	{ lines, surplus }: AuditResult,
	review: AuditReview | undefined,
	registering: Registering,
): Difference[] {
	const links = new Map(review?.links.map((link) => [link.code, link]));
	const changed = lines.filter(({ outcome }) => outcome !== 'found');
	return [
		...changed.map((line) => ({ key: line.line.assetId, line, ...lineAdjustment(line) })),
		...surplus.map((one) => {
			const link = links.get(one.code);
			const adjusted = surplusAdjustment(one, link, registering);
			return { key: one.code, surplus: one, ...(link && { link }), ...adjusted };
		}),
	];
}

function lineAdjustment(result: ResultLine): { adjustment?: Adjustment } {
	const { line, seen, room, siteId } = result;
	const { assetId } = line;
	if (!seen) return { adjustment: { assetId, as: 'lost', set: {} } };
	const place = { siteId: seen.last.siteId, room: seen.last.room };
	const isOther = seen.userSeen !== undefined && seen.userSeen !== line.holder;
	const set = {
		...(result.outcome === 'moved' && place),
		...seen.changes,
		...(isOther && seen.userSeen && { user: { name: seen.userSeen } }),
	};
	const recorded: Record<string, unknown> = { siteId, room, serial: line.serial, user: line.user };
	const base = Object.fromEntries(
		Object.keys(set).map((field) => [field, recorded[field] ?? null]),
	);
	if (Object.keys(set).length === 0 && !seen.seal) return {};
	const as = result.outcome === 'moved' ? 'moved' : 'corrected';
	const seal = seen.seal && { seal: seen.seal };
	return { adjustment: { assetId, as, set, base, ...seal } };
}

/** Known from elsewhere it moves here; unknown it is registered as it was described. */
function surplusAdjustment(
	{ code, seen }: Surplus,
	link: AuditLink | undefined,
	{ newId, customerOf }: Registering,
): { adjustment?: Adjustment } {
	const place = { siteId: seen.last.siteId, room: seen.last.room };
	if (link) return { adjustment: { assetId: link.assetId, as: 'moved', set: place } };
	if (!seen.described) return {};
	const customerId = customerOf(place.siteId);
	const owner = customerId && { customerId };
	const set = { tag: code, ...seen.described, ...place, ...owner };
	return { adjustment: { assetId: newId(), as: 'registered', set } };
}
