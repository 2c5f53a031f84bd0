import { deskRoles, hasRole } from '#domain/access/roles.ts';
import type { Asset, AssetState } from '#domain/asset/asset.ts';
import { assetMoves } from '#domain/asset/commands.ts';
import type { Actor } from '#domain/command.ts';

/** What a screen offers a person; the commands decide. */
export function mayEditAssets(actor: Actor): boolean {
	return hasRole(actor, ['admin', 'dispatcher', 'engineer', 'auditor', 'storekeeper']);
}

export function mayCheckSeals(actor: Actor): boolean {
	return hasRole(actor, ['engineer', 'auditor', 'admin']);
}

/** Where the asset can go from where it is, by this person's hand. */
export function possibleMoves(asset: Asset, actor: Actor): AssetState[] {
	const mover = hasRole(actor, ['storekeeper', 'dispatcher', 'admin', 'engineer']);
	const retires = hasRole(actor, ['supervisor']) && asset.state !== 'retired';
	return [...(mover ? assetMoves[asset.state] : []), ...(retires ? ['retired' as const] : [])];
}

/** Who makes the order when a fault is reported from an asset, and where. */
export function reportsFrom(actor: Actor): 'desk' | 'field' | undefined {
	if (hasRole(actor, ['engineer'])) return 'field';
	return hasRole(actor, deskRoles) ? 'desk' : undefined;
}
