import { deskRoles, hasRole } from '#domain/access/roles.ts';
import type { Asset, AssetState } from '#domain/asset/asset.ts';
import { assetMoves, mayMove } from '#domain/asset/life-cycle.ts';
import type { Actor } from '#domain/command.ts';

/** What a screen offers a person; the commands decide. */
export function mayEditAssets(actor: Actor): boolean {
	return hasRole(actor, ['admin', 'dispatcher', 'engineer', 'auditor', 'storekeeper']);
}

export function mayCheckSeals(actor: Actor): boolean {
	return hasRole(actor, ['engineer', 'auditor', 'admin']);
}

/** Where many assets can be sent at once by this person's hand; what takes a form or an approval is not among them. */
export function possibleMoves(asset: Asset, actor: Actor): readonly AssetState[] {
	return mayMove(actor) ? assetMoves[asset.state] : [];
}

/** Who makes the order when a fault is reported from an asset, and where. */
export function reportsFrom(actor: Actor): 'desk' | 'field' | undefined {
	if (hasRole(actor, ['engineer'])) return 'field';
	return hasRole(actor, deskRoles) ? 'desk' : undefined;
}
