/** What one move of a repair changes elsewhere: the order's clock and the machines' life cycle follow it. */
import { assetMoves, awayOf } from '#domain/asset/life-cycle.ts';
import { assetRefOf, type Asset, type AssetState } from '#domain/asset/asset.ts';
import type { Actor } from '#domain/command.ts';
import { loanOut, type Repair } from '#domain/repair/repair.ts';
import type { RepairMove } from '#domain/repair/states.ts';
import { movesFor } from '#domain/work-order/parties.ts';
import type { AccountStore } from '#store/account-store.ts';
import type { CommandDraft } from '#store/execute.ts';

type Args = Record<string, unknown>;

/** Where a machine goes with a move of its own repair. */
const machineGoes: Partial<Record<RepairMove, AssetState>> = { handOver: 'in_repair' };

/** The move and its companions, for one call of `execute`. */
export async function repairDrafts(
	store: AccountStore,
	actor: Actor,
	repair: Repair,
	move: RepairMove,
	args: Args,
): Promise<CommandDraft[]> {
	const device = move === 'lend' ? await knownDevice(store, args) : undefined;
	const given = device ? { ...args, device: assetRefOf(device) } : args;
	const own = { type: `repair.${move}@1`, kind: 'repair' as const, record: repair.id, args: given };
	const followers = [
		...(move === 'lend' ? await restored(store, actor, repair, given) : []),
		...moved(device, 'on_loan', repair),
		...moved(await machine(store, repair.asset?.id), machineGoes[move], repair),
		...backHome(await returning(store, repair, move), repair),
	];
	return [own, ...followers.map((draft) => ({ ...draft, causedBy: 0 }))];
}

/** The loan device by the code on its label, where this device holds it. */
async function knownDevice(store: AccountStore, { device }: Args): Promise<Asset | undefined> {
	const { tag } = device as { tag: string };
	const { exact } = await store.records.findByCode(tag);
	return exact.find((record) => record.kind === 'asset');
}

/** The user can work again: the order's resolution clock stops, where that is still to do. */
async function restored(
	store: AccountStore,
	actor: Actor,
	repair: Repair,
	{ device }: Args,
): Promise<CommandDraft[]> {
	const order = await store.get('workOrder', repair.orderId);
	if (!order || order.restored || !movesFor(order, actor).includes('restore')) return [];
	const { tag } = device as { tag: string };
	const args = { how: 'loan', note: tag };
	return [{ type: 'workOrder.restore@1', kind: 'workOrder', record: order.id, args }];
}

function machine(store: AccountStore, id: string | undefined): Promise<Asset | undefined> {
	return id ? store.get('asset', id) : Promise.resolve(undefined);
}

async function returning(
	store: AccountStore,
	repair: Repair,
	move: RepairMove,
): Promise<Asset | undefined> {
	if (move === 'takeBack') return machine(store, repair.asset?.id);
	return move === 'takeLoanBack' ? machine(store, loanOut(repair)?.device.id) : undefined;
}

/** Where it was before it left. */
function backHome(asset: Asset | undefined, repair: Repair): CommandDraft[] {
	if (!asset || !awayOf(asset)) return [];
	const args = { form: repair.number };
	return [{ type: 'asset.takeBack@1', kind: 'asset', record: asset.id, args }];
}

/** A step of the machine's life cycle, where its state allows it. */
function moved(
	asset: Asset | undefined,
	to: AssetState | undefined,
	repair: Repair,
): CommandDraft[] {
	if (!asset || !to || !assetMoves[asset.state].includes(to)) return [];
	const args = { to, reason: repair.number };
	return [{ type: 'asset.move@1', kind: 'asset', record: asset.id, args }];
}
