import { commandId, type Actor, type Command } from './command.ts';
import type { HistoryEntry, RecordBase } from './record.ts';
import { movesKeptMax } from './stock/stock.ts';

type Scalar = string | number | boolean | null;
/** A value longer than this is remembered by its beginning only; the command journal has it whole. */
const historyValueLengthMax = 200;
const stamps = ['updatedAt', 'updatedBy', 'createdAt', 'createdBy', 'history'];

/** A shelf's scans say themselves who made them, when, on which device. */
const shelfHistoryMax = 5;
/** So do the findings of a round; of the rest its latest moves. */
const inspectionHistoryMax = 100;

/** All of it; of a stock, which is written every day for years, what its moves go back to. */
export function historyBefore(record: RecordBase | undefined): HistoryEntry[] {
	const history = record?.history ?? [];
	if (record?.kind === 'auditCount') return history.slice(1 - shelfHistoryMax);
	if (record?.kind === 'inspection') return history.slice(1 - inspectionHistoryMax);
	return record?.kind === 'stock' ? history.slice(1 - movesKeptMax) : history;
}

/** Which scalar fields a command moved, from what to what; lists and parts are named by the command itself. */
export function historyEntry(
	before: object | undefined,
	after: object,
	command: Command,
	actor: Actor,
): HistoryEntry {
	return {
		at: command.at.effective,
		by: actor.userId,
		device: command.device,
		command: command.type,
		seq: command.seq,
		id: commandId(command),
		changes: before ? changesOf(told(before, command), told(after, command)) : [],
		...importOf(command),
	};
}

/** Which import it was, and its file by name. */
function importOf({ type, args: { importId, importName } }: Command) {
	if (!type.startsWith('asset.import@')) return {};
	return {
		...(typeof importId === 'string' && { importId }),
		...(typeof importName === 'string' && { importName }),
	};
}

/** Of an asset also people, the supplier and short lists, by their names: who had it, what was in it. */
function told(record: object, { kind }: Command): object {
	if (kind !== 'asset') return record;
	const fields = Object.entries<unknown>({ ...record });
	return Object.fromEntries(fields.map(([field, value]) => [field, namesOf(value) ?? value]));
}

function namesOf(value: unknown): string | undefined {
	if (Array.isArray(value)) {
		const names = value.map(nameOf);
		return names.every((name) => name !== undefined) ? names.join('、') : undefined;
	}
	return typeof value === 'object' && value !== null ? nameOf(value) : undefined;
}

function nameOf(value: unknown): string | undefined {
	if (typeof value === 'string') return value;
	const { name, sort, model, serial } = value as Record<string, unknown>;
	if (typeof name === 'string') return name;
	if (typeof sort !== 'string' || !('since' in (value as object))) return undefined;
	return [sort, model, serial].filter((part) => typeof part === 'string').join(' ');
}

function changesOf(before: object, after: object): HistoryEntry['changes'] {
	const was = Object.fromEntries(Object.entries(before));
	const is = Object.fromEntries(Object.entries(after));
	return [...new Set([...Object.keys(was), ...Object.keys(is)])]
		.filter((field) => !stamps.includes(field) && isScalar(was[field]) && isScalar(is[field]))
		.filter((field) => was[field] !== is[field])
		.map((field) => ({ field, from: scalar(was[field]), to: scalar(is[field]) }));
}

function isScalar(value: unknown): boolean {
	return value === undefined || value === null || typeof value !== 'object';
}

function scalar(value: unknown): Scalar {
	if (typeof value === 'string') return value.slice(0, historyValueLengthMax);
	if (typeof value === 'number' || typeof value === 'boolean') return value;
	return null;
}
