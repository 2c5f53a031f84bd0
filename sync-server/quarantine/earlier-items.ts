/** Order per device and record (design.md, statement 5) of what the desk releases one by one. */
import { handedInChannel } from '#domain/access/channels.ts';
import type { Quarantine } from '#domain/quarantine/quarantine.ts';
import type { AnyRecord } from '#domain/record-schemas.ts';
import type { RecordKind } from '#domain/record.ts';
import type { Records } from '#server/store/port.ts';

/** As the reader finds it: a batch sees what its own commands are about to write. */
type Read = (kind: RecordKind, id: string) => Promise<AnyRecord | undefined>;

/** What the same device did on the same record before it, and was quarantined too; in its order. */
export async function itemsBefore(
	store: Pick<Records, 'present'>,
	read: Read,
	item: Quarantine,
): Promise<Quarantine[]> {
	const { author, command } = item;
	const channel = handedInChannel(author.userId, command.record);
	const before: Quarantine[] = [];
	for (const { kind, id } of await store.present({ channel, limit: Number.MAX_SAFE_INTEGER })) {
		const other = await read(kind, id);
		if (other?.kind === 'quarantine' && isBefore(other.command, command)) before.push(other);
	}
	return before.sort((a, b) => a.command.seq - b.command.seq);
}

function isBefore(a: Quarantine['command'], b: Quarantine['command']): boolean {
	return a.device === b.device && a.kind === b.kind && a.seq < b.seq;
}

/** Nobody has tried it: what comes after it would be carried out without it. */
export function isUntried({ state, attempts }: Quarantine): boolean {
	return state === 'open' && attempts === 0;
}
