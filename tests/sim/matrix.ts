import type { Mutant } from './mutants/mutant.ts';
import type { Flavour } from './world/backend.ts';

interface Kill {
	/** Stories played up to and with the one that killed. */
	seeds: number;
	seed: number;
	flavour: Flavour;
	check: string;
}

export interface MatrixRow {
	mutant: Mutant;
	/** By statement: which check of it struck first. Statement 0: something failed by itself. */
	kills: Map<number, Kill>;
	seeds: number;
}

const statements = Array.from({ length: 15 }, (_, n) => n + 1);

/** One line for a machine. */
export function jsonRow({ mutant, kills, seeds }: MatrixRow): string {
	const { name, statement } = mutant;
	const own = kills.get(statement);
	const all = [...kills].map(([by, { check, seeds: after }]) => ({ statement: by, check, after }));
	return JSON.stringify({
		...{ name, statement, isKilled: own !== undefined, seeds },
		killedBy: own?.check ?? null,
		...(own && { seed: own.seed, flavour: own.flavour }),
		all,
	});
}

/** One line for a person. */
export function textRow({ mutant, kills, seeds }: MatrixRow): string {
	const own = kills.get(mutant.statement);
	const told = own
		? `after ${own.seeds}, by “${own.check}”`
		: `LIVES through ${seeds}${kills.size > 0 ? `, seen by ${[...kills].map(([by, { check }]) => `${by} “${check}”`).join(', ')}` : ''}`;
	return `${String(mutant.statement).padStart(2)} ${mutant.name}: ${told}`;
}

/** Prints statement × mutant. */
export function printMatrix(list: readonly Mutant[], rows: readonly MatrixRow[]): void {
	const byName = new Map(rows.map((row) => [row.mutant.name, row]));
	const width = Math.max(...list.map(({ name }) => name.length));
	console.log(
		`\nStories until a check of the statement struck; [n] is the mutant's own statement.\n`,
	);
	console.log(`${'mutant'.padEnd(width)} ${statements.map((n) => String(n).padStart(5)).join('')}`);
	for (const { name } of list) {
		const row = byName.get(name);
		if (row) console.log(`${name.padEnd(width)} ${statements.map((n) => cell(row, n)).join('')}`);
	}
	console.log('');
}

/** What is wrong with it: mutants that live, and statements that kill none of their own. */
export function failings(list: readonly Mutant[], rows: readonly MatrixRow[]): string[] {
	const living = rows.filter(({ mutant, kills }) => !kills.has(mutant.statement));
	const isWhole = new Set(list.map(({ statement }) => statement)).size === statements.length;
	const killing = new Set(
		rows.flatMap(({ mutant: { statement }, kills }) => (kills.has(statement) ? [statement] : [])),
	);
	const idle = isWhole ? statements.filter((n) => !killing.has(n)) : [];
	return [
		...living.map(({ mutant }) => `LIVES: ${mutant.name} (statement ${mutant.statement})`),
		...idle.map((n) => `KILLS NONE: statement ${n}`),
	];
}

function cell({ mutant, kills }: MatrixRow, statement: number): string {
	const kill = kills.get(statement);
	const text = kill ? String(kill.seeds) : '·';
	return (mutant.statement === statement ? `[${text}]` : text).padStart(5);
}
