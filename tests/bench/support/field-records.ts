/**
 * What lies on the device of an engineer with many customers: the same records on every run, at times
 * counted back from `now`, because orders finished long ago leave his device.
 */
import type { Asset } from '#domain/asset/asset.ts';
import type { Article } from '#domain/knowledge/article.ts';
import type { ServiceCalendar } from '#domain/sla/calendar.ts';
import { startClock, stopClock } from '#domain/sla/clock.ts';
import { addMinutes, type Instant } from '#domain/time/instant.ts';
import type { OrderState } from '#domain/work-order/states.ts';
import type { WorkOrder } from '#domain/work-order/work-order.ts';

export interface FieldScene {
	now: Instant;
	engineerId: string;
	calendar: ServiceCalendar;
	places: readonly { customerId: string; siteId: string; rooms: readonly string[] }[];
}

export interface FieldCounts {
	assets: number;
	orders: number;
	openOrders: number;
	articles: number;
}

const systemId = 'system';
const dayMinutes = 24 * 60;
const finishedDaysMax = 85;
const models = ['启明 M8200', '启明 X14', '墨川 P3305dn', '墨川 T80', '连川 S5024', '连川 R2100'];
const names = ['台式工作站', '笔记本电脑', '激光打印机', '热敏打印机', '接入交换机', '路由器'];
const faults = ['无法开机', '反复卡纸', '时断时续', '登录不上', '蓝屏重启', '扫描不出图'];
const openStates: readonly OrderState[] = ['accepted', 'dispatched', 'en_route', 'suspended'];
const tale =
	'用户说昨天下班前还正常，今早开机后就这样，已经按电话里的办法断电五分钟再试，没有好转。' +
	'同屋另外两台没有问题，网线和电源插座都换过，指示灯正常，屏幕上没有其他提示。';

export function fieldAssets(scene: FieldScene, { assets }: FieldCounts): Asset[] {
	return Array.from({ length: assets }, (_, n) => assetOf(scene, n));
}

export function fieldOrders(scene: FieldScene, counts: FieldCounts): WorkOrder[] {
	return Array.from({ length: counts.orders }, (_, n) =>
		n < counts.openOrders ? openOrder(scene, n) : finishedOrder(scene, n),
	);
}

export function fieldArticles(scene: FieldScene, { articles }: FieldCounts): Article[] {
	return Array.from({ length: articles }, (_, n) => articleOf(scene, n));
}

function assetOf(scene: FieldScene, n: number): Asset {
	const { customerId, siteId, rooms } = placeOf(scene, n);
	const bought = addMinutes(scene.now, -(400 + (n % 900)) * dayMinutes);
	return {
		...madeAt(`bench-asset-${n}`, bought),
		kind: 'asset',
		tag: `BZ-${code(n, 6)}`,
		name: pick(names, n),
		model: pick(models, n),
		category: '计算机/外设',
		manufacturer: '启明',
		serial: `SN${code(n * 7919, 8)}`,
		contractNumber: `HT-2025-${code(n % 40, 3)}`,
		warrantyUntil: '2028-06-30',
		ip: `10.${n % 40}.${(n >> 8) % 250}.${n % 250}`,
		customerId,
		siteId,
		room: pick(rooms, n),
		state: 'in_use',
		seal: { number: `FT-${code(n, 6)}`, state: 'intact' },
		moves: [],
	};
}

function openOrder(scene: FieldScene, n: number): WorkOrder {
	const receivedAt = addMinutes(scene.now, -(20 + n * 11));
	// The first is under his hands; one order is on site at a time.
	const state: OrderState = n === 0 ? 'on_site' : pick(openStates, n);
	return { ...orderOf(scene, n, receivedAt), state };
}

function finishedOrder(scene: FieldScene, n: number): WorkOrder {
	const age = (1 + (n % finishedDaysMax)) * dayMinutes + n;
	const order = orderOf(scene, n, addMinutes(scene.now, -age));
	const completedAt = addMinutes(order.receivedAt, 95);
	const { clocks } = order;
	return {
		...order,
		state: 'closed',
		updatedAt: completedAt,
		completedAt,
		...(clocks && {
			clocks: {
				...clocks,
				resolution: stopClock(clocks.resolution, scene.calendar, completedAt),
			},
		}),
	};
}

function orderOf(scene: FieldScene, n: number, receivedAt: Instant): WorkOrder {
	const { engineerId, calendar } = scene;
	const { customerId, siteId, rooms } = placeOf(scene, n);
	const arrivedAt = addMinutes(receivedAt, 18);
	const start = { startedAt: receivedAt, window: '7x24' } as const;
	const response = startClock({ ...start, targetMinutes: 30 }, calendar);
	return {
		...madeAt(`bench-order-${n}`, receivedAt),
		kind: 'workOrder',
		number: `GD-BENCH-${code(n, 4)}`,
		state: 'accepted',
		orderKind: 'fault',
		channel: 'phone',
		mode: 'on_site',
		requester: { name: '周老师', phone: '6611' },
		customerId,
		siteId,
		room: pick(rooms, n),
		summary: `${pick(names, n)}${pick(faults, n)}`,
		symptom: tale,
		category: '计算机',
		impact: 'medium',
		urgency: 'medium',
		priority: 'P3',
		level: { level: 'standard', rule: 'default' },
		receivedAt,
		receivedBy: 'user-desk1',
		assigneeId: engineerId,
		clocks: {
			response: stopClock(response, calendar, arrivedAt),
			resolution: startClock({ ...start, targetMinutes: 480 }, calendar),
		},
		lines: [lineOf(n)],
		visits: [
			{
				id: `bench-visit-${n}`,
				engineerId,
				dispatchedAt: receivedAt,
				acceptedAt: receivedAt,
				arrivedAt,
			},
		],
		notes: [{ id: `bench-note-${n}`, at: receivedAt, by: engineerId, text: pick(faults, n) }],
		...emptyLists(),
		reopenCount: 0,
	};
}

function lineOf(n: number): WorkOrder['lines'][number] {
	return {
		id: `bench-line-${n}`,
		asset: { id: `bench-asset-${n}`, tag: `BZ-${code(n, 6)}`, name: pick(names, n) },
		symptom: pick(faults, n),
		cause: '内存条接触不良，重新插拔并清洁金手指。',
		solution: '断电后清洁，内存自检两遍通过，请用户连续使用半小时无异常。',
		result: 'open',
		checklist: ['reproduced', 'seal', 'cause', 'user-tried'].map((key) => ({
			key,
			text: '核对并登记',
		})),
		parts: [],
	};
}

function emptyLists() {
	return {
		photos: [],
		times: [],
		consulted: [],
		signatures: [],
		papers: [],
		held: [],
		delays: [],
		escalations: [],
	};
}

function articleOf(scene: FieldScene, n: number): Article {
	return {
		...madeAt(`bench-article-${n}`, addMinutes(scene.now, -(30 + n) * dayMinutes)),
		kind: 'article',
		title: `${pick(names, n)}${pick(faults, n + 1)}的处理 ${n}`,
		problemType: 'hardware',
		symptom: tale,
		cause: tale,
		solution: tale.repeat(3),
		audience: 'internal',
		language: 'zh-CN',
		state: 'published',
		version: 1,
		authorId: 'user-eng09',
	};
}

function madeAt(id: string, at: Instant) {
	const by = systemId;
	const history = [{ at, by, device: systemId, command: 'import@1', changes: [] }];
	return { id, createdAt: at, createdBy: by, updatedAt: at, updatedBy: by, history };
}

function placeOf({ places }: FieldScene, n: number): FieldScene['places'][number] {
	return pick(places, n);
}

function pick<T>(list: readonly T[], n: number): T {
	const found = list[n % list.length];
	if (found === undefined) throw new Error('nothing to pick from');
	return found;
}

function code(n: number, length: number): string {
	return String(n).padStart(length, '0').slice(-length);
}
