/** What is offered next for what was scanned, as data: the likeliest first. Each rule is its own; the commands decide. */
import { resolve } from '$app/paths';
import type { ResolvedPathname } from '$app/types';
import { deskRoles, hasRole } from '#domain/access/roles.ts';
import type { Asset } from '#domain/asset/asset.ts';
import { placeKey, type Place } from '#domain/audit/expected.ts';
import { copyHash } from '#domain/copy/copy-link.ts';
import type { Inspection } from '#domain/inspection/inspection.ts';
import { instantOf } from '#domain/time/instant.ts';
import { dateOf } from '#domain/time/zone.ts';
import { isAssignee } from '#domain/work-order/parties.ts';
import { isOpen, mayMove } from '#domain/work-order/states.ts';
import type { WorkOrder } from '#domain/work-order/work-order.ts';
import { mayEditAssets, reportsFrom } from '#features/assets/asset-rights.ts';
import type { ScanReading } from '#features/scan/reading.ts';
import { m } from '#i18n/generated/messages.js';
import type { AccountScope } from '#store/account-context.ts';
import type { CommandDraft } from '#store/execute.ts';
import { tickingNow } from '#ui/ticking-now.svelte.ts';
import { openAudits } from './open-audits.ts';
import { arriveDraft, moveHereDraft, stopDraft } from './scan-steps.ts';
import type { Thing } from './scan-thing.ts';

export interface ScanAction {
	label: string;
	href?: string;
	/** In place of an address: what it does, and the page that is next. */
	draft?: CommandDraft;
	next?: ResolvedPathname;
}

interface ScanScene {
	account: AccountScope;
	reading: ScanReading;
	/** Where the person stands, by a room's code scanned before. */
	here: Place | undefined;
	/** Open orders about the machine that concern this person. */
	orders: readonly WorkOrder[];
	/** His own orders he is on site for. */
	onSite: readonly WorkOrder[];
	/** What of it is counted now: the room where it stands, or is listed. */
	audits: readonly { id: string; place: Place }[];
	/** Rounds this person walks these days that have the machine on their route. */
	rounds: readonly Inspection[];
}

export async function sceneOf(
	thing: Thing,
	reading: ScanReading,
	here: Place | undefined,
	account: AccountScope,
): Promise<ScanScene> {
	const { store, actor } = account;
	const own = (await store.records.ordersOf(actor.userId, ['on_site'])).filter((order) =>
		isAssignee(order, actor),
	);
	return {
		...{ account, reading, here, onSite: own },
		orders: thing.kind === 'asset' ? await ordersAbout(thing.asset, account) : [],
		audits: await auditsOf(thing, here, account),
		rounds: thing.kind === 'asset' ? await roundsWith(thing.asset, account) : [],
	};
}

async function ordersAbout({ id }: Asset, { store, actor }: AccountScope): Promise<WorkOrder[]> {
	const about = await store.records.about('workOrder', 'asset', id);
	const concerns = (order: WorkOrder) => isAssignee(order, actor) || hasRole(actor, deskRoles);
	return about.filter((order) => isOpen(order.state) && concerns(order));
}

async function roundsWith(
	{ id }: Asset,
	{ store, actor, zone }: AccountScope,
): Promise<Inspection[]> {
	const rounds = await store.records.list('inspection');
	const today = dateOf(instantOf(tickingNow.ms), zone);
	return rounds.filter(
		({ state, from, inspectors, checkpoints = [] }) =>
			state === 'ready' &&
			// The round after stands there before its time.
			from <= today &&
			inspectors.includes(actor.userId) &&
			checkpoints.some((point) => point.id === id),
	);
}

async function auditsOf(thing: Thing, here: Place | undefined, account: AccountScope) {
	if (thing.kind === 'listed')
		return [{ id: thing.campaign.id, place: here ?? placeOf(thing.expected) }];
	if (thing.kind !== 'asset' && thing.kind !== 'room') return [];
	const audits = await openAudits(account);
	return audits.flatMap(({ campaign: { id }, index, rooms }) => {
		if (thing.kind === 'room')
			return rooms.has(placeKey(thing.place)) ? [{ id, place: thing.place }] : [];
		const listed = index.all.get(thing.asset.id);
		return listed ? [{ id, place: here ?? placeOf(listed) }] : [];
	});
}

function placeOf({ siteId, room }: Place): Place {
	return { siteId, room };
}

/** The first is the main one; none where the person can only look for the next code. */
export function actionsOf(thing: Thing, scene: ScanScene): ScanAction[] {
	switch (thing.kind) {
		case 'asset':
			return assetActions(thing.asset, scene);
		case 'part':
			return [
				...scene.onSite.map((order) => ({
					label: m.scan_use_part_on({ number: numberOf(order) }),
					href: `${orderPage(order)}?part=${thing.part.id}`,
				})),
				{ label: m.stock_open(), href: resolve('/stock/[id]', { id: thing.part.id }) },
			];
		case 'order':
			return [openOrder(thing.order)];
		case 'repair':
			return [
				{ label: m.scan_open_repair(), href: resolve('/repairs/[id]', { id: thing.repair.id }) },
			];
		case 'campaign': {
			const href = resolve('/audits/[id]', { id: thing.campaign.id });
			return [{ label: m.scan_open_audit(), href }];
		}
		case 'round': {
			const href = resolve('/inspections/[id]', { id: thing.round.id });
			return [{ label: m.scan_open_round(), href }];
		}
		case 'paper':
			return [{ label: m.scan_check_paper(), href: resolve('/copy') + copyHash(thing.link) }];
		case 'room':
			return [...countActions(scene), ...machinesOf(thing.place, scene)];
		case 'listed':
			return countActions(scene);
	}
}

function assetActions(asset: Asset, scene: ScanScene): ScanAction[] {
	const { account, orders, reading, here } = scene;
	const own = orders.filter((order) => isAssignee(order, account.actor));
	const arrivals = own
		.filter(({ state }) => mayMove('arrive', state))
		.map((order) => ({
			label: m.scan_arrive_for({ number: numberOf(order) }),
			draft: arriveDraft(order, reading, asset),
			next: orderPage(order),
		}));
	const isElsewhere =
		here && placeKey(here) !== placeKey({ siteId: asset.siteId ?? '', room: asset.room ?? '' });
	const moves: ScanAction[] =
		here && isElsewhere && mayEditAssets(account.actor)
			? [{ label: m.scan_move_here({ room: here.room }), draft: moveHereDraft(asset, here) }]
			: [];
	return [
		...moves,
		...arrivals,
		...stopActions(asset, scene),
		...own.map(openOrder),
		...countActions(scene),
		...orders.filter((order) => !own.includes(order)).map(openOrder),
		...reportActions(asset, account),
		{ label: m.wo_open_asset(), href: resolve('/assets/[id]', { id: asset.id }) },
	];
}

function countActions({ audits, reading }: ScanScene): ScanAction[] {
	return audits.map(({ id, place }) => {
		const query = new URLSearchParams({ site: place.siteId, room: place.room });
		query.set('code', reading.text);
		query.set('how', reading.source);
		const label = m.scan_count_in({ room: place.room });
		return { label, href: `${resolve('/audits/[id]/count', { id })}?${query.toString()}` };
	});
}

function stopActions({ id }: Asset, { rounds, reading }: ScanScene): ScanAction[] {
	return rounds.map((round) => ({
		label: m.scan_inspect_in({ name: round.name }),
		draft: stopDraft(round, id, reading),
		next: resolve(`/inspections/${round.id}/check?at=${id}`),
	}));
}

function reportActions(asset: Asset, { actor }: AccountScope): ScanAction[] {
	const from = reportsFrom(actor);
	if (from === 'desk')
		return [{ label: m.scan_report(), href: `${resolve('/intake')}?asset=${asset.id}` }];
	return from === 'field'
		? [{ label: m.wo_report_here(), href: `${resolve('/work-orders/new')}?asset=${asset.id}` }]
		: [];
}

function openOrder(order: WorkOrder): ScanAction {
	return {
		label: m.scan_open_order({ number: numberOf(order) }),
		href: orderPage(order),
	};
}

function machinesOf({ siteId, room }: Place, { account }: ScanScene): ScanAction[] {
	if (!mayEditAssets(account.actor)) return [];
	const query = new URLSearchParams({ site: siteId, room });
	return [{ label: m.scan_machines_here(), href: `${resolve('/assets')}?${query.toString()}` }];
}

function orderPage({ id }: WorkOrder): ResolvedPathname {
	return resolve('/work-orders/[id]', { id });
}

/** As people say it; a request from the spot has none until the server has seen it. */
function numberOf({ number, offlineNumber, summary }: WorkOrder): string {
	return number ?? offlineNumber ?? summary;
}
