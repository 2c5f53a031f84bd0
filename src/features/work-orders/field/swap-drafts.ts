/** What a swap changes elsewhere: the machines' own entries, their life cycle, place and warranty follow it. */
import type { Asset, AssetState } from '#domain/asset/asset.ts';
import { assetMoves } from '#domain/asset/life-cycle.ts';
import type { Swap } from '#domain/asset/swap.ts';
import type { Actor } from '#domain/command.ts';
import { movesFor } from '#domain/work-order/parties.ts';
import type { Line, WorkOrder } from '#domain/work-order/work-order.ts';
import type { AccountStore } from '#store/account-store.ts';
import type { CommandDraft } from '#store/execute.ts';
import { numberOf } from '../shared/order-number.ts';

type Fields = Partial<Asset>;

interface SwapSubject {
	order: WorkOrder;
	line: Line;
	swap: Swap;
	warrantyUntil: string | undefined;
}

/** Companions of `workOrder.recordSwap`, for the machines this device holds. */
export async function swapDrafts(
	store: AccountStore,
	actor: Actor,
	subject: SwapSubject,
): Promise<CommandDraft[]> {
	const { order, line, swap } = subject;
	if (swap.what === 'part') return onPart(await assetOf(store, line.asset?.id), subject);
	const [left, came] = await Promise.all(
		[swap.out, swap.in].map((piece) => assetOf(store, piece?.assetId)),
	);
	return [
		...[left, came].flatMap((asset) => (asset ? [entry(asset, subject)] : [])),
		...moved(left, swap.goes === 'vendor' ? 'in_repair' : 'in_stock', order),
		...moved(came, 'in_use', order),
		...edited(came, { ...takenOver(left, swap), ...warranty(subject) }),
		...restored(actor, subject),
	];
}

function assetOf(store: AccountStore, id: string | undefined): Promise<Asset | undefined> {
	return id ? store.get('asset', id) : Promise.resolve(undefined);
}

function onPart(asset: Asset | undefined, subject: SwapSubject): CommandDraft[] {
	return asset ? [entry(asset, subject), ...edited(asset, warranty(subject))] : [];
}

function entry({ id }: Asset, { order, swap }: SwapSubject): CommandDraft {
	const args = { orderId: order.id, ...swap };
	return { type: 'asset.swap@1', kind: 'asset', record: id, args, causedBy: 0 };
}

/** A step of the machine's life cycle, where its state allows it. */
function moved(asset: Asset | undefined, to: AssetState, order: WorkOrder): CommandDraft[] {
	if (!asset || !assetMoves[asset.state].includes(to)) return [];
	const args = { to, reason: numberOf(order) };
	return [{ type: 'asset.move@1', kind: 'asset', record: asset.id, args, causedBy: 0 }];
}

/** It stands where the other stood and serves whom that served; whose it is changes only for good. What comes back has its place. */
function takenOver(left: Asset | undefined, { temporary, ends }: Swap): Fields {
	if (!left || ends) return {};
	const { siteId, room, locationCode, department, user, responsible, customerId } = left;
	const place = { siteId, room, locationCode, department, user, responsible };
	return temporary ? place : { ...place, customerId };
}

function warranty({ warrantyUntil }: SwapSubject): Fields {
	return warrantyUntil ? { warrantyUntil } : {};
}

/** Field by field against what stood there, like any edit. */
function edited(asset: Asset | undefined, wanted: Fields): CommandDraft[] {
	const set = Object.fromEntries(
		Object.entries(wanted).filter(
			([field, value]) => value !== undefined && value !== asset?.[field],
		),
	);
	if (!asset || Object.keys(set).length === 0) return [];
	const base = Object.fromEntries(Object.keys(set).map((field) => [field, asset[field] ?? null]));
	return [
		{ type: 'asset.edit@1', kind: 'asset', record: asset.id, args: { set }, base, causedBy: 0 },
	];
}

/** A spare gives the user back his work: the order's resolution clock stops, where that is still to do. */
function restored(actor: Actor, { order, swap }: SwapSubject): CommandDraft[] {
	if (!swap.temporary || order.restored || !movesFor(order, actor).includes('restore')) return [];
	const args = { how: 'spare', note: swap.in?.tag ?? swap.sort };
	const on = { kind: 'workOrder' as const, record: order.id };
	return [{ type: 'workOrder.restore@1', ...on, args, causedBy: 0 }];
}
