/**
 * The second count 复盘: what is to be looked for once more, by somebody else than who counted first.
 *
 * 1. Who counted first is whoever saw the machine; of one nobody saw, whoever counted in its room.
 * 2. A scan of the first one is a fact like any other and counts; the machine stays on the second list
 *    until another has seen it.
 */
import type { AuditCampaign } from './campaign.ts';
import { placeKey } from './expected.ts';
import type { AuditResult, ResultLine } from './result.ts';

/** By machine, in the order of `assetIds`. */
export function firstCountersOf({ lines, surplus }: AuditResult, assetIds: readonly string[]) {
	const inRoom = new Map<string, Set<string>>();
	for (const { seen } of [...lines, ...surplus]) {
		if (!seen) continue;
		const key = placeKey(seen.last);
		inRoom.set(key, new Set([...(inRoom.get(key) ?? []), ...seen.by]));
	}
	const byId = new Map(lines.map((one) => [one.line.assetId, one]));
	return assetIds.map((id) => {
		const one = byId.get(id);
		return one?.seen?.by ?? [...(one ? (inRoom.get(placeKey(one)) ?? []) : [])].sort();
	});
}

export interface SecondCount {
	line: ResultLine;
	/** Who counted it first. */
	first: readonly string[];
	/** Who else has seen it since. */
	seenBy: readonly string[];
}

/** What was asked for, in the order of the sheet. */
export function secondCountOf(
	{ lines }: Pick<AuditResult, 'lines'>,
	again: AuditCampaign['again'],
): SecondCount[] {
	if (!again) return [];
	const first = new Map(again.assetIds.map((id, n) => [id, again.first?.[n] ?? []]));
	return lines.flatMap((line) => {
		const counted = first.get(line.line.assetId);
		if (!counted) return [];
		const since = Object.entries(line.seen?.byAt ?? {}).filter(([, at]) => at > again.at);
		const seenBy = since.map(([by]) => by).filter((by) => !counted.includes(by));
		return [{ line, first: counted, seenBy }];
	});
}

/** Who of the auditors may count all of it: none of them counted any of it first. */
export function secondCounters(
	auditors: readonly string[],
	first: readonly (readonly string[])[],
): string[] {
	return auditors.filter((id) => !first.some((counted) => counted.includes(id)));
}
