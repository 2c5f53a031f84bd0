import type { Command } from '../command.ts';
import type { HistoryEntry, RecordBase } from '../record.ts';

/**
 * The fields an old command would set back though its author set them again later. One that says what
 * he had seen (`base`) is merged field by field and needs no such look.
 */
export function setSince(
	{ history }: Pick<RecordBase, 'history'>,
	command: Command,
	author: string,
): string[] {
	if (command.base) return [];
	const set = Object.keys(Object(command.args['set']) as object);
	const later = history.filter((entry) => entry.by === author && isLater(entry, command));
	const moved = new Set(later.flatMap(({ changes }) => changes.map(({ field }) => field)));
	return set.filter((field) => moved.has(field));
}

/** One installation numbers its commands; between two of them only their clocks tell. */
function isLater(entry: HistoryEntry, { device, seq, at }: Command): boolean {
	const own = entry['seq'];
	if (entry.device === device && typeof own === 'number') return own > seq;
	return entry.at > at.effective;
}
