/**
 * Compares what was signed with what the record says now. Facts added later change nothing that was
 * signed and are told apart; a number the server gave afterwards is no change.
 */
import { canonicalJson } from '../canonical-json.ts';
import { snapshotJson } from '../work-order/readiness.ts';
import type { WorkOrder } from '../work-order/work-order.ts';

export interface SnapshotChange {
	/** A field of the order, or of a line: `solution`, `seal` … */
	field: string;
	/** For fields of a line: which, from 1. */
	line?: number | undefined;
	/** `added`: more entries of a list of facts; those signed are as they were. */
	how: 'changed' | 'added';
}

type Values = Record<string, unknown>;

/** Lists that only grow: an entry more is no change of what was signed. */
const factLists = [
	...['visits', 'times', 'notes', 'photos', 'voices', 'signatures', 'consents', 'interruptions'],
	...['found', 'timeCorrections', 'hands'],
];

/** How the desk dealt with a fact that came late; not what it says. */
const deskMarks = ['late', 'accepted', 'noted'];

/** In the order of the fields' names; empty where everything is as it was signed. Throws on text that is no snapshot. */
export function changesSince(signedJson: string, order: WorkOrder): SnapshotChange[] {
	const was = valuesOf(JSON.parse(signedJson));
	const is = valuesOf(JSON.parse(snapshotJson(order)));
	const names = [...new Set([...Object.keys(was), ...Object.keys(is)])].sort();
	return names.flatMap((field) => {
		if (same(was[field], is[field])) return [];
		if (field === 'number' && was[field] === undefined) return [];
		if (field === 'lines') return linesChanged(listOf(was[field]), listOf(is[field]));
		if (!factLists.includes(field)) return [{ field, how: 'changed' as const }];
		return factsChanged(field, listOf(was[field]), listOf(is[field]));
	});
}

/** Of two texts whose every field was signed: the fields that differ. Throws on text that is none. */
export function fieldsChanged(wasJson: string, isJson: string): SnapshotChange[] {
	const was = valuesOf(JSON.parse(wasJson));
	const is = valuesOf(JSON.parse(isJson));
	const names = [...new Set([...Object.keys(was), ...Object.keys(is)])].sort();
	return names
		.filter((field) => !same(was[field], is[field]))
		.map((field) => ({ field, how: 'changed' as const }));
}

/** `added` only where every signed entry still stands as it was. */
function factsChanged(field: string, was: Values[], is: Values[]): SnapshotChange[] {
	const kept = was.every((entry) => is.some((now) => same(unmarked(entry), unmarked(now))));
	if (kept && is.length === was.length) return [];
	return [{ field, how: kept ? 'added' : 'changed' }];
}

function unmarked(fact: Values): Values {
	return Object.fromEntries(Object.entries(fact).filter(([name]) => !deskMarks.includes(name)));
}

function linesChanged(was: Values[], is: Values[]): SnapshotChange[] {
	const ids = [...new Set([...is, ...was].map(({ id }) => id))];
	return ids.flatMap((id, at) => {
		const before = was.find((line) => line['id'] === id);
		const after = is.find((line) => line['id'] === id);
		const line = at + 1;
		if (!before || !after) return [{ field: 'lines', line, how: 'changed' as const }];
		const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
		return fields
			.filter((field) => !same(before[field], after[field]))
			.map((field) => ({ field, line, how: 'changed' as const }));
	});
}

function same(a: unknown, b: unknown): boolean {
	return a === b || canonicalJson({ value: a }) === canonicalJson({ value: b });
}

function valuesOf(value: unknown): Values {
	return typeof value === 'object' && value !== null
		? Object.fromEntries(Object.entries(value))
		: {};
}

function listOf(value: unknown): Values[] {
	return Array.isArray(value) ? value.map(valuesOf) : [];
}
