import type { Command } from '#domain/command.ts';
import type { Load } from '#domain/run-command.ts';
import { openRecord, type Codec } from './codec.ts';
import type { Clock } from './clock.ts';
import type { Database } from './database.ts';
import type { OutboxRow } from './rows.ts';

/** What every part of an open store works with. */
export interface StoreParts {
	database: Database;
	codec: Codec;
	clock: Clock;
}

/** How a decision reads other records: as the screens see them, waiting commands included. */
export function loadFrom({ database, codec }: StoreParts): Load {
	return async (kind, id) => {
		const row = await database.records.get(id);
		return row?.kind === kind ? openRecord(codec, row.body) : undefined;
	};
}

/** A command this store sealed itself. */
export function openCommand({ codec }: StoreParts, row: OutboxRow): Command {
	return codec.open(row.command) as Command;
}
