import { randomUUID } from 'node:crypto';
import type { AssetCheck, AssetImportOrder } from '#domain/import/report.ts';
import { systemActor } from '#server/administration.ts';
import type { ImportWork } from './import-work.ts';

/**
 * Brings a file of assets in as its titles say, without a person to ask: what could be read either way
 * has to be said in `reading`. Answers what it did, or why it did nothing.
 */
export async function importAssets(
	work: ImportWork,
	bytes: Uint8Array,
	name: string,
	reading: Pick<AssetImportOrder, 'dates' | 'decimal'>,
): Promise<AssetCheck> {
	const look = await work.look(bytes);
	if (!look.ok) return look;
	const columns = look.guesses[look.source] ?? [];
	const order: AssetImportOrder = { source: look.source, columns, ...reading };
	const check = await work.check({ bytes, order, actor: systemActor });
	if (!check.ok) return check;
	const begun = await work.run(randomUUID(), { bytes, name, order, actor: systemActor });
	await work.settled();
	return begun && !begun.ok ? begun : check;
}
