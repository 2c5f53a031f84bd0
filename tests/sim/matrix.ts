import type { Mutant } from './mutants.ts';

export interface MatrixRow {
	mutant: Mutant;
	/** By statement: after how many seeds which check of it struck first. */
	kills: Map<number, { seeds: number; check: string }>;
	seeds: number;
}

const statements = Array.from({ length: 15 }, (_, n) => n + 1);

/** Prints statement × mutant. False where a mutant lives, or a statement kills none of its own. */
export function printMatrix(list: readonly Mutant[], rows: readonly MatrixRow[]): boolean {
	const byName = new Map(rows.map((row) => [row.mutant.name, row]));
	const width = Math.max(...list.map(({ name }) => name.length));
	console.log(
		`\nSeeds until a check of the statement struck; [n] is the mutant's own statement.\n`,
	);
	console.log(`${'mutant'.padEnd(width)} ${statements.map((n) => String(n).padStart(5)).join('')}`);
	for (const { name } of list) {
		const row = byName.get(name);
		if (row) console.log(`${name.padEnd(width)} ${statements.map((n) => cell(row, n)).join('')}`);
	}
	const living = rows.filter(({ mutant, kills }) => !kills.has(mutant.statement));
	const idle = statements.filter(
		(n) => !rows.some(({ mutant, kills }) => mutant.statement === n && kills.has(n)),
	);
	console.log('');
	for (const { mutant } of living)
		console.log(`LIVES: ${mutant.name} (statement ${mutant.statement})`);
	const isWhole = new Set(list.map(({ statement }) => statement)).size === statements.length;
	if (isWhole) for (const n of idle) console.log(`KILLS NONE: statement ${n}`);
	const ok = living.length === 0 && (!isWhole || idle.length === 0);
	if (ok) console.log(`All ${rows.length} mutants are killed by their own statement.`);
	return ok;
}

function cell({ mutant, kills }: MatrixRow, statement: number): string {
	const kill = kills.get(statement);
	const text = kill ? String(kill.seeds) : '·';
	return (mutant.statement === statement ? `[${text}]` : text).padStart(5);
}
