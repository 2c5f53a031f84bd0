/** The fields of the plan form, and the plan they say. */
import { usualChain, type ChainStep, type Inspection } from '#domain/inspection/inspection.ts';
import {
	usualSeason,
	type Recurrence,
	type RecurrenceKind,
} from '#domain/inspection/recurrence.ts';

export interface PlanInput {
	name: string;
	siteId: string;
	rooms: string[];
	checklists: string[];
	recurrence: string;
	seasonFrom: string;
	seasonTo: string;
	from: string;
	to: string;
	inspectors: string[];
	resources: string;
	/** The customer's departments, separated. */
	departments: string;
}

const between = /[、,，;；]/u;

export function emptyPlan(from: string, to: string): PlanInput {
	return {
		...{ name: '', siteId: '', rooms: [], checklists: [], recurrence: 'monthly', from, to },
		...{ inspectors: [], resources: '', departments: departmentsOf(usualChain) },
		...{ seasonFrom: String(usualSeason.from), seasonTo: String(usualSeason.to) },
	};
}

export function inputOf(plan: Inspection): PlanInput {
	const { name, siteId, rooms = [], checklists, recurrence, from, to, inspectors } = plan;
	const season = recurrence.season ?? usualSeason;
	return {
		...{ name, siteId, rooms: [...rooms], checklists: [...checklists], from, to },
		...{ recurrence: recurrence.kind, inspectors: [...inspectors] },
		...{ resources: plan.resources ?? '', departments: departmentsOf(plan.chain) },
		...{ seasonFrom: String(season.from), seasonTo: String(season.to) },
	};
}

function departmentsOf(chain: readonly ChainStep[]): string {
	return chain.flatMap(({ side, name }) => (side === 'client' ? [name ?? ''] : [])).join('、');
}

export function isMonth(text: string): boolean {
	return /^(?:[1-9]|1[0-2])$/.test(text.trim());
}

export function planOf(input: PlanInput): Record<string, unknown> {
	const { name, siteId, rooms, from, to, inspectors, resources } = input;
	return {
		...{ name, siteId, from, to, inspectors, recurrence: recurrenceOf(input) },
		checklists: input.checklists,
		...(rooms.length > 0 && { rooms }),
		...(resources.trim() && { resources: resources.trim() }),
		chain: chainOf(input),
	};
}

function recurrenceOf({ recurrence, seasonFrom, seasonTo }: PlanInput): Recurrence {
	const kind = recurrence as RecurrenceKind;
	if (kind !== 'seasonal') return { kind };
	return { kind, season: { ...usualSeason, from: Number(seasonFrom), to: Number(seasonTo) } };
}

function chainOf({ departments }: PlanInput): ChainStep[] {
	const names = departments.split(between).map((name) => name.trim());
	const client = names
		.filter(Boolean)
		.map((name): ChainStep => ({ role: 'clientApprover', side: 'client', name }));
	return [{ role: 'supervisor', side: 'provider' }, ...client];
}
