/** The report of an approved audit 资产盘点报告: its figures beside the audit before, and all that differed. */
import type { AuditCampaign } from '#domain/audit/campaign.ts';
import type { Compared } from '#domain/audit/before.ts';
import { placeKey } from '#domain/audit/expected.ts';
import type { AuditResult, AuditTotals, ResultLine, Seen } from '#domain/audit/result.ts';
import type { AuditReview } from '#domain/audit/review.ts';
import { formCodes, paperNumber } from '#domain/numbering/number.ts';
import type { Zone } from '#domain/time/zone.ts';
import { notedOf } from './audit-lines.ts';
import {
	auditFigureWords,
	auditOutcomeWords,
	auditTypeWords,
	auditWords as words,
} from './audit-words.ts';
import type { FormField, FormPaper, FormSection, FormSigner } from './form-paper.ts';
import type { PaperLook } from './paper-look.ts';
import type { Words } from './service-sheet.ts';
import { bothTexts } from './sheet-terms.ts';
import { dateTime } from './sheet-times.ts';

const formVersion = 2;
/** Hands that fit side by side. */
const signersMax = 3;

export interface AuditSources {
	campaign: AuditCampaign;
	approved: NonNullable<AuditCampaign['approved']>;
	result: AuditResult;
	review: AuditReview | undefined;
	/** The approved one before it. */
	before: AuditCampaign | undefined;
	/** What became of its losses; known once reconciled. */
	compared?: Compared | undefined;
	look: PaperLook;
	/** Names of colleagues, by id. */
	users: ReadonlyMap<string, string>;
	zone: Zone;
	version: number;
}

/** All but the hash of what it says. Pure: the same sources, the same report. */
export function auditReport(sources: AuditSources): Omit<FormPaper, 'snapshotHash'> {
	const { campaign, approved, look, version } = sources;
	const about = auditNumberOf(campaign);
	return {
		...look,
		...{ copy: 'desk', formCode: formCodes.audit, formVersion, title: words.title },
		...{ number: paperNumber(about, version), orderNumber: about, frozenAt: approved.at },
		...(campaign.offlineNumber && { offlineNumber: campaign.offlineNumber }),
		sections: [
			campaignSection(sources),
			figuresSection(sources),
			...comparedSection(sources),
			...(['missing', 'moved', 'changed'] as const).flatMap((outcome) =>
				linesSection(sources.result, outcome),
			),
			...surplusSection(sources),
			roomsSection(sources.result),
			...bulkSection(sources.result),
		],
		...{ declaration: words.declaration, signers: signersOf(sources) },
	};
}

/** Before the server gave one it goes by its device's, or by its id. */
export function auditNumberOf({ number, offlineNumber, from, id }: AuditCampaign): string {
	const ownName = `${formCodes.audit}-${from.replaceAll('-', '')}-${id.slice(-6).toUpperCase()}`;
	return number ?? offlineNumber ?? ownName;
}

function signersOf({ campaign: { signatures = [] }, zone }: AuditSources): FormSigner[] {
	return signatures.slice(-signersMax).map(({ name, role, at, strokes }) => ({
		who: words.customer,
		lines: [[name, role].filter(Boolean).join('\u3000'), dateTime(at, zone)],
		signature: strokes,
	}));
}

function field(label: Words, value: string, span: number): FormField {
	return { label, value, span };
}

function campaignSection({ campaign, approved, users, zone }: AuditSources): FormSection {
	const nameOf = (id: string) => users.get(id) ?? '';
	return {
		heading: words.campaign,
		fields: [
			field(words.number, auditNumberOf(campaign), 6),
			field(words.name, campaign.name, 6),
			field(words.type, bothTexts(auditTypeWords[campaign.type]), 6),
			field(words.period, `${campaign.from} – ${campaign.to}`, 6),
			field(words.auditors, campaign.auditors.map(nameOf).join('、'), 6),
			field(words.approver, nameOf(approved.by), 6),
			field(words.approvedAt, dateTime(approved.at, zone), 6),
		],
	};
}

const shareDigits = 1;
/** Found where and as listed, of all that were expected. */
export function accuracy({ found, expected }: Pick<AuditTotals, 'found' | 'expected'>): string {
	return `${((expected === 0 ? 1 : found / expected) * 100).toFixed(shareDigits)} %`;
}

function figuresSection({ approved, before }: AuditSources): FormSection {
	const row = (figure: string, now: string, then: string) => ({ figure, now, then });
	const then = before?.approved;
	const rows = (Object.keys(auditFigureWords) as (keyof AuditTotals)[]).map((name) =>
		row(bothTexts(auditFigureWords[name]), String(approved[name]), then ? String(then[name]) : '–'),
	);
	return {
		heading: words.result,
		fields: before ? [{ label: words.before, value: before.name }] : [],
		table: {
			columns: [
				{ key: 'figure', words: words.figure, width: 81 },
				{ key: 'now', words: words.thisTime, width: 40 },
				{ key: 'then', words: words.before, width: 40 },
			],
			rows: [
				...rows,
				row(bothTexts(words.accuracy), accuracy(approved), then ? accuracy(then) : '–'),
			],
		},
	};
}

/** What the campaign before had missed or seen, beside this one. */
function comparedSection({ compared }: AuditSources): FormSection[] {
	const kinds = ['foundAgain', 'goneSince', 'stillMissing'] as const;
	const rows = kinds.flatMap((kind) =>
		(compared?.[kind] ?? []).map(({ tag, name, room }) => ({
			...{ what: bothTexts(words[kind]), tag, device: name, recorded: room },
		})),
	);
	if (rows.length === 0) return [];
	const what = { key: 'what', words: words.what, width: 51 };
	const narrow = columns
		.filter(({ key }) => key !== 'seen')
		.map((column) => (column.key === 'recorded' ? { ...column, width: 39 } : column));
	return [{ heading: words.compared, fields: [], table: { columns: [what, ...narrow], rows } }];
}

const columns = [
	{ key: 'tag', words: words.tag, width: 36 },
	{ key: 'device', words: words.device, width: 35 },
	{ key: 'recorded', words: words.recorded, width: 45 },
	{ key: 'seen', words: words.seen, width: 45 },
];

function linesSection({ lines }: AuditResult, outcome: ResultLine['outcome']): FormSection[] {
	const rows = lines
		.filter((line) => line.outcome === outcome)
		.map(({ line, siteName, room, seen }) => ({
			...{ tag: line.tag, device: [line.name, line.model].filter(Boolean).join(' ') },
			recorded: [siteName, room, line.holder].filter(Boolean).join(' '),
			seen: seen ? seenText(seen) : '–',
		}));
	if (rows.length === 0) return [];
	return [{ heading: auditOutcomeWords[outcome], fields: [], table: { columns, rows } }];
}

function seenText(seen: Seen): string {
	return [seen.last.room, seen.userSeen, ...notedOf(seen)].filter(Boolean).join(' ');
}

function surplusSection({ result, review }: AuditSources): FormSection[] {
	const links = new Map(review?.links.map((link) => [link.code, link]));
	const rows = result.surplus.map(({ code, seen }) => {
		const link = links.get(code);
		const place = [link?.siteName, link?.room].filter(Boolean).join(' ');
		return {
			...{ tag: code, device: seen.described?.name ?? link?.name ?? '' },
			recorded: link ? `${bothTexts(words.elsewhere)} ${place}` : bothTexts(words.unknown),
			seen: seenText(seen),
		};
	});
	if (rows.length === 0) return [];
	return [{ heading: words.surplus, fields: [], table: { columns, rows } }];
}

function roomsSection({ lines }: AuditResult): FormSection {
	const rooms = new Map<string, { room: string; expected: number; scanned: number }>();
	for (const { siteName, seen, ...place } of lines) {
		const known = rooms.get(placeKey(place)) ?? {
			...{ room: [siteName, place.room].filter(Boolean).join(' '), expected: 0, scanned: 0 },
		};
		const scanned = known.scanned + (seen ? 1 : 0);
		rooms.set(placeKey(place), { ...known, expected: known.expected + 1, scanned });
	}
	const rows = [...rooms.values()].map(({ room, expected, scanned }) => ({
		...{ room, expected: String(expected), scanned: String(scanned) },
	}));
	return {
		...{ heading: words.rooms, fields: [] },
		table: {
			columns: [
				{ key: 'room', words: words.room, width: 101 },
				{ key: 'expected', words: words.expected, width: 30 },
				{ key: 'scanned', words: words.scanned, width: 30 },
			],
			rows,
		},
	};
}

function bulkSection({ bulk }: AuditResult): FormSection[] {
	if (bulk.length === 0) return [];
	const rows = bulk.map(({ room, item, quantity }) => ({ room, item, quantity: String(quantity) }));
	const table = {
		columns: [
			{ key: 'room', words: words.room, width: 71 },
			{ key: 'item', words: words.item, width: 60 },
			{ key: 'quantity', words: words.quantity, width: 30 },
		],
		rows,
	};
	return [{ heading: words.bulk, fields: [], table }];
}
