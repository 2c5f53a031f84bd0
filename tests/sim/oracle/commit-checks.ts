/** Checks of every single write, at the moment it is made. */
import { parseRecord, type AnyRecord } from '#domain/record-schemas.ts';
import type { Command } from '#domain/command.ts';
import { msOf } from '#domain/time/instant.ts';
import type { User } from '#domain/organisation/records.ts';
import { isForged } from '../forged.ts';
import { futureField } from '../people.ts';
import type { Journaled, Written } from './mirror.ts';
import type { Oracle } from './oracle.ts';
import { companionFacts, sumOf, type Fact } from './companion-facts.ts';
import { orderRules, registerWriters, stockWriterMay } from './rules.ts';

type Order = Extract<AnyRecord, { kind: 'workOrder' }>;
type Fail = (text: string) => void;

export interface WriteCheck {
	statement: number;
	name: string;
	/** Asks nothing of what was there before. */
	isOfState?: boolean;
	check: (written: Written, oracle: Oracle, fail: Fail) => void;
}
export interface JournalCheck {
	statement: number;
	name: string;
	/** A cluster may lose a command to another leaf and take it anew, behind later ones. */
	ofOneDatabase?: true;
	check: (journaled: Journaled, oracle: Oracle, fail: Fail) => void;
}

export const journalChecks: readonly JournalCheck[] = [
	{
		statement: 3,
		name: 'a command is taken for new once',
		ofOneDatabase: true,
		check({ command, times }, _, fail) {
			if (times > 1) fail(`${command.device}:${command.seq} was taken ${times} times`);
		},
	},
	{
		statement: 5,
		name: 'commands of one device on one record are taken in order',
		ofOneDatabase: true,
		check({ command }, oracle, fail) {
			if (isForged(command)) return;
			const { device, seq, record } = command;
			const last = oracle.noteTaken(command);
			if (seq < last) fail(`${device}:${seq} on ${record} came after ${last}`);
		},
	},
	{
		statement: 11,
		name: 'nothing happened later than now',
		check({ command }, { nowMs }, fail) {
			const { effective } = command.at;
			if (msOf(effective) > nowMs())
				fail(`${command.device}:${command.seq} happened at ${effective}`);
		},
	},
	{
		statement: 10,
		name: 'what was taken back never takes effect',
		check({ command, result }, oracle, fail) {
			const id = `${command.device}:${command.seq}`;
			if (result.outcome !== 'rejected' && oracle.undone.has(id)) fail(`${id} had been undone`);
		},
	},
];

export const writeChecks: readonly WriteCheck[] = [
	{
		statement: 2,
		name: 'a fact once written stays',
		check({ before, after, key }, _, fail) {
			const kept = new Set(factIds(after));
			for (const id of factIds(before))
				if (!kept.has(id)) fail(`${key} lost the fact ${String(id)}`);
		},
	},
	{
		statement: 2,
		name: 'history only grows',
		check({ before, after, key }, _, fail) {
			const now = after.history.map(entryText);
			before?.history.forEach((entry, at) => {
				if (entryText(entry) !== now[at]) fail(`${key} lost its history at ${at}`);
			});
		},
	},
	{
		statement: 3,
		name: 'no effect stands twice in a record',
		isOfState: true,
		check({ after, key }, _, fail) {
			for (const twice of doubles(after)) fail(`${key} has ${twice} twice`);
		},
	},
	{
		statement: 3,
		name: 'what was said once stands once',
		isOfState: true,
		check({ after, key }, _, fail) {
			if (after.kind !== 'workOrder') return;
			const said = [
				...after.notes.map(({ text }) => text),
				...after.lines.map(({ symptom }) => symptom),
			];
			// Every story word ends in a number of its own.
			const own = said.filter((text) => /-\d+$/.test(text ?? ''));
			const twice = own.find((text, at) => own.indexOf(text) !== at);
			if (twice !== undefined) fail(`${key} says ${twice} twice`);
		},
	},
	{
		statement: 3,
		name: 'a command writes its own entry into the history, and no other',
		check({ before, after, key, command }, _, fail) {
			if (!command) return;
			// Released by the desk it keeps the name its author's device gave it.
			const id = isLent(command) ? undefined : `${command.device}:${command.seq}`;
			const news = after.history.slice(before?.history.length ?? 0);
			// What the server adds of its own, such as the number, has no name.
			const own = news.filter((entry) => (id ? entry['id'] === id : entry['id'] !== undefined));
			if (own.length !== 1) fail(`${key} has ${own.length} new entries of ${id}`);
		},
	},
	{
		statement: 10,
		name: 'what was withdrawn stays withdrawn',
		check({ before, after, key }, _, fail) {
			const withdrawn = new Set(
				facts(after)
					.filter(isWithdrawn)
					.map(({ id }) => id),
			);
			for (const fact of facts(before).filter(isWithdrawn))
				if (!withdrawn.has(fact.id)) fail(`${key} has ${String(fact.id)} back`);
		},
	},
	{
		statement: 11,
		name: 'what is written agrees with its schema',
		isOfState: true,
		check({ after, key }, _, fail) {
			try {
				parseRecord(after.kind, after);
			} catch (error) {
				fail(`${key}: ${String(error)}`);
			}
		},
	},
	{ statement: 11, name: 'who writes may', check: whoWritesMay },
	{ statement: 11, name: 'states move as the table says', check: statesMove },
	{
		statement: 11,
		name: 'an order is handed in with its lines done and signed',
		check({ before, after, key, command }, _, fail) {
			const name = command ? nameOf(command.type) : '';
			if (after.kind !== 'workOrder' || !['complete', 'acceptLate'].includes(name)) return;
			if (before?.kind === 'workOrder' && before.state === after.state) return;
			const isDone = after.lines.every(
				({ result, solution, continues }) =>
					continues !== undefined || (result !== 'open' && solution?.trim()),
			);
			const isSigned = after.signatures.some(({ retracted }) => retracted === undefined);
			if (!isDone || !isSigned) fail(`${key} was handed in unfinished by ${command?.type}`);
		},
	},
	{
		statement: 11,
		name: 'only an engineer is sent',
		check({ after, key, command }, { mirror }, fail) {
			if (after.kind !== 'workOrder' || nameOf(command?.type ?? '.@') !== 'dispatch') return;
			const user = mirror.get('user', after.assigneeId ?? '');
			if (!user?.roles.includes('engineer') || user.disabled)
				fail(`${key} was dispatched to ${after.assigneeId}, who is none`);
		},
	},
	{
		statement: 12,
		name: 'fields nobody here knows stay',
		check({ before, after, key, command }, _, fail) {
			// What a version writes that knows them is its own affair.
			if (!command) return;
			for (const path of lostFields(before, after)) fail(`${key} lost ${path}`);
		},
	},
	{
		statement: 13,
		name: 'numbers stay, and name one record',
		isOfState: true,
		check: numbersStay,
	},
	{
		statement: 13,
		name: 'an order is written with its number',
		check({ after, key }, _, fail) {
			if (after.kind === 'workOrder' && after.number === undefined) fail(`${key} has no number`);
		},
	},
	{
		statement: 15,
		name: 'the sum of minutes is the sum of what was accepted',
		check({ before, after, key, command }, oracle, fail) {
			if (after.kind !== 'workOrder') return;
			const expected = (oracle.balances.get(key) ?? 0) + acceptedMinutes(before, after, command);
			oracle.balances.set(key, expected);
			const sum = sumOf(after);
			if (sum !== expected) fail(`${key} has ${sum} minutes, accepted were ${expected}`);
		},
	},
];

/** Names of commands and facts that stand in a record more than once. */
export function doubles(record: AnyRecord): string[] {
	const ids = [...record.history.map((entry) => entry['id']), ...factIds(record)];
	return ids.filter((id, at) => id !== undefined && ids.indexOf(id) !== at).map(String);
}

function entryText(entry: AnyRecord['history'][number]): string {
	return JSON.stringify(entry);
}

const factLists = ['notes', 'photos', 'times', 'signatures', 'papers', 'held', 'visits'] as const;

function facts(record: AnyRecord | undefined): Fact[] {
	if (record?.kind !== 'workOrder') return companionFacts(record);
	const own = factLists.flatMap((list) => [...(record[list] as readonly Fact[])]);
	return [...own, ...companionFacts(record)];
}

function factIds(record: AnyRecord | undefined): unknown[] {
	return facts(record).map(({ id }) => id);
}

function isWithdrawn({ retracted }: Fact): boolean {
	return retracted !== undefined;
}

/** Carried out for its author by the desk's word. */
function isLent({ device }: Command): boolean {
	return device.startsWith('release-');
}

/** The server itself may do all; its users what their role at that moment allows. */
function whoWritesMay(
	{ before, after, key, command, userId }: Written,
	oracle: Oracle,
	fail: Fail,
) {
	if (!command || userId === undefined || userId === 'system' || isLent(command)) return;
	// As he was before he wrote: who makes himself an administrator was none.
	const own = after.kind === 'user' && after.id === userId ? before : undefined;
	const users = own?.kind === 'user' ? [own] : oracle.usersAsAsked(userId);
	const may = (user: User) =>
		!user.disabled &&
		(after.kind === 'workOrder'
			? orderWriterMay(before, after, command.type, user)
			: after.kind === 'stock'
				? stockWriterMay(before, after, command.args, user)
				: registerWriterMay(after, user));
	const as = users.map(({ disabled, roles }) => (disabled ? 'disabled' : roles.join()));
	if (!users.some(may)) fail(`${command.type} on ${key} by ${userId}, ${as.join(' or ')}`);
}

function registerWriterMay({ kind }: AnyRecord, { roles }: User): boolean {
	const writers = registerWriters[kind];
	return !writers || roles.some((role) => writers.includes(role));
}

function orderWriterMay(
	before: AnyRecord | undefined,
	after: Order,
	type: string,
	user: User,
): boolean {
	const order = before?.kind === 'workOrder' ? before : undefined;
	const rule = orderRules[nameOf(type)];
	if (!rule) return true;
	const wasSent = order?.visits.some((visit) => visit.engineerId === user.id) ?? false;
	const isOnlyKept = order?.state === after.state && wasSent && user.roles.includes('engineer');
	return isOnlyKept || rule.who.some((who) => isParty[who](order ?? after, user));
}

const isParty: Record<(typeof orderRules)[string]['who'][number], (o: Order, u: User) => boolean> =
	{
		dispatcher: (_, { roles }) => roles.includes('dispatcher'),
		engineer: (_, { roles }) => roles.includes('engineer'),
		auditor: (_, { roles }) => roles.includes('auditor'),
		assignee: (order, { id, roles }) => order.assigneeId === id && roles.includes('engineer'),
		requester: (order, { id }) => order.requester.userId === id,
		'desk engineer': (order, { roles, deskIds }) =>
			roles.includes('engineer') &&
			deskIds.some((id) => id === order.deskId || id === order.stationId),
	};

function statesMove({ before, after, key, command }: Written, _: Oracle, fail: Fail): void {
	if (after.kind !== 'workOrder' || !command) return;
	const from = before?.kind === 'workOrder' ? before.state : 'none';
	const rule = orderRules[nameOf(command.type)];
	if (from === after.state && before !== undefined && isKeptAside(before, after)) return;
	if (!rule?.to) {
		if (from !== after.state) fail(`${command.type} moved ${key} from ${from} to ${after.state}`);
		return;
	}
	if (!rule.from.includes(from) || !rule.to.includes(after.state))
		fail(`${command.type} moved ${key} from ${from} to ${after.state}`);
}

/** A move that was held for the desk instead of made. */
export function isKeptAside(before: AnyRecord, after: Order): boolean {
	return before.kind === 'workOrder' && after.held.length > before.held.length;
}

export function nameOf(type: string): string {
	return type.slice(type.indexOf('.') + 1, type.indexOf('@'));
}

/** Paths of future fields that were there before and are not now, though what held them still is. */
export function lostFields(before: unknown, after: unknown, path = ''): string[] {
	if (Array.isArray(before)) {
		if (!Array.isArray(after)) return [];
		return before.flatMap((part, at) => lostFields(part, partLike(part, after), `${path}[${at}]`));
	}
	if (!isObject(before) || !isObject(after)) return [];
	return Object.entries(before).flatMap(([name, value]) => {
		const here = `${path}.${name}`;
		if (name !== futureField) return lostFields(value, after[name], here);
		return JSON.stringify(after[name]) === JSON.stringify(value) ? [] : [here];
	});
}

/** Parts are known by their id; those without one are not followed. */
function partLike(part: unknown, list: readonly unknown[]): unknown {
	if (!isObject(part) || part['id'] === undefined) return undefined;
	return list.find((other) => isObject(other) && other['id'] === part['id']);
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function numbersStay({ before, after, key }: Written, oracle: Oracle, fail: Fail): void {
	if (after.kind !== 'workOrder' && after.kind !== 'auditCampaign') return;
	const was = before?.kind === after.kind ? before : undefined;
	for (const field of ['number', 'offlineNumber'] as const) {
		if (was?.[field] !== undefined && was[field] !== after[field])
			fail(`${key} had ${field} ${was[field]}, has ${after[field] ?? 'none'}`);
		oracle.numberShown(after[field], after.id, fail);
	}
}

/** Of held work nobody has decided about yet. */
function minutesHeld(order: Order | undefined, ids: readonly string[]): number {
	const held = order?.held.filter(
		(entry) => ids.includes(entry.id) && !entry.accepted && !entry.retracted && !entry['noted'],
	);
	return held?.reduce((sum, { minutes = 0 }) => sum + minutes, 0) ?? 0;
}

/** Of the completion the desk takes over, and of all its author did until then. */
function minutesTakenOver(order: Order | undefined, heldId: unknown): number {
	const done = order?.held.find(({ id }) => id === heldId);
	const his = order?.held.filter(
		({ engineerId, at }) => done && engineerId === done.engineerId && at <= done.at,
	);
	return minutesHeld(order, his?.map(({ id }) => id) ?? []);
}

/** What this command adds by what it said, or by what was held and is counted now. */
function acceptedMinutes(
	before: AnyRecord | undefined,
	after: Order,
	command: Written['command'],
): number {
	const was = before?.kind === 'workOrder' ? before : undefined;
	const name = command ? nameOf(command.type) : '';
	const said = Number(command?.args['minutes'] ?? 0);
	if (name === 'addTime') return said;
	if (name === 'complete') return was && isKeptAside(was, after) ? 0 : said;
	if (name === 'acceptLate') return minutesTakenOver(was, command?.args['heldId']);
	if (name === 'acceptFacts') return minutesHeld(was, command?.args['ids'] as string[]);
	return 0;
}
