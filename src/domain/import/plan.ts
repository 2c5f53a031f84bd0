import type { Actor } from '../command.ts';
import type { RecordKind } from '../record.ts';
import type { Instant } from '../time/instant.ts';
import type { DateReading, RowProblem } from './report.ts';

/** A command to be, and the row it comes from. */
export interface PlannedCommand {
	type: string;
	kind: RecordKind;
	record: string;
	args: Record<string, unknown>;
	line: number;
	at?: Instant;
	actor?: Actor;
	/** Its name in the foreign log: it takes effect once, however often the file is read. */
	as?: { device: string; seq: number };
}

/** All a file asks for: registers first, then what happened. */
export interface ImportPlan {
	commands: PlannedCommand[];
	refused: RowProblem[];
	dates: DateReading[];
	rowsWithoutEffect: number;
}

/** People, places and groups a file names again and again: each is planned once, by its first row. */
export class PlannedRegisters {
	readonly #commands = new Map<string, PlannedCommand>();

	/** Plans the record unless an earlier row did; gives its id back. */
	add(kind: RecordKind, record: string, line: number, set: Record<string, unknown>): string {
		const key = `${kind}/${record}`;
		if (!this.#commands.has(key))
			this.#commands.set(key, { type: `${kind}.import@1`, kind, record, args: { set }, line });
		return record;
	}

	get commands(): PlannedCommand[] {
		return [...this.#commands.values()];
	}
}
