import type { Role } from '../access/roles.ts';
import type { Actor } from '../command.ts';
import { defaultDeskId } from '../organisation/records.ts';
import type { IncidentColumn, IncidentRow } from './incident-events.ts';
import { PlannedRegisters, type PlannedCommand } from './plan.ts';
import { sourceId } from './source-id.ts';

/** Whose incidents the log holds: it names places and callers, and no organisation. */
const customerName = '事件日志客户 / Incident log';

/**
 * People, groups and places of an incident log, each once: callers become contacts, locations sites of
 * one customer, groups desks, staff users without credentials, so that nobody can sign in as them.
 */
export class IncidentRegisters {
	readonly #planned = new PlannedRegisters();
	readonly #actors = new Map<string, Actor>();
	readonly #customerId: string;

	constructor(rows: readonly IncidentRow[]) {
		const line = rows[0]?.line ?? 1;
		this.#customerId = this.#planned.add('customer', sourceId('customer', customerName), line, {
			name: customerName,
			deskId: defaultDeskId,
		});
		for (const row of rows) this.#gather(row);
	}

	get commands(): PlannedCommand[] {
		return this.#planned.commands;
	}

	requester(row: IncidentRow): { name: string; contactId?: string } {
		const name = row.text('caller');
		return name ? { name, contactId: sourceId('contact', customerName, name) } : { name: '?' };
	}

	place(row: IncidentRow): { customerId: string; siteId?: string } {
		const name = row.text('location');
		const customerId = this.#customerId;
		return name ? { customerId, siteId: sourceId('site', customerName, name) } : { customerId };
	}

	desk(group: string): string {
		return sourceId('desk', group);
	}

	/** Undefined where the log does not say who. */
	openedBy(row: IncidentRow): Actor | undefined {
		return this.#dispatcher(row.text('openedBy'));
	}

	resolvedBy(row: IncidentRow): Actor | undefined {
		return this.#dispatcher(row.text('resolvedBy'));
	}

	engineer(name: string): Actor {
		return this.#actor(name, 'engineer');
	}

	#dispatcher(name: string): Actor | undefined {
		return name ? this.#actor(name, 'dispatcher') : undefined;
	}

	#gather(row: IncidentRow): void {
		const add = this.#planned.add.bind(this.#planned);
		const { line } = row;
		const named = (column: IncidentColumn, make: (name: string) => void) => {
			if (row.text(column)) make(row.text(column));
		};
		const customerId = this.#customerId;
		named('group', (name) => add('desk', this.desk(name), line, { name, purpose: 'desk' }));
		named('location', (name) =>
			add('site', sourceId('site', customerName, name), line, { customerId, name }),
		);
		named('caller', (name) =>
			add('contact', sourceId('contact', customerName, name), line, { customerId, name }),
		);
		named('assignee', (name) => this.#addUser(this.engineer(name), line));
		for (const person of [this.openedBy(row), this.resolvedBy(row)])
			if (person) this.#addUser(person, line);
	}

	#addUser({ userId, name, roles }: Actor, line: number): void {
		const set = { name, roles: [...roles], deskIds: [defaultDeskId] };
		this.#planned.add('user', userId, line, set);
	}

	/** One object per person, so that runs of his commands can go together. */
	#actor(name: string, role: Role): Actor {
		const key = `${role}/${name}`;
		const known = this.#actors.get(key);
		if (known) return known;
		const userId = sourceId('user', role, name);
		const actor = { userId, name, roles: [role], deskIds: [defaultDeskId] };
		this.#actors.set(key, actor);
		return actor;
	}
}
