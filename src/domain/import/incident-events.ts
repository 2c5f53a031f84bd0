/** What an incident's log says step by step, before anything of ours is made of it. */
import type { Zone } from '../time/zone.ts';
import { laterOf, type Instant } from '../time/instant.ts';
import { instantOfText } from './local-dates.ts';
import type { DateReading, RowProblem } from './report.ts';
import type { NamedRow, NamedTable } from './table.ts';

export const incidentColumns = {
	number: ['number', 'Number', 'Incident', '编号', '事件编号'],
	state: ['incident_state', 'State', 'Incident state', '状态'],
	modCount: ['sys_mod_count', 'Updates'],
	caller: ['caller_id', 'Caller', '报告人'],
	openedBy: ['opened_by', 'Opened by', '受理人'],
	openedAt: ['opened_at', 'Opened', '受理时间'],
	updatedAt: ['sys_updated_at', 'Updated', '更新时间'],
	contactType: ['contact_type', 'Contact type', '渠道'],
	location: ['location', 'Location', '位置'],
	category: ['category', 'Category', '类别'],
	subcategory: ['subcategory', 'Subcategory', '子类别'],
	symptom: ['u_symptom', 'Symptom', '症状', '故障现象'],
	summary: ['short_description', 'Short description', '摘要'],
	impact: ['impact', 'Impact', '影响'],
	urgency: ['urgency', 'Urgency', '紧急程度'],
	group: ['assignment_group', 'Assignment group', '工作组'],
	assignee: ['assigned_to', 'Assigned to', '负责人'],
	closedCode: ['closed_code', 'Close code', '关闭代码'],
	resolvedBy: ['resolved_by', 'Resolved by', '解决人'],
	closedAt: ['closed_at', 'Closed', '关闭时间'],
} as const;
export type IncidentColumn = keyof typeof incidentColumns;
export type IncidentRow = NamedRow<IncidentColumn>;

export interface IncidentEvent {
	row: IncidentRow;
	/** Never before the one it follows: the log is exact to the minute only. */
	at: Instant;
}

export interface Incident {
	number: string;
	openedAt: Instant;
	events: IncidentEvent[];
}

interface TimedRow {
	row: IncidentRow;
	openedAt: Instant;
	updatedAt: Instant;
}

/** The rows of each incident in the order of its updates; rows whose times cannot be read are refused. */
export function readIncidents(
	table: NamedTable<IncidentColumn>,
	reading: DateReading,
	zone: Zone,
): { incidents: Incident[]; refused: RowProblem[] } {
	const refused: RowProblem[] = [];
	const byNumber = new Map<string, TimedRow[]>();
	for (const row of table.rows) {
		const timed = timedRow(row, table, reading, zone);
		if ('reason' in timed) refused.push(timed);
		else byNumber.set(row.text('number'), [...(byNumber.get(row.text('number')) ?? []), timed]);
	}
	const incidents = [...byNumber].map(([number, rows]) => incidentOf(number, rows));
	return { incidents, refused };
}

function timedRow(
	row: IncidentRow,
	{ titles }: NamedTable<IncidentColumn>,
	{ order }: DateReading,
	zone: Zone,
): TimedRow | RowProblem {
	const problem = (column: IncidentColumn): RowProblem => {
		const value = row.text(column);
		const named = { line: row.line, column: titles[column] ?? column };
		return value
			? { ...named, reason: 'date', detail: { value: value.slice(0, 60) } }
			: { ...named, reason: 'value-missing' };
	};
	if (!row.text('number')) return problem('number');
	if (!row.text('state')) return problem('state');
	const openedAt = instantOfText(row.text('openedAt'), order, zone);
	if (!openedAt) return problem('openedAt');
	const updatedAt = row.text('updatedAt')
		? instantOfText(row.text('updatedAt'), order, zone)
		: openedAt;
	return updatedAt ? { row, openedAt, updatedAt } : problem('updatedAt');
}

function incidentOf(number: string, rows: readonly TimedRow[]): Incident {
	const sorted = rows.toSorted(
		(a, b) =>
			Number(a.row.text('modCount')) - Number(b.row.text('modCount')) ||
			(a.updatedAt < b.updatedAt ? -1 : Number(a.updatedAt > b.updatedAt)),
	);
	let at = sorted[0]!.openedAt;
	const events = sorted.map(({ row, updatedAt }) => {
		at = laterOf(at, updatedAt);
		return { row, at };
	});
	return { number, openedAt: sorted[0]!.openedAt, events };
}
