/** Checks of what becomes of work: both sides of a clash, what was settled, late and quarantined work. */
import { canonicalJson } from '#domain/canonical-json.ts';
import type { Command } from '#domain/command.ts';
import { msOf } from '#domain/time/instant.ts';
import { isKeptAside, nameOf, type JournalCheck, type WriteCheck } from './commit-checks.ts';
import type { Written } from './mirror.ts';
import { orderRules } from './rules.ts';

type AnyRecord = Written['after'];
type Fields = Readonly<Record<string, unknown>>;

export const workJournalChecks: readonly JournalCheck[] = [
	{
		statement: 9,
		name: 'work kept for the desk is there',
		check({ command, result }, { mirror }, fail) {
			const id = `${command.device}:${command.seq}`;
			if (result.outcome !== 'quarantined' || command.kind === 'quarantine') return;
			if (!mirror.get('quarantine', `q:${id}`)) fail(`${id} is with nobody`);
		},
	},
	{
		statement: 9,
		name: 'work of who has lost the order is kept',
		check({ command, result, userId }, { mirror }, fail) {
			const { device, seq, kind, record, type } = command;
			const order = kind === 'workOrder' ? mirror.get('workOrder', record) : undefined;
			const user = mirror.get('user', userId);
			const name = nameOf(type);
			if (!order || result.outcome !== 'rejected' || name === 'retract') return;
			const isHisPart = orderRules[name]?.who.includes('assignee') ?? false;
			const wasSent = order.visits.some(({ engineerId }) => engineerId === userId);
			if (!isHisPart || !wasSent || !user?.roles.includes('engineer') || user.disabled) return;
			if (turnedAway.includes(String(result.refusal?.kind)))
				fail(`${device}:${seq} ${type} on ${record} was ${result.refusal?.kind} to ${userId}`);
		},
	},
	{
		statement: 11,
		name: 'nothing happens before its record was made',
		check({ command }, { mirror }, fail) {
			const { device, seq, kind, record, at } = command;
			const made = mirror.records.get(`${kind}/${record}`)?.record.createdAt;
			if (made !== undefined && msOf(at.effective) < msOf(made))
				fail(`${device}:${seq} happened at ${at.effective}, ${record} was made at ${made}`);
		},
	},
];

const turnedAway = ['not-allowed', 'not-assignee'];

export const workWriteChecks: readonly WriteCheck[] = [
	{
		statement: 2,
		name: 'of two who change one thing both values are kept',
		check({ before, after, key, command, userId }, _, fail) {
			if (!before || !command?.base || !edits.test(command.type)) return;
			if (userId === 'system' || command.device.startsWith('release-')) return;
			if (isKept(before, after)) return;
			const [was, is] = [partOf(before, command), partOf(after, command)];
			for (const [field, mine] of Object.entries(setOf(command))) {
				const wanted = isClash(was[field], command.base[field], mine) ? was[field] : mine;
				if (!isSame(is[field], wanted)) fail(`${key} has ${String(is[field])} as its ${field}`);
				if (isSame(wanted, mine) || isParked(after, field, mine)) continue;
				fail(`${key} knows nothing of ${String(mine)} as its ${field}`);
			}
		},
	},
	{
		statement: 10,
		name: 'what was settled stays settled',
		check({ before, after, key }, _, fail) {
			const now = decisionsOf(after);
			for (const [id, decision] of decisionsOf(before)) {
				const stands = now.get(id);
				if (stands !== decision) fail(`${key} has ${id} as ${stands}, it was ${decision}`);
			}
		},
	},
	{
		statement: 10,
		name: 'a new signature withdraws those before',
		check({ before, after, key, command }, _, fail) {
			if (before?.kind !== 'workOrder' || after.kind !== 'workOrder') return;
			if (nameOf(command?.type ?? '.@') !== 'sign' || isKeptAside(before, after)) return;
			const last = after.signatures.at(-1);
			if (last?.late || after.signatures.length === before.signatures.length) return;
			for (const { id, retracted } of after.signatures)
				if (id !== last?.id && !retracted) fail(`${key} still has the signature ${id}`);
		},
	},
];

const edits = /\.(?:edit|editRequest|recordWork)@/;

function isKept(before: AnyRecord, after: AnyRecord): boolean {
	return after.kind === 'workOrder' && isKeptAside(before, after);
}

/** What the command is about: the record, or a line of it. */
function partOf(record: AnyRecord, { args }: Command): Fields {
	const { lines } = record as { lines?: readonly ({ id: string } & Fields)[] };
	const line = lines?.find(({ id }) => id === args['lineId']);
	return line ?? record;
}

function setOf({ args }: Command): Fields {
	return (args['set'] ?? {}) as Fields;
}

/** Somebody else gave it another value than its author saw, or wants. */
function isClash(was: unknown, base: unknown, mine: unknown): boolean {
	return !isSame(was, base) && !isSame(was, mine);
}

function isParked({ conflicts }: AnyRecord, field: string, mine: unknown): boolean {
	return (conflicts ?? []).some(({ fields }) =>
		fields.some((parked) => parked.field === field && isSame(parked.mine, mine)),
	);
}

function isSame(a: unknown, b: unknown): boolean {
	return canonicalJson(a ?? '') === canonicalJson(b ?? '');
}

/** What people have decided about parts of a record, by the part. Only the last conflicts are kept. */
function decisionsOf(record: AnyRecord | undefined): Map<string, string> {
	const decisions = new Map<string, string>();
	if (record?.kind === 'quarantine' && ['released', 'discarded'].includes(record.state))
		decisions.set(record.id, record.state);
	for (const { id, settled } of record?.conflicts ?? [])
		if (settled) decisions.set(id, canonicalJson(settled));
	for (const part of record?.kind === 'workOrder' ? record.held : []) {
		const decision = canonicalJson(
			[part.accepted, part['noted'], part.retracted].map((x) => x ?? ''),
		);
		if (part.accepted || part['noted'] || part.retracted) decisions.set(part.id, decision);
	}
	return decisions;
}
