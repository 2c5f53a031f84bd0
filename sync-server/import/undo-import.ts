import type { Asset } from '#domain/asset/asset.ts';
import { undoOf } from '#domain/asset/import-commands.ts';
import type { Actor } from '#domain/command.ts';
import { leftListedMax, type LeftAsset } from '#domain/import/asset-import.ts';
import type { ImportParts } from './import-parts.ts';
import { recordsOf } from './register-of.ts';

export interface UndoneCounts {
	restored: number;
	withdrawn: number;
	leftCount: number;
	left: LeftAsset[];
}

/** Takes an import back asset by asset, in the name of who asked; tells what was left as it is. */
export async function undoImport(
	{ store, administration }: ImportParts,
	importId: string,
	actor: Actor,
): Promise<UndoneCounts> {
	const counts: UndoneCounts = { restored: 0, withdrawn: 0, leftCount: 0, left: [] };
	for await (const page of recordsOf(store, 'asset')) {
		const own = page.filter((asset) => isOf(asset, importId));
		for (const asset of own) count(counts, asset, importId);
		const commands = own.map(({ id }) => ({
			...{ type: 'asset.undoImport@1', kind: 'asset', record: id, args: { importId } },
			actor,
		}));
		await administration.executeAll(commands as Parameters<typeof administration.executeAll>[0]);
	}
	return counts;
}

function isOf({ history, withdrawn }: Asset, importId: string): boolean {
	return !withdrawn && history.some((entry) => entry.importId === importId);
}

function count(counts: UndoneCounts, asset: Asset, importId: string): void {
	const { id, tag, lastImport } = asset;
	// A later import wrote over it, or it was taken back before.
	const undo =
		lastImport?.id === importId ? undoOf(asset) : { as: 'left' as const, left: [] as string[] };
	if (undo.as === 'withdrawn') counts.withdrawn++;
	if (undo.as === 'restored') counts.restored++;
	if (undo.as === 'withdrawn' || (undo.as === 'restored' && undo.left.length === 0)) return;
	counts.leftCount++;
	if (counts.left.length < leftListedMax) counts.left.push({ assetId: id, tag, fields: undo.left });
}
