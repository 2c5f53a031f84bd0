import type { ImportPlan, PlannedCommand } from '#domain/import/plan.ts';
import type { KindCounts, RowProblem } from '#domain/import/report.ts';
import type { CommandResult } from '#domain/protocol/wire.ts';
import type { AnyRecord } from '#domain/record-schemas.ts';
import type { RecordKind } from '#domain/record.ts';
import type { Administration } from '#server/administration.ts';

/** Told after every portion of the commands. */
export type ImportProgress = (done: number, total: number) => void;

/** Commands handed over at once; the server answers others in between. */
const portionSize = 500;

interface PlanRun {
	records: KindCounts[];
	refused: RowProblem[];
}

/** Runs the plan's commands in order and tells what became of every record. */
export async function runPlan(
	{ commands }: ImportPlan,
	administration: Administration,
	onProgress?: ImportProgress,
): Promise<PlanRun> {
	const before = await historyLengths(commands, administration);
	const refused: RowProblem[] = [];
	for (let at = 0; at < commands.length; at += portionSize) {
		const portion = commands.slice(at, at + portionSize);
		const results = await administration.executeAll(portion.map(toCommand));
		results.forEach((result, n) => refused.push(...problemOf(result, portion[n])));
		onProgress?.(Math.min(at + portionSize, commands.length), commands.length);
	}
	const after = await historyLengths(commands, administration);
	return { records: countsOf(before, after), refused };
}

function toCommand({ line: _, ...command }: PlannedCommand): Omit<PlannedCommand, 'line'> {
	return command;
}

/** A command known from an earlier run is told again with the refusal it met then. */
function problemOf(result: CommandResult, command: PlannedCommand | undefined): RowProblem[] {
	const { refusal } = result;
	if (!refusal || !command) return [];
	return [
		{
			line: command.line,
			reason: refusal.kind,
			...(refusal.fields && { fields: refusal.fields }),
			...(refusal.detail && { detail: refusal.detail }),
		},
	];
}

type Lengths = Map<string, { kind: RecordKind; length: number }>;

/** Every change adds one entry to a record's history, so its length tells whether there was one. */
async function historyLengths(
	commands: readonly PlannedCommand[],
	administration: Administration,
): Promise<Lengths> {
	const lengths: Lengths = new Map();
	for (const { kind, record } of commands) {
		const key = `${kind}/${record}`;
		if (lengths.has(key)) continue;
		const found: AnyRecord | undefined = await administration.get(kind, record);
		lengths.set(key, { kind, length: found?.history.length ?? 0 });
	}
	return lengths;
}

function countsOf(before: Lengths, after: Lengths): KindCounts[] {
	const counts = new Map<RecordKind, KindCounts>();
	for (const [key, { kind, length }] of after) {
		const zero = { kind, created: 0, changed: 0, unchanged: 0, refused: 0 };
		const own = counts.get(kind) ?? zero;
		own[fateOf(before.get(key)?.length ?? 0, length)]++;
		counts.set(kind, own);
	}
	return [...counts.values()];
}

function fateOf(before: number, after: number): 'created' | 'changed' | 'unchanged' | 'refused' {
	if (after === 0) return 'refused';
	if (before === 0) return 'created';
	return after > before ? 'changed' : 'unchanged';
}
