/** The report of an audit as a workbook: totals first, then a sheet for each kind of difference. */
import { placeKey } from '#domain/audit/expected.ts';
import type { ResultLine, Seen, Surplus } from '#domain/audit/result.ts';
import { isOtherHolder } from '#domain/audit/scan-outcome.ts';
import { guardFormula } from '#domain/import/formula-guard.ts';
import { notedOf } from './audit-lines.ts';
import { accuracy, auditNumberOf, type AuditSources } from './audit-report.ts';
import {
	auditFigureWords,
	auditOutcomeWords,
	auditTypeWords,
	auditWords as words,
} from './audit-words.ts';
import type { Words } from './service-sheet.ts';
import { bothTexts } from './sheet-terms.ts';
import { dateTime } from './sheet-times.ts';

type Cell = string | number;

export interface WorkbookSheet {
	name: string;
	rows: Cell[][];
	/** Rows above the values: they stay in sight. */
	headRows: number;
}

/** A spreadsheet's own limit; none of these characters may stand in a sheet's name. */
const sheetNameMax = 31;
const notInName = /[[\]:*?/\\]/gu;

/** Worded like the paper, in one language or both (`wordedIn`). Pure. */
export function auditWorkbook(sources: AuditSources): WorkbookSheet[] {
	const { lines } = sources.result;
	const of = (kind: Kind) => lines.filter((line) => kindOf(line) === kind);
	return [
		totalsSheet(sources),
		...(['missing', 'moved', 'holder', 'changed'] as const).map((kind) =>
			linesSheet(kindWords[kind], of(kind), sources),
		),
		surplusSheet(sources),
		comparedSheet(sources),
		roomsSheet(sources),
		bulkSheet(sources),
		linesSheet(words.all, lines, sources),
	].map(tidied);
}

type Kind = 'found' | 'missing' | 'moved' | 'holder' | 'changed';
const kindWords = { ...auditOutcomeWords, holder: words.holder } satisfies Record<Kind, Words>;

/** Who uses it is told apart from what it is. */
function kindOf({ outcome, line, seen }: ResultLine): Kind {
	const isHolder = outcome === 'changed' && isOtherHolder(line.holder, seen?.userSeen);
	return isHolder ? 'holder' : outcome;
}

function tidied({ name, rows, headRows }: WorkbookSheet): WorkbookSheet {
	const guarded = (cell: Cell) => (typeof cell === 'string' ? guardFormula(cell) : cell);
	return {
		name: name.replace(notInName, ' ').slice(0, sheetNameMax),
		rows: rows.map((row) => row.map(guarded)),
		headRows,
	};
}

function totalsSheet({ campaign, approved, before, users, zone }: AuditSources): WorkbookSheet {
	const then = before?.approved;
	const nameOf = (id: string) => users.get(id) ?? '';
	const facts: [Words, string][] = [
		[words.number, auditNumberOf(campaign)],
		[words.name, campaign.name],
		[words.type, bothTexts(auditTypeWords[campaign.type])],
		[words.period, `${campaign.from} – ${campaign.to}`],
		[words.auditors, campaign.auditors.map(nameOf).join('、')],
		[words.approver, nameOf(approved.by)],
		[words.approvedAt, dateTime(approved.at, zone)],
		...(campaign.signatures ?? []).map(({ name, role, at }): [Words, string] => [
			words.customer,
			[name, role, dateTime(at, zone)].filter(Boolean).join(' '),
		]),
		...(before ? [[words.before, before.name] as [Words, string]] : []),
	];
	const figures = Object.keys(auditFigureWords) as (keyof typeof auditFigureWords)[];
	return {
		name: bothTexts(words.result),
		rows: [
			[words.figure, words.thisTime, words.before].map(bothTexts),
			...figures.map((name) => [
				bothTexts(auditFigureWords[name]),
				approved[name],
				then ? then[name] : '–',
			]),
			[bothTexts(words.accuracy), accuracy(approved), then ? accuracy(then) : '–'],
			[],
			...facts.map(([label, value]) => [bothTexts(label), value]),
		],
		headRows: 1,
	};
}

const lineHead = [
	...[words.tag, words.device, words.model, words.category, words.serial, words.site],
	...[words.recordedRoom, words.recordedUser, words.outcome],
	...[words.seenRoom, words.seenUser, words.noted, words.seenBy, words.seenAt],
];

function linesSheet(
	name: Words,
	lines: readonly ResultLine[],
	sources: AuditSources,
): WorkbookSheet {
	const rows = lines.map((one) => {
		const { line, siteName, room, seen } = one;
		const { tag, name: device, model = '', category = '', serial = '', holder = '' } = line;
		return [
			...[tag, device, model, category, serial, siteName, room, holder],
			...[bothTexts(kindWords[kindOf(one)]), ...seenCells(seen, sources)],
		];
	});
	return { name: bothTexts(name), rows: [lineHead.map(bothTexts), ...rows], headRows: 1 };
}

/** Room, user, what was noted, by whom and when. */
function seenCells(seen: Seen | undefined, { users, zone }: AuditSources): string[] {
	if (!seen) return ['', '', '', '', ''];
	const { last, userSeen = '', by } = seen;
	const people = by.map((id) => users.get(id) ?? '').join('、');
	return [last.room, userSeen, notedOf(seen).join('；'), people, dateTime(last.at, zone)];
}

function surplusSheet(sources: AuditSources): WorkbookSheet {
	const links = new Map(sources.review?.links.map((link) => [link.code, link]));
	const row = ({ code, seen }: Surplus) => {
		const link = links.get(code);
		const place = [link?.siteName, link?.room].filter(Boolean).join(' ');
		const known = link ? `${bothTexts(words.elsewhere)} ${place}` : bothTexts(words.unknown);
		const { described } = seen;
		const what = [described?.name ?? link?.name ?? '', described?.model ?? ''];
		return [code, ...what, described?.serial ?? '', known, ...seenCells(seen, sources)];
	};
	const head = [
		...[words.tag, words.device, words.model, words.serial, words.recorded],
		...[words.seenRoom, words.seenUser, words.noted, words.seenBy, words.seenAt],
	];
	const rows = sources.result.surplus.map(row);
	return { name: bothTexts(words.surplus), rows: [head.map(bothTexts), ...rows], headRows: 1 };
}

function comparedSheet({ compared }: AuditSources): WorkbookSheet {
	const kinds = ['foundAgain', 'goneSince', 'stillMissing'] as const;
	const head = [words.what, words.tag, words.device, words.recordedRoom].map(bothTexts);
	const rows = kinds.flatMap((kind) =>
		(compared?.[kind] ?? []).map(({ tag, name, room }) => [
			bothTexts(words[kind]),
			tag,
			name,
			room,
		]),
	);
	return { name: bothTexts(words.compared), rows: [head, ...rows], headRows: 1 };
}

function roomsSheet({ result }: AuditSources): WorkbookSheet {
	const rooms = new Map<string, [string, string, number, number]>();
	for (const { siteName, seen, ...place } of result.lines) {
		const [, , expected = 0, scanned = 0] = rooms.get(placeKey(place)) ?? [];
		const counted = scanned + (seen ? 1 : 0);
		rooms.set(placeKey(place), [siteName, place.room, expected + 1, counted]);
	}
	const head = [words.site, words.room, words.expected, words.scanned].map(bothTexts);
	return { name: bothTexts(words.rooms), rows: [head, ...rooms.values()], headRows: 1 };
}

function bulkSheet({ result }: AuditSources): WorkbookSheet {
	const head = [words.room, words.item, words.quantity].map(bothTexts);
	const rows = result.bulk.map(({ room, item, quantity }) => [room, item, quantity]);
	return { name: bothTexts(words.bulk), rows: [head, ...rows], headRows: 1 };
}
