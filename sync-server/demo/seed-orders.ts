import { assetRefOf, type Asset } from '#domain/asset/asset.ts';
import { defaultZone } from '#domain/organisation/ids.ts';
import { addMinutes, type Instant } from '#domain/time/instant.ts';
import { dateOf } from '#domain/time/zone.ts';
import { systemActor, type AdministrationCommand } from '#server/administration.ts';
import type { DemoAsset } from './assets.ts';
import { finishedOrders, minutesPerDay, projectorSwap } from './finished-orders.ts';
import { earlierOrders } from './earlier-orders.ts';
import { demoOrders, openedMachine, type DemoOrder } from './orders.ts';
import { demoActor, demoPeople } from './people.ts';
import { placeOf } from './places.ts';

/** The installation that wrote the demo; numbered by order and step, so that a second run adds nothing. */
const stepsPerOrderMax = 100;
const device = 'demo-seed';

interface Timed extends AdministrationCommand {
	at: Instant;
}

/** Every command of the demo orders at its time before `now`, earliest first, as they really happened. */
export function orderCommands(now: Instant, assets: readonly DemoAsset[]): AdministrationCommand[] {
	const orders = [...finishedOrders, ...demoOrders, ...earlierOrders];
	return orders
		.flatMap((order, n) => commandsOf(order, n, now, assets))
		.sort((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)));
}

function commandsOf(
	order: DemoOrder,
	n: number,
	now: Instant,
	assets: readonly DemoAsset[],
): Timed[] {
	const first = n * stepsPerOrderMax + 1;
	const lineId = `${device}:${first}.1`;
	const create = createArgs(order, assets);
	const steps: DemoOrder['steps'] = [
		[order.receivedAgo, order.requesterUserId ?? 'user-desk1', 'create', create],
		...order.steps,
	];
	return steps.map(([ago, by, name, args = {}], step): Timed => ({
		type: `workOrder.${name}@1`,
		kind: 'workOrder',
		record: order.id,
		args: filledIn(args, lineId, now),
		at: addMinutes(now, -ago),
		actor: demoActor(by),
		as: { device, seq: first + step },
	}));
}

/** The arguments with the line's id and the times that the demo can only know now. */
function filledIn(
	args: Record<string, unknown>,
	lineId: string,
	now: Instant,
): Record<string, unknown> {
	const { recoverIn, backInDays, ...rest } = args;
	return {
		...rest,
		...('lineId' in args && { lineId }),
		...(typeof recoverIn === 'number' && { recoverBy: addMinutes(now, recoverIn) }),
		...(typeof backInDays === 'number' && { backBy: dayIn(now, backInDays) }),
	};
}

function dayIn(now: Instant, days: number): string {
	return dateOf(addMinutes(now, days * minutesPerDay), defaultZone);
}

function createArgs(order: DemoOrder, assets: readonly DemoAsset[]): Record<string, unknown> {
	const { customerId, contacts } = placeOf(order.siteId);
	const [contact] = contacts;
	const machines = assets
		.filter(
			({ fields }) =>
				fields['siteId'] === order.siteId &&
				fields['room'] === order.room &&
				fields['name'] === order.asset,
		)
		.slice(0, order.allOfThem ? undefined : 1);
	const user = demoPeople.find(({ id }) => id === order.requesterUserId);
	const requester = user
		? { name: user.name, phone: user.phone, userId: user.id }
		: { name: contact?.name, phone: contact?.phone, contactId: contact?.id };
	const { siteId, room, summary, symptom, category, impact, urgency, serviceItemId } = order;
	return {
		...{ customerId, siteId, room, summary, symptom, category, impact, urgency },
		requester,
		orderKind: order.orderKind ?? 'fault',
		channel: order.channel ?? 'phone',
		...(serviceItemId && { serviceItemId }),
		...(machines.length > 0 && {
			lines: machines.map((machine) => ({ asset: refOf(machine) })),
		}),
	};
}

function refOf({ id, fields }: DemoAsset) {
	return assetRefOf({ ...fields, id } as Asset);
}

/** What waits for the desk about machines: one with a broken seal, one that nobody had registered. */
export function findingCommands(now: Instant): AdministrationCommand[] {
	return [...correctionCommands(now), ...foundCommands(now), swapCommand(now)].map(
		(command, n) => ({
			...command,
			as: { device: `${device}-findings`, seq: n + 1 },
		}),
	);
}

/** What the projector's visit put in for a while, in the machine's own record. */
function swapCommand(now: Instant): AdministrationCommand & { at: Instant } {
	const args = filledIn({ orderId: 'demo-projector', ...projectorSwap }, '', now);
	const about = { kind: 'asset' as const, record: 'asset-ZC-2026-000113' };
	const by = { at: addMinutes(now, -151), actor: demoActor('user-eng07') };
	return { ...about, ...by, type: 'asset.swap@1', args };
}

/** A terminal that was to be set up and is in no register. */
function foundCommands(now: Instant): AdministrationCommand[] {
	const orderId = 'demo-office';
	const { customerId } = placeOf('site-civic-hall');
	const place = { customerId, siteId: 'site-civic-hall', room: '4F 新办公室' };
	const model = { name: '台式工作站', category: '计算机/台式机', model: '启明 M8200' };
	const set = { tag: 'ZC-2026-000801', ...model, serial: 'QM82-6H0P52', ...place };
	const by = { at: addMinutes(now, -20), actor: demoActor('user-eng02') };
	const id = 'asset-ZC-2026-000801';
	const asset = assetRefOf({ ...set, id } as Asset);
	const about = { kind: 'workOrder' as const, record: orderId };
	return [
		{
			...{ ...by, type: 'asset.registerFound@1', kind: 'asset', record: id },
			args: { orderId, set },
		},
		{ ...by, ...about, type: 'workOrder.addFound@1', args: { asset } },
	];
}

/** What the pharmacy's comparison proposes about the machine, and its new seal. */
function correctionCommands(now: Instant): AdministrationCommand[] {
	const about = { kind: 'asset' as const, record: 'asset-ZC-2026-000116' };
	const by = { ...about, at: addMinutes(now, -3), actor: demoActor('user-eng12') };
	const orderId = 'demo-pharmacy';
	const valuesOf = (side: 'from' | 'to') =>
		Object.fromEntries(openedMachine.map((each) => [each.field, each[side]]));
	const n = demoOrders.findIndex(({ id }) => id === orderId) + finishedOrders.length;
	const lineId = `${device}:${n * stepsPerOrderMax + 1}.1`;
	const proposed = { orderId, lineId, set: valuesOf('to'), seen: valuesOf('from') };
	return [
		{ ...by, type: 'asset.proposeCorrection@1', args: proposed },
		{ ...by, type: 'asset.checkSeal@1', args: { state: 'intact', number: 'FT-009001' } },
	];
}

/** The seals as last seen by us; `at` is when the register was taken over. */
export function sealCommands(at: Instant, assets: readonly DemoAsset[]): AdministrationCommand[] {
	return assets.flatMap(({ id, seal }, n) =>
		seal
			? [
					{
						type: 'asset.checkSeal@1',
						kind: 'asset' as const,
						record: id,
						args: { state: 'intact', number: seal },
						at,
						actor: systemActor,
						as: { device: `${device}-seals`, seq: n + 1 },
					},
				]
			: [],
	);
}
