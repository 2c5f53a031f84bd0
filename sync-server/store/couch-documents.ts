import type { CommandResult } from '#domain/protocol/wire.ts';
import type { RecordKind } from '#domain/record.ts';
import type { Instant } from '#domain/time/instant.ts';
import type { Command } from '#domain/command.ts';
import type { CouchDocument } from './couch-database.ts';
import { recordKey, type JournalEntry, type RecordKey, type StoredRecord } from './port.ts';
import type { Stays } from './stays.ts';

/** What became of a command, told again where the journal was not written in time. */
type MarkedResult = [device: string, seq: number, result: string];

export interface CommandName {
	device: string;
	seq: number;
}

/** A record; its id is its key. Bodies are text, so that they come back sign by sign. */
export interface RecordDocument extends CouchDocument {
	type: 'record';
	kind: RecordKind;
	id: string;
	/** 0 where only the place is held: there is no record yet. */
	rev: number;
	channels: readonly string[];
	/** Channels it left, with the revision in which it did. */
	former: Readonly<Record<string, number>>;
	json: string;
	/** Every command that took effect in this very body, by device. */
	marks: Readonly<Record<string, readonly number[]>>;
	/** Of the latest of them. */
	results: readonly MarkedResult[];
	/** Commands a settled conflict took out of it, to be run anew. */
	owed?: readonly CommandName[];
	reviewAt?: Instant;
	terms: readonly string[];
	text: string;
	/** The number it was given, for who has to rebuild the counters. */
	number?: { name: string; n: number };
	/** By the server's clock; absent where a settled conflict made it uncertain. */
	stays?: Stays<Instant>;
	/** Written anew without a change of body, so that who decided on the revision before has to look again. */
	renewals?: number;
}

/** Tells those who listen to a channel that a record left it; its place in the feed is when. */
export interface DepartureDocument extends CouchDocument {
	type: 'left';
	channel: string;
	kind: RecordKind;
	id: string;
	rev: number;
}

/** `intent`: about to take effect in its record; `done`: its result is final. */
export interface JournalDocument extends CouchDocument {
	state: 'intent' | 'done';
	device: string;
	seq: number;
	/** Key of the record that has its mark, or is to have it; not always the one the command names. */
	place: string;
	command: string;
	result: string;
	userId: string;
	receivedAt: Instant;
	/** Of what is done: whether it is in its record. */
	hasEffect: boolean;
}

const resultsKeptMax = 32;
const seqDigits = 16;

/** A blank sorts before every sign of a device's name: journal ids are in the order of device, then seq. */
export function journalId({ device, seq }: CommandName): string {
	return `${device} ${String(seq).padStart(seqDigits, '0')}`;
}

export function departureId(channel: string, key: RecordKey): string {
	return `left/${channel}/${recordKey(key)}`;
}

export function isMarked({ marks }: RecordDocument, { device, seq }: CommandName): boolean {
	return marks[device]?.includes(seq) ?? false;
}

export function isOwed({ owed = [] }: RecordDocument, name: CommandName): boolean {
	return owed.some((one) => isSame(one, name));
}

export function isSame(a: CommandName, b: CommandName): boolean {
	return a.device === b.device && a.seq === b.seq;
}

export function namesIn({ marks }: RecordDocument): CommandName[] {
	return Object.entries(marks).flatMap(([device, seqs]) => seqs.map((seq) => ({ device, seq })));
}

/** The record with one more command in it, which nothing owes any longer. */
export function marked(
	document: RecordDocument,
	name: CommandName,
	result: string,
): Pick<RecordDocument, 'marks' | 'results' | 'owed'> {
	const { device, seq } = name;
	const seqs = document.marks[device] ?? [];
	return {
		marks: { ...document.marks, [device]: [...seqs, seq] },
		results: [...document.results, [device, seq, result] as const].slice(
			-resultsKeptMax,
		) as MarkedResult[],
		owed: (document.owed ?? []).filter((one) => !isSame(one, name)),
	};
}

export function storedOf({ kind, id, rev, channels, former, json }: RecordDocument): StoredRecord {
	return { kind, id, rev, channels, former: Object.keys(former), json };
}

export function entryOf({ command, result, userId, receivedAt }: JournalDocument): JournalEntry {
	return {
		command: JSON.parse(command) as Command,
		result: JSON.parse(result) as CommandResult,
		userId,
		receivedAt,
	};
}

export function journalDocument(
	{ command, result, userId, receivedAt }: JournalEntry,
	place: string,
	fate: Pick<JournalDocument, 'state' | 'hasEffect'>,
): JournalDocument {
	const { device, seq } = command;
	return {
		_id: journalId(command),
		...{ ...fate, device, seq, place, userId, receivedAt },
		command: JSON.stringify(command),
		result: JSON.stringify(result),
	};
}

/** The record tells of its latest commands what became of them; of older ones the intent says it. */
export function resultIn(leaf: RecordDocument, document: JournalDocument): CommandResult {
	const { device, seq } = document;
	const marked = leaf.results.find((one) => one[0] === device && one[1] === seq);
	return JSON.parse(marked?.[2] ?? document.result) as CommandResult;
}
