/**
 * Checks a whole store against what must hold: numbers unique and permanent (statement 13), every
 * acknowledged command in effect once (2, 3), no record without its commands. Reads only. Gaps in
 * numbers are no finding: they come from restores and from orders that were not written.
 */
import { commandId } from '#domain/command.ts';
import { parseNumber } from '#domain/numbering/number.ts';
import { isNumbered, offlineNumberOf } from '#domain/numbering/numbered.ts';
import type { AnyRecord } from '#domain/record-schemas.ts';
import type { Instant } from '#domain/time/instant.ts';
import { recordKey, type JournalEntry, type Records, type Survey } from '#server/store/port.ts';
import { bodyOf } from '#server/store/stored-body.ts';

const rowsPerPage = 1_000;

export type FindingKind =
	| 'number-twice'
	| 'offline-number-twice'
	| 'device-code-twice'
	| 'counter-behind'
	| 'command-without-effect'
	| 'record-without-command'
	| 'record-unreadable';

export interface Finding {
	kind: FindingKind;
	/** What it is about: a number, a code, a command's or a record's name. */
	what: string;
	where: string[];
}

type Checked = Pick<Records, 'get' | 'journaled'> & Survey;

/**
 * Findings one by one, as they are found. Of a store in use only commands received before `before`
 * count: what is written at this moment is in the journal first.
 */
export async function* findingsIn(store: Checked, before?: Instant): AsyncGenerator<Finding> {
	yield* deviceFindings(store);
	yield* recordFindings(store);
	yield* journalFindings(store, before);
}

async function* deviceFindings(store: Checked): AsyncGenerator<Finding> {
	const codes = new Bearers('device-code-twice');
	let after: string | undefined;
	for (;;) {
		const page = await store.allDevices(after, rowsPerPage);
		for (const { id, code } of page) codes.add(code, id);
		const last = page.at(-1);
		if (!last) break;
		after = last.id;
	}
	yield* codes.findings();
}

async function* recordFindings(store: Checked): AsyncGenerator<Finding> {
	const numbers = new Bearers('number-twice');
	const offline = new Bearers('offline-number-twice');
	const highest = new Map<string, number>();
	let after: string | undefined;
	for (;;) {
		const page = await store.allRecords(after, rowsPerPage);
		for (const stored of page) {
			const key = recordKey(stored);
			const record = readSafely(() => bodyOf(stored));
			if (!record) {
				yield { kind: 'record-unreadable', what: key, where: [] };
				continue;
			}
			yield* unjournaled(store, record);
			if (!isNumbered(record)) continue;
			const own = offlineNumberOf(record);
			if (own !== undefined) offline.add(own, record.id);
			if (record.number === undefined) continue;
			numbers.add(record.number, record.id);
			noteHighest(highest, record.number);
		}
		const last = page.at(-1);
		if (!last) break;
		after = recordKey(last);
	}
	yield* numbers.findings();
	yield* offline.findings();
	yield* behind(highest, await store.numberCounters());
}

/** Every entry of a record's history that a command made names one in the journal. */
async function* unjournaled(store: Checked, record: AnyRecord): AsyncGenerator<Finding> {
	for (const entry of record.history) {
		const seq = entry['seq'];
		if (typeof seq !== 'number' || (await store.journaled(entry.device, seq))) continue;
		const what = commandId({ device: entry.device, seq });
		yield { kind: 'record-without-command', what, where: [recordKey(record)] };
	}
}

function noteHighest(highest: Map<string, number>, text: string): void {
	const number = parseNumber(text);
	if (number?.kind !== 'daily') return;
	const key = `${number.form} ${number.date}`;
	highest.set(key, Math.max(number.n, highest.get(key) ?? 0));
}

function* behind(
	highest: ReadonlyMap<string, number>,
	counters: Awaited<ReturnType<Survey['numberCounters']>>,
): Generator<Finding> {
	const given = new Map(counters.map(({ form, date, n }) => [`${form} ${date}`, n]));
	for (const [what, n] of highest)
		if ((given.get(what) ?? 0) < n)
			yield { kind: 'counter-behind', what, where: [`${given.get(what) ?? 0} < ${n}`] };
}

async function* journalFindings(
	store: Checked,
	before: Instant | undefined,
): AsyncGenerator<Finding> {
	let after: JournalEntry['command'] | undefined;
	for (;;) {
		const page = await store.allJournal(after, rowsPerPage);
		for (const entry of page)
			if (isSettled(entry, before) && hadEffect(entry) && !(await isInRecord(store, entry)))
				yield {
					kind: 'command-without-effect',
					what: commandId(entry.command),
					where: [recordKey({ kind: entry.command.kind, id: entry.command.record })],
				};
		const last = page.at(-1);
		if (!last) return;
		after = last.command;
	}
}

function isSettled({ receivedAt }: JournalEntry, before: Instant | undefined): boolean {
	return before === undefined || receivedAt < before;
}

/** A command that found everything as it wanted it leaves no trace; one in quarantine waits there. */
function hadEffect({ result: { outcome, rev, unchanged } }: JournalEntry): boolean {
	if (unchanged === true || rev === undefined) return false;
	return (
		outcome === 'applied' || outcome === 'merged' || outcome === 'held' || outcome === 'conflict'
	);
}

async function isInRecord(store: Checked, { command }: JournalEntry): Promise<boolean> {
	const stored = await store.get(command.kind, command.record);
	const record = stored && readSafely(() => bodyOf(stored));
	const id = commandId(command);
	// Of a stock with moves summed up the early ones are known to the journal alone.
	if (record?.kind === 'stock' && record.carried) return true;
	return record?.history.some((entry) => entry['id'] === id) ?? false;
}

function readSafely<T>(read: () => T): T | undefined {
	try {
		return read();
	} catch {
		return undefined;
	}
}

/** Who bears a name that one alone may bear. */
class Bearers {
	readonly #kind: FindingKind;
	readonly #bearers = new Map<string, string[]>();

	constructor(kind: FindingKind) {
		this.#kind = kind;
	}

	add(name: string, bearer: string): void {
		this.#bearers.set(name, [...(this.#bearers.get(name) ?? []), bearer]);
	}

	*findings(): Generator<Finding> {
		for (const [what, where] of this.#bearers)
			if (where.length > 1) yield { kind: this.#kind, what, where };
	}
}
