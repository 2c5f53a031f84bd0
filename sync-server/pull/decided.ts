import { commandId } from '#domain/command.ts';
import { fateOf } from '#domain/fate.ts';
import { quarantineFateOf, quarantineId, waitsInRecord } from '#domain/quarantine/quarantine.ts';
import type { Decided, Undecided } from '#domain/protocol/wire.ts';
import type { Records } from '#server/store/port.ts';
import { bodyOf, readRecord } from '#server/store/stored-body.ts';

/**
 * What became of commands of this device that waited for a person. It tells nothing of the record
 * but the fate of his own command there: who lost an order learns what the desk did with his work.
 */
export async function decidedOf(
	store: Pick<Records, 'get'>,
	device: string,
	asked: readonly Undecided[],
): Promise<Decided[]> {
	const decided: Decided[] = [];
	for (const { seq, kind, record } of asked) {
		const item = await readRecord(store, 'quarantine', quarantineId({ device, seq }));
		const isThere = !item || waitsInRecord(item);
		const stored = isThere ? await store.get(kind, record) : undefined;
		const inRecord = stored && fateOf(bodyOf(stored), commandId({ device, seq }));
		const fate = isThere ? inRecord : quarantineFateOf(item);
		if (fate) decided.push({ seq, ...fate });
	}
	return decided;
}
