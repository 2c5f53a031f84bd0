/**
 * The result sheet of a campaign: a pure function of the frozen list and of the set of scans.
 *
 * 1. The order in which scans arrived, and the shelf they lie on, change nothing: they are sorted by
 *    when they were made, then by id, before anything is concluded.
 * 2. A machine is counted once, however often and by however many it was scanned: the last scan that
 *    counts says where it is, and of every check the last one made holds.
 * 3. Nothing is lost: every scan that counts is in a line, or in the surplus.
 */
import {
	counts,
	type AuditBulk,
	type AuditCheck,
	type AuditCount,
	type AuditScan,
	type checkOutcomes,
} from './count.ts';
import {
	auditCode,
	byWay,
	ExpectedIndex,
	placeKey,
	type AuditRoom,
	type Expected,
	type Place,
} from './expected.ts';
import type { BlobRef } from '../protocol/blob.ts';
import { isOtherHolder } from './scan-outcome.ts';

/** found 相符, moved 位置不符, changed 信息不符, missing 盘亏. */
export type LineOutcome = 'found' | 'moved' | 'changed' | 'missing';

/** What all scans of one machine say together. */
export interface Seen {
	last: AuditScan;
	/** How often, and by whom: for the auditors' own pages. */
	scans: number;
	by: string[];
	/** When each of them saw it last, by his id. */
	byAt: Record<string, string>;
	userSeen?: string;
	seal?: AuditScan['seal'];
	condition?: AuditScan['condition'];
	labelDamaged?: boolean;
	checks: Partial<Record<AuditCheck, (typeof checkOutcomes)[number]>>;
	changes: Record<string, string>;
	described?: AuditScan['described'];
	notes: string[];
	photos: BlobRef[];
}

export interface ResultLine extends Expected {
	outcome: LineOutcome;
	seen?: Seen;
}

/** 盘盈: seen, and on no list. */
export interface Surplus {
	code: string;
	seen: Seen;
}

export interface AuditResult {
	lines: ResultLine[];
	surplus: Surplus[];
	/** By room and item. */
	bulk: AuditBulk[];
}

export function resultOf(
	rooms: readonly AuditRoom[],
	shelves: readonly AuditCount[],
	expected = new ExpectedIndex(rooms),
): AuditResult {
	const byAsset = new Map<string, AuditScan[]>();
	const byCode = new Map<string, AuditScan[]>();
	for (const scan of shelves
		.flatMap(({ scans }) => scans)
		.filter(counts)
		.sort(byTime)) {
		const known = expected.all.get(scan.assetId ?? '') ?? expected.find(scan.code);
		if (known) push(byAsset, known.line.assetId, scan);
		else push(byCode, auditCode(scan.code), scan);
	}
	const lines = [...expected.all.values()].map((one) => lineOf(one, byAsset.get(one.line.assetId)));
	return {
		lines: lines.sort(byRoom),
		surplus: [...byCode]
			.map(([code, scans]) => ({ code, seen: seenOf(scans) }))
			.sort((a, b) => compare(a.code, b.code)),
		bulk: bulkOf(shelves),
	};
}

/** One machine's line. `scans` in the order in which they were made. */
export function lineOf(expected: Expected, scans: readonly AuditScan[] = []): ResultLine {
	if (scans.length === 0) return { ...expected, outcome: 'missing' };
	const seen = seenOf(scans);
	const isMoved = placeKey(seen.last) !== placeKey(expected);
	const outcome = isMoved ? 'moved' : isChanged(expected, seen) ? 'changed' : 'found';
	return { ...expected, outcome, seen };
}

/** Somebody else uses it, its seal or a check does not hold, or it says of itself what the list does not. */
function isChanged({ line }: Expected, { userSeen, seal, checks, changes, labelDamaged }: Seen) {
	if (isOtherHolder(line.holder, userSeen)) return true;
	const isSealBad = seal !== undefined && (seal.state === 'broken' || seal.state === 'missing');
	const isOtherSeal = seal?.number !== undefined && seal.number !== line.seal;
	const differs = Object.values(checks).includes('differs') || labelDamaged === true;
	return isSealBad || isOtherSeal || differs || Object.keys(changes).length > 0;
}

function seenOf(scans: readonly AuditScan[]): Seen {
	const last = scans.at(-1);
	if (!last) throw new Error('nothing was seen');
	const all = scans.reduce<Partial<AuditScan>>((known, scan) => ({ ...known, ...scan }), {});
	const { userSeen, seal, condition, labelDamaged, described } = all;
	return {
		...{ last, scans: scans.length, by: [...new Set(scans.map(({ by }) => by))].sort() },
		byAt: Object.fromEntries(scans.map(({ by, at }) => [by, at])),
		...(userSeen && { userSeen }),
		...(seal && { seal }),
		...(condition && { condition }),
		...(labelDamaged !== undefined && { labelDamaged }),
		...(described && { described }),
		checks: Object.assign({}, ...scans.map(({ checks }) => checks)) as Seen['checks'],
		changes: Object.assign({}, ...scans.map(({ changes }) => changes)) as Seen['changes'],
		notes: scans.flatMap(({ note }) => (note ? [note] : [])),
		photos: scans.flatMap(({ photo }) => photo ?? []),
	};
}

/** Scans of one machine, or of one code, among those of its shelf. */
export function scansOf(
	shelf: AuditCount | undefined,
	expected: ExpectedIndex,
	of: { assetId?: string | undefined; code: string },
): AuditScan[] {
	const isIt = (scan: AuditScan) => {
		const known = expected.all.get(scan.assetId ?? '') ?? expected.find(scan.code);
		if (of.assetId) return known?.line.assetId === of.assetId;
		return !known && auditCode(scan.code) === auditCode(of.code);
	};
	return (shelf?.scans ?? []).filter((scan) => counts(scan) && isIt(scan)).sort(byTime);
}

export type AuditTotals = Record<LineOutcome | 'expected' | 'surplus', number>;

export function totalsOf({ lines, surplus }: AuditResult): AuditTotals {
	const of = (outcome: LineOutcome) => lines.filter((line) => line.outcome === outcome).length;
	return {
		...{ expected: lines.length, surplus: surplus.length, missing: of('missing') },
		...{ found: of('found'), moved: of('moved'), changed: of('changed') },
	};
}

function bulkOf(shelves: readonly AuditCount[]): AuditBulk[] {
	const latest = new Map<string, AuditBulk>();
	for (const one of shelves
		.flatMap(({ bulk }) => bulk ?? [])
		.filter(counts)
		.sort(byTime))
		latest.set(`${placeKey(one)}|${one.item}`, one);
	return [...latest.values()].sort(
		(a, b) => compare(placeKey(a), placeKey(b)) || compare(a.item, b.item),
	);
}

function byTime(a: { at: string; id: string }, b: { at: string; id: string }): number {
	return compare(a.at, b.at) || compare(a.id, b.id);
}

function byRoom(a: ResultLine, b: ResultLine): number {
	const nameOf = ({ siteName, ...place }: Place & { siteName: string }) =>
		`${siteName}|${placeKey(place)}`;
	return compare(nameOf(a), nameOf(b)) || byWay(a.line, b.line);
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

function push(map: Map<string, AuditScan[]>, key: string, scan: AuditScan): void {
	map.set(key, [...(map.get(key) ?? []), scan]);
}
