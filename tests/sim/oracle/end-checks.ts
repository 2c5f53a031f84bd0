/** Checks when all faults have stopped and every device has had its rounds. */
import * as v from 'valibot';
import type { CommandResult } from '#domain/protocol/wire.ts';
import type { OutboxRow } from '#store/rows.ts';
import { recordKey } from '#server/store/port.ts';
import { bodyOf, poison, type Device } from '../world/device.ts';
import { timesTold } from './companion-checks.ts';
import { sumOf } from './companion-facts.ts';
import { missing } from './device-checks.ts';
import { idOf, type Saved } from './ledger.ts';
import type { Oracle } from './oracle.ts';

type Fail = (text: string) => void;
interface EndCheck {
	statement: number;
	name: string;
	check: (device: Device, oracle: Oracle, fail: Fail) => void;
}

export const endChecks: readonly EndCheck[] = [
	{
		statement: 2,
		name: 'what a server acknowledged is in its journal',
		check(device, oracle, fail) {
			const { ledger, answers, mirror } = oracle;
			for (const entry of ledger.saved.filter((each) => each.device === device)) {
				if (!mayBringBack(entry, oracle)) continue;
				const taken = (answers.get(idOf(entry)) ?? []).some(isTaken);
				const names = [idOf(entry), newNameOf(entry)];
				if (!taken || names.some((name) => mirror.journal.has(name))) continue;
				if (!isToldOfRefusal(entry)) fail(`${told(entry)} was acknowledged and is lost`);
			}
		},
	},
	{
		statement: 2,
		name: 'what adds something and was applied stands in its record',
		check(device, { ledger, mirror }, fail) {
			for (const entry of ledger.saved.filter((each) => each.device === device)) {
				const { type, kind, record: id } = entry.command;
				const result = mirror.journal.get(idOf(entry))?.result;
				if (!addsAlways.test(type) || !result || !changes(result)) continue;
				const record = mirror.records.get(`${kind}/${id}`)?.record;
				if (!record?.history.some((each) => each['id'] === idOf(entry)))
					fail(`${told(entry)} was applied and is not in its record`);
			}
		},
	},
	{
		statement: 3,
		name: 'what was applied stands in the record once',
		check(device, { ledger, mirror }, fail) {
			for (const entry of ledger.saved.filter((each) => each.device === device)) {
				const id = idOf(entry);
				const journaled = mirror.journal.get(id);
				const record = mirror.records.get(`${entry.command.kind}/${entry.command.record}`)?.record;
				const times = record?.history.filter((each) => each['id'] === id).length ?? 0;
				const wanted = journaled && changes(journaled.result) ? [1] : [0];
				// Already so, or kept aside for a person to settle.
				if (journaled && isTaken(journaled.result)) wanted.push(0);
				const word = journaled && first(journaled.result);
				if (word === 'conflict' || word === 'quarantined') wanted.push(1);
				if (!wanted.includes(times)) fail(`${told(entry)} stands ${times} times in its record`);
			}
		},
	},
	{
		statement: 3,
		name: 'what a command and its companions tell stands there once',
		check(device, { ledger, mirror }, fail) {
			for (const entry of ledger.saved.filter((each) => each.device === device)) {
				const { kind, record: id } = entry.command;
				const result = mirror.journal.get(idOf(entry))?.result;
				const record = mirror.records.get(`${kind}/${id}`)?.record;
				if (!record || !result || first(result) === 'held' || !changes(result)) continue;
				const times = timesTold(entry.command, record);
				if (times !== undefined && times !== 1) fail(`${told(entry)} is told ${times} times`);
			}
		},
	},
	{
		statement: 4,
		name: 'every saved command ends in the state the server gave it',
		check(device, oracle, fail) {
			const outbox = new Map(device.outbox().map((row) => [row.seq, row]));
			const sent = new Set(device.sent().map(({ seq }) => seq));
			const lost = new Set(missing(device, oracle));
			for (const entry of oracle.ledger.of(device)) {
				if (entry.state !== 'saved' || lost.has(entry)) continue;
				const isShown = outbox.has(entry.seq) || sent.has(entry.seq);
				if (!isShown && oracle.shutOut.has(device.person.id)) continue;
				const shown = shownAs(outbox.get(entry.seq), sent.has(entry.seq));
				const given = givenTo(entry, oracle);
				if (isDecided(entry, oracle) && (shown === 'taken' || shown.startsWith('rejected')))
					continue;
				if (!given.includes(shown))
					fail(`${told(entry)} is shown as ${shown}, the server said ${given.join(' or ')}`);
			}
		},
	},
	{
		statement: 5,
		name: 'a poisoned command delays nothing else',
		check(device, _, fail) {
			const rows = device.outbox();
			const isPoisoned = (row: OutboxRow) => JSON.stringify(row.command).includes(poison);
			if (!rows.some(isPoisoned) || !isWell(device)) return;
			const waiting = rows.filter(({ status }) => status === 'queued');
			for (const { seq, type } of waiting) fail(`${device.name} still waits with ${seq} ${type}`);
		},
	},
	{
		statement: 6,
		name: 'every device holds exactly what its user may see',
		check(device, { mirror, entitlements }, fail) {
			if (!isWell(device)) return;
			const rows = new Map(device.records().map((row) => [`${row.kind}/${row.id}`, row]));
			const wanted = entitlements.now(device.person.id);
			for (const key of wanted) {
				const row = rows.get(key);
				const right = mirror.records.get(key);
				if (!row) fail(`${device.name} lacks ${key}`);
				else if (row.rev !== right?.rev)
					fail(`${device.name} has ${key} at ${row.rev}, not ${right?.rev}`);
				else if (!isSame(bodyOf(row.body), right.record)) fail(`${device.name} has another ${key}`);
			}
			for (const key of rows.keys())
				if (!wanted.has(key)) fail(`${device.name} has ${key} too many`);
		},
	},
	{
		statement: 10,
		name: 'what was taken back stays taken back',
		check(device, { ledger, mirror }, fail) {
			for (const entry of ledger.saved)
				if (entry.device === device && entry.state === 'undone' && mirror.journal.has(idOf(entry)))
					fail(`${told(entry)} had been undone`);
		},
	},
	{
		statement: 15,
		name: 'all minutes accepted are in the sum',
		check(device, { ledger, mirror }, fail) {
			for (const entry of ledger.saved.filter((each) => each.device === device)) {
				const { type, record, args } = entry.command;
				const result = mirror.journal.get(idOf(entry))?.result;
				if (!type.includes('.addTime@') || !result || !changes(result)) continue;
				const times = mirror.get('workOrder', record)?.times ?? [];
				const own = times.filter(({ id }) => id.startsWith(`${idOf(entry)}.`));
				if (own.length !== 1 || own[0]?.minutes !== args['minutes'])
					fail(`${told(entry)} counts ${own.length} times`);
			}
		},
	},
	{
		statement: 15,
		name: 'minutes of an order and pieces of a stock are the same everywhere',
		check(device, { mirror, entitlements }, fail) {
			if (!isWell(device)) return;
			const wanted = entitlements.now(device.person.id);
			for (const own of [...device.seen('workOrder'), ...device.seen('stock')]) {
				const right = mirror.records.get(recordKey(own))?.record;
				if (!right || !wanted.has(recordKey(own)) || sumOf(own) === sumOf(right)) continue;
				fail(`${device.name} counts ${sumOf(own)} on ${own.id}, not ${sumOf(right)}`);
			}
		},
	},
];

/** Whether its device could hand it in again, had the server lost it with its disk. */
function mayBringBack({ device, life, state }: Saved, { epochs, shutOut }: Oracle): boolean {
	const isKept = life === device.life && state !== 'taken' && !shutOut.has(device.person.id);
	return epochs.length === 1 || isKept;
}

/** Handed in again after a restore, what it was about has not come back: its author has been told. */
function isToldOfRefusal({ device, seq }: Saved): boolean {
	return device.outbox().some((row) => row.seq === seq && row.status === 'rejected');
}

/** Commands that never find everything as they want it. */
const addsAlways =
	/\.(?:create|createOnSite|createFollowUp|note|addTime|addLine|escalate|usePart)@|stock\.move@/;

/** Whether it could sync to the end. */
function isWell(device: Device): boolean {
	return device.world.maySync(device.person.id) && !device.old;
}

function told({ device, command }: Saved): string {
	return `${device.name} ${command.device.slice(-4)}:${command.seq} ${command.type} ${command.record}`;
}

const Original = v.looseObject({ original: v.string() });

function first(result: CommandResult): string {
	return v.is(Original, result) ? result.original : result.outcome;
}

function changes(result: CommandResult): boolean {
	return ['applied', 'merged', 'held'].includes(first(result));
}

function isTaken(result: CommandResult): boolean {
	return changes(result) || first(result) === 'quarantined';
}

function shownAs(row: OutboxRow | undefined, isSent: boolean): string {
	if (!row) return 'taken';
	if (row.status === 'acknowledged' && isSent) return 'taken';
	return row.status === 'rejected' ? `rejected ${row.reason?.kind}` : row.status;
}

/** Whether somebody has said meanwhile what becomes of work that was held, clashed or quarantined. */
function isDecided(entry: Saved, { mirror }: Oracle): boolean {
	const id = idOf(entry);
	const item = mirror.get('quarantine', `q:${id}`);
	if (item) return item.state === 'released' || item.state === 'discarded';
	const record = mirror.records.get(`${entry.command.kind}/${entry.command.record}`)?.record;
	const isOwn = (part: { id: string }) => part.id.startsWith(`${id}.`);
	const held = record?.kind === 'workOrder' ? record.held.filter(isOwn) : [];
	const clashes = record?.conflicts?.filter(isOwn) ?? [];
	if (held.length + clashes.length === 0) return false;
	const isHeldDone = held.every((part) => part.accepted || part['noted'] || part.retracted);
	return isHeldDone && clashes.every(({ settled }) => settled !== undefined);
}

/** All that servers have answered about it, in the words of the device. */
function givenTo(entry: Saved, { answers, mirror }: Oracle): string[] {
	const names = [idOf(entry), newNameOf(entry)];
	const journaled = names.map((name) => mirror.journal.get(name)?.result).find(Boolean);
	const results = [...(journaled ? [journaled] : []), ...(answers.get(idOf(entry)) ?? [])];
	const words = results.map((result) => {
		const outcome = first(result);
		if (outcome === 'applied' || outcome === 'merged') return 'taken';
		return outcome === 'rejected' ? `rejected ${result.refusal?.kind}` : outcome;
	});
	// What a gate on the way refused never reached a server.
	if (JSON.stringify(entry.command).includes(poison)) words.push('rejected command-too-large');
	if (!isWell(entry.device)) words.push('queued', 'taken');
	return words;
}

/** A device that left its name hands in under the new one what the old one was not answered for. */
function newNameOf({ device, seq }: Saved): string {
	return `${String(device.meta('device'))}:${seq}`;
}

function isSame(a: unknown, b: unknown): boolean {
	return stable(a) === stable(b);
}

function stable(value: unknown): string {
	return JSON.stringify(value, (_, part: unknown) =>
		typeof part === 'object' && part !== null && !Array.isArray(part)
			? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
			: part,
	);
}
