import type { Actor, Command } from '#domain/command.ts';
import type { AssetPlan, PlannedAsset } from '#domain/import/asset-plan.ts';
import type { PlannedCommand } from '#domain/import/plan.ts';
import {
	changesShownMax,
	refusedRowsListedMax,
	type AssetCheck,
	type RowProblem,
} from '#domain/import/report.ts';
import type { RecordKind } from '#domain/record.ts';
import { BatchView } from '#server/push/batch-view.ts';
import { Decider } from '#server/push/decider.ts';
import type { ImportParts } from './import-parts.ts';

/** Decisions of one view, after which others get their turn. */
const portionSize = 100;
/** The name these commands would have; none is kept. */
const checkDevice = 'import-check';

/** What a plan would do, decided by the very rules and kept nowhere. */
export async function checkPlan(
	plan: AssetPlan,
	rows: number,
	parts: ImportParts,
	actor: Actor,
): Promise<AssetCheck> {
	const { taken, refused: ruled } = await tryOut(plan, parts, actor);
	const refused = [...plan.refused, ...ruled].sort((a, b) => a.line - b.line);
	const made = taken.filter(({ isNew }) => isNew).length;
	const changed = taken.filter(({ isNew }) => !isNew);
	return {
		...{ ok: true, rows, dates: plan.dates, decimal: plan.decimal },
		counts: {
			...{ new: made, changed: changed.length, same: plan.same },
			refused: linesOf(refused),
		},
		also: alsoOf(plan.registers),
		refused: refused.slice(0, refusedRowsListedMax),
		warned: plan.warned.slice(0, refusedRowsListedMax),
		warnedRows: linesOf(plan.warned),
		changes: changed
			.slice(0, changesShownMax)
			.map(({ line, tag, fields }) => ({ line, tag, fields })),
	};
}

function linesOf(problems: readonly RowProblem[]): number {
	return new Set(problems.map(({ line }) => line)).size;
}

function alsoOf(registers: readonly PlannedCommand[]) {
	const counts = new Map<RecordKind, number>();
	for (const { kind } of registers) counts.set(kind, (counts.get(kind) ?? 0) + 1);
	return [...counts].map(([kind, n]) => ({ kind, new: n }));
}

async function tryOut({ assets }: AssetPlan, parts: ImportParts, actor: Actor) {
	const decider = new Decider(parts);
	const taken: PlannedAsset[] = [];
	const refused: RowProblem[] = [];
	for (let at = 0; at < assets.length; at += portionSize) {
		const view = new BatchView(parts.store);
		for (const [n, asset] of assets.slice(at, at + portionSize).entries()) {
			const command = commandOf(asset, at + n + 1, parts.clock());
			const { result } = await decider.decide(command, { actor }, view);
			if (!result.refusal) taken.push(asset);
			else refused.push(problemOf(asset, result.refusal));
		}
		await new Promise((resolve) => setImmediate(resolve));
	}
	return { taken, refused };
}

function commandOf({ type, kind, record, args }: PlannedAsset, seq: number, raw: string): Command {
	const at = { raw, offsetMs: 0, effective: raw };
	return { ...{ type, kind, record, args, seq, at }, device: checkDevice } as Command;
}

function problemOf(
	{ line }: PlannedAsset,
	refusal: { kind: string; fields?: string[] | undefined },
) {
	return { line, reason: refusal.kind, ...(refusal.fields && { fields: refusal.fields }) };
}
