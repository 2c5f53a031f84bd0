/** Checks of what is told on more than one record: stock, parts, exchanges, follow-ups. */
import { canonicalJson } from '#domain/canonical-json.ts';
import type { Command } from '#domain/command.ts';
import type { AnyRecord } from '#domain/record-schemas.ts';
import type { WriteCheck } from './commit-checks.ts';
import { companionFacts, sumOf } from './companion-facts.ts';

type Order = Extract<AnyRecord, { kind: 'workOrder' }>;
type Line = Order['lines'][number];

export const companionWriteChecks: readonly WriteCheck[] = [
	{
		statement: 15,
		name: 'a stock is the sum of the moves accepted',
		check({ after, key, command }, oracle, fail) {
			if (after.kind !== 'stock') return;
			const moved = command?.type === 'stock.move@1' ? Number(command.args['quantity']) : 0;
			const expected = (oracle.balances.get(key) ?? 0) + moved;
			oracle.balances.set(key, expected);
			if (sumOf(after) !== expected) fail(`${key} holds ${sumOf(after)}, moved were ${expected}`);
		},
	},
	{
		statement: 3,
		name: 'a follow-up has just the lines that go on in it',
		isOfState: true,
		check({ after, key }, { mirror }, fail) {
			if (after.kind !== 'workOrder' || !after.followUpOf) return;
			const source = mirror.get('workOrder', after.followUpOf.order);
			const going = source?.lines.filter(({ continues }) => continues?.order === after.id) ?? [];
			const come = after.lines.flatMap(({ of }) => of ?? []).sort();
			const wanted = going.map(({ id }) => id).sort();
			if (come.join() !== wanted.join())
				fail(`${key} goes on with ${come.join()}, not ${wanted.join()}`);
		},
	},
	{
		statement: 2,
		name: 'an order keeps its lines',
		check({ before, after, key }, _, fail) {
			if (before?.kind !== 'workOrder' || after.kind !== 'workOrder') return;
			const now = new Set(after.lines.map(({ id }) => id));
			for (const { id } of before.lines) if (!now.has(id)) fail(`${key} lost its line ${id}`);
		},
	},
	{
		statement: 11,
		name: 'a line that goes on elsewhere is worked on there only',
		check({ before, after, key, command }, _, fail) {
			if (before?.kind !== 'workOrder' || after.kind !== 'workOrder' || !command) return;
			for (const line of before.lines.filter(({ continues }) => continues)) {
				const now = after.lines.find(({ id }) => id === line.id);
				if (workOn(now) !== workOn(line)) fail(`${key} has work on ${line.id} by ${command.type}`);
			}
		},
	},
];

/**
 * All of a line but its parts, which stay where they were used, and whether its asset is confirmed,
 * which the desk's next move says for all lines.
 */
function workOn(line: Line | undefined): string {
	return canonicalJson({ ...line, parts: [], asset: line?.asset?.tag ?? '' });
}

/** How often a record says what that command said; undefined for commands that say nothing of that sort. */
export function timesTold(command: Command, record: AnyRecord): number | undefined {
	const { device, seq, type, args } = command;
	const name = type.slice(0, type.indexOf('@'));
	if (!ownFacts.includes(name) && !swaps.includes(name)) return undefined;
	const id = swaps.includes(name) ? args['swapId'] : `${device}:${seq}.0`;
	return companionFacts(record).filter((fact) => fact.id === id).length;
}

/** Told under the command's own name. */
const ownFacts = [
	...['stock.move', 'asset.proposeCorrection', 'repair.addQuote', 'repair.lend'],
	...['workOrder.usePart', 'workOrder.splitOff', 'workOrder.linkRepair'],
];
const swaps = ['workOrder.recordSwap', 'asset.swap'];
