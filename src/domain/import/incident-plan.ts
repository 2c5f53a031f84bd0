/**
 * A ServiceNow incident log, one row per update, becomes work orders with their history: what the
 * log shows is told in our own commands at the times it happened.
 *
 *   first row            create, by who opened it, received when it was opened
 *   somebody assigned    dispatch (again: with "escalation" where the group changed, else "overload";
 *                        the log gives no reason, and neither says that the first one was wrong)
 *   Active               accept, by the one assigned
 *   Awaiting …, other    a note: waiting without a visit is no state of ours
 *   Resolved             resolveRemotely, by who resolved it: the contact is by phone
 *   open again           reopen; later than our rule allows, the row is refused and what follows is
 *                        kept as notes
 *   Closed               close; the log knows no return visit, so it counts as declined
 *   Canceled             cancel
 *
 * Steps without an actor are told in the name of the server.
 */
import type { Actor } from '../command.ts';
import { isOpen, moves, type OrderState } from '../work-order/states.ts';
import { addMinutes, type Instant } from '../time/instant.ts';
import type { Zone } from '../time/zone.ts';
import { reopenDaysMax } from '../work-order/commands/desk.ts';
import {
	incidentColumns,
	readIncidents,
	type Incident,
	type IncidentColumn,
	type IncidentEvent,
	type IncidentRow,
} from './incident-events.ts';
import { IncidentRegisters } from './incident-registers.ts';
import { readingOf } from './local-dates.ts';
import type { ImportPlan, PlannedCommand } from './plan.ts';
import type { FileProblem, RowProblem } from './report.ts';
import { sourceId } from './source-id.ts';
import { readTable, type NamedTable, type TableRow } from './table.ts';

const dateColumns = ['openedAt', 'updatedAt', 'closedAt'] as const;
const assumedOrder = 'day-month';
/** Commands one row may become; numbers them within the incident's log. */
const commandsPerRowMax = 10;
const dayMinutes = 24 * 60;
const noteOfSource = '来源日志未注明原因 / the log gives no reason';

/** The commands that tell the log again; a FileProblem where its columns are not those of one. */
export function planIncidents(rows: readonly TableRow[], zone: Zone): ImportPlan | FileProblem {
	const required = ['number', 'state', 'caller', 'openedAt'] as const;
	const table = readTable(rows, incidentColumns, required);
	if ('kind' in table) return table;
	const reading = readingOfTable(table);
	const { incidents, refused } = readIncidents(table, reading, zone);
	const registers = new IncidentRegisters(table.rows);
	const told = incidents.map((incident) => new IncidentStory(incident, registers).tell());
	return {
		commands: [...registers.commands, ...told.flatMap(({ commands }) => commands)],
		refused: [...table.refused, ...refused, ...told.flatMap((story) => story.refused)],
		dates: [reading],
		rowsWithoutEffect: told.reduce((sum, { silentRows }) => sum + silentRows, 0),
	};
}

function readingOfTable(table: NamedTable<IncidentColumn>) {
	const present = dateColumns.filter((column) => table.titles[column] !== undefined);
	const values = present.flatMap((column) => table.rows.map((row) => row.text(column)));
	return readingOf(
		present.map((column) => table.titles[column] ?? column),
		values,
		assumedOrder,
	);
}

/** Follows one incident through the states of a work order. */
class IncidentStory {
	readonly #incident: Incident;
	readonly #registers: IncidentRegisters;
	readonly #commands: PlannedCommand[] = [];
	readonly #refused: RowProblem[] = [];
	#endedAt: Instant | undefined;
	#state: OrderState = 'new';
	#assignee: string | undefined;
	#group = '';
	#lastState = '';

	constructor(incident: Incident, registers: IncidentRegisters) {
		this.#incident = incident;
		this.#registers = registers;
	}

	tell(): { commands: PlannedCommand[]; refused: RowProblem[]; silentRows: number } {
		let silentRows = 0;
		this.#incident.events.forEach((event, n) => {
			const before = this.#commands.length;
			if (n === 0) this.#create(event);
			this.#follow(event);
			const own = this.#commands.slice(before);
			own.forEach((command, k) => (command.as = this.#named(n, k)));
			if (own.length === 0) silentRows++;
		});
		return { commands: this.#commands, refused: this.#refused, silentRows };
	}

	#named(event: number, command: number) {
		const device = `import-${sourceId('incident', this.#incident.number).slice(0, 23)}`;
		return { device, seq: event * commandsPerRowMax + command + 1 };
	}

	#follow(event: IncidentEvent): void {
		const stateText = event.row.text('state');
		const wanted = wantedOf(stateText);
		this.#passOn(event.row, event, wanted);
		if (wanted === 'resolved' || wanted === 'closed') this.#resolve(event);
		if (wanted === 'closed' && this.#state !== 'closed') this.#close(event);
		if (wanted === 'cancelled') this.#cancel(event);
		if (wanted === 'active' && this.#state === 'dispatched') this.#accept(event);
		if (wanted === 'waiting') this.#noteState(event);
		this.#lastState = stateText;
	}

	#create({ row }: IncidentEvent): void {
		const { number, openedAt } = this.#incident;
		const [category, subcategory] = [row.text('category'), row.text('subcategory')];
		const symptom = row.text('symptom');
		const kind = [category, subcategory].filter(Boolean).join(' · ');
		this.#group = row.text('group');
		const args = {
			orderKind: 'fault',
			channel: channelOf(row.text('contactType')),
			mode: 'phone',
			requester: this.#registers.requester(row),
			...this.#registers.place(row),
			...(this.#group && { deskId: this.#registers.desk(this.#group) }),
			summary: row.text('summary') || [symptom, kind].filter(Boolean).join(' · ') || number,
			...(symptom && { symptom }),
			...(kind && { category: kind }),
			impact: gradeOf(row.text('impact')),
			urgency: gradeOf(row.text('urgency')),
			references: [number],
			receivedAt: openedAt,
		};
		this.#add({ row, at: openedAt }, 'create', args, this.#registers.openedBy(row));
	}

	/** Another group, another person, or open again after it was resolved. */
	#passOn(row: IncidentRow, event: IncidentEvent, wanted: Wanted): void {
		const finished = ['resolved', 'closed', 'cancelled'].includes(wanted);
		if (!finished && !isOpen(this.#state)) this.#openAgain(event);
		if (!isOpen(this.#state)) return;
		const group = row.text('group') || this.#group;
		const assignee = row.text('assignee');
		const groupChanged = group !== this.#group;
		if (groupChanged)
			this.#add(event, 'note', { text: `工作组 / group: ${this.#group} → ${group}` });
		this.#group = group;
		if (assignee && assignee !== this.#assignee) this.#dispatch(event, assignee, groupChanged);
	}

	#dispatch(event: IncidentEvent, assignee: string, groupChanged: boolean): void {
		const reason = groupChanged ? 'escalation' : 'overload';
		const again = this.#assignee && { reason, note: noteOfSource };
		const assigneeId = this.#registers.engineer(assignee).userId;
		this.#add(event, 'dispatch', { assigneeId, ...again });
		this.#assignee = assignee;
		this.#state = moves.dispatch.to;
	}

	#accept(event: IncidentEvent): void {
		const by = this.#assignee && this.#registers.engineer(this.#assignee);
		if (!by) return;
		this.#add(event, 'accept', {}, by);
		this.#state = moves.accept.to;
	}

	#resolve(event: IncidentEvent): void {
		if (!isOpen(this.#state)) return;
		const code = event.row.text('closedCode');
		const solution = code
			? `已解决,关闭代码 / resolved, closing code: ${code}`
			: '已解决,来源未注明办法 / resolved, the log does not say how';
		const by = this.#registers.resolvedBy(event.row);
		this.#add(event, 'resolveRemotely', { solution, mode: 'phone' }, by);
		this.#state = moves.resolveRemotely.to;
		this.#endedAt = event.at;
	}

	#openAgain(event: IncidentEvent): void {
		const limit = this.#endedAt && addMinutes(this.#endedAt, reopenDaysMax * dayMinutes);
		if (!limit || event.at <= limit) return this.#reopen(event);
		const detail = { days: reopenDaysMax };
		if (this.#refused.length === 0)
			this.#refused.push({ line: event.row.line, reason: 'too-late', detail });
		if (wantedOf(event.row.text('state')) !== 'waiting') this.#noteState(event);
	}

	/** What no command of ours tells. */
	#noteState(event: IncidentEvent): void {
		const state = event.row.text('state');
		if (state === this.#lastState) return;
		this.#add(event, 'note', { text: `${this.#incident.number}: ${state}` });
	}

	#reopen(event: IncidentEvent): void {
		const name = this.#state === 'cancelled' ? 'revive' : 'reopen';
		this.#add(event, name, { reason: noteOfSource });
		this.#state = moves[name].to;
		this.#assignee = undefined;
	}

	#cancel(event: IncidentEvent): void {
		if (!isOpen(this.#state)) return;
		this.#add(event, 'cancel', { reason: event.row.text('closedCode') || noteOfSource });
		this.#state = moves.cancel.to;
		this.#assignee = undefined;
	}

	#close(event: IncidentEvent): void {
		const code = event.row.text('closedCode');
		const note = '来源日志无回访记录 / the log has no return visit';
		this.#add(event, 'close', { outcome: 'declined', tries: 0, note, ...(code && { code }) });
		this.#state = moves.close.to;
		this.#endedAt = event.at;
	}

	#add(
		{ row, at }: Pick<IncidentEvent, 'row' | 'at'>,
		name: string,
		args: Record<string, unknown>,
		actor?: Actor,
	): void {
		this.#commands.push({
			type: `workOrder.${name}@1`,
			kind: 'workOrder',
			record: sourceId('incident', this.#incident.number),
			args,
			line: row.line,
			at,
			...(actor && { actor }),
		});
	}
}

type Wanted = 'new' | 'active' | 'waiting' | 'resolved' | 'closed' | 'cancelled';

function wantedOf(state: string): Wanted {
	const known: Record<string, Wanted> = {
		new: 'new',
		active: 'active',
		'in progress': 'active',
		resolved: 'resolved',
		closed: 'closed',
		canceled: 'cancelled',
		cancelled: 'cancelled',
	};
	return known[state.toLowerCase()] ?? 'waiting';
}

/** `1 - High`, `3 - Low`: unknown ones count as medium. */
function gradeOf(text: string): 'high' | 'medium' | 'low' {
	const grades = ['high', 'medium', 'low'] as const;
	return grades.find((grade) => text.toLowerCase().includes(grade)) ?? 'medium';
}

function channelOf(text: string): string {
	const known: Record<string, string> = {
		email: 'email',
		'self service': 'self_service',
		'self-service': 'self_service',
		'walk-in': 'walk_up',
		monitoring: 'monitoring',
	};
	return known[text.toLowerCase()] ?? 'phone';
}
