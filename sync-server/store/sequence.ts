/** Positions of stores that count their writes: the number as text. */
import type { RecordKind } from '#domain/record.ts';
import {
	recordKey,
	type Changes,
	type NumberCounter,
	type Position,
	type RecordKey,
} from './port.ts';

interface ChangeRow extends RecordKey {
	seq: number;
}

/** A position that was never given here is the beginning. */
export function placeOf(position: Position, head: number): number {
	const place = Number(position);
	return Number.isSafeInteger(place) && place >= 0 && place <= head ? place : 0;
}

/**
 * The first `limit` of the rows, which are in order and one per channel: a record in several
 * channels is named once. Without more of them everything up to the head has been told.
 */
export function changesOf(rows: readonly ChangeRow[], head: number, limit: number): Changes {
	const page = rows.slice(0, limit);
	const keys = new Map(page.map(({ kind, id }) => [recordKey({ kind, id }), { kind, id }]));
	const more = rows.length > page.length;
	const last = page.at(-1)?.seq ?? 0;
	return { keys: [...keys.values()], next: String(more ? last : head), more };
}

/** Whether a record's key comes behind another: by kind, then by id. */
export function isBehind({ kind, id }: RecordKey, key: string): boolean {
	const other = splitKey(key);
	return kind === other.kind ? id > other.id : kind > other.kind;
}

/** A counter kept under `FORM DATE`. */
export function counterOf(name: string, n: number): NumberCounter {
	const [form = '', date = ''] = name.split(' ');
	return { form, date, n };
}

export function splitKey(key: string): RecordKey {
	const at = key.indexOf('/');
	return { kind: key.slice(0, Math.max(0, at)) as RecordKind, id: key.slice(at + 1) };
}
