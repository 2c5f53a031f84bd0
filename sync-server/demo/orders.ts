import type { Grade } from '#domain/sla/level.ts';
import { serviceItems } from '#server/reference/reference-records.ts';

/**
 * One step of a demo order: minutes before now, by whom, which command. `recoverIn` among its
 * arguments is minutes from now.
 */
export type Step = [
	minutesAgo: number,
	by: string,
	command: string,
	args?: Record<string, unknown>,
];

export interface DemoOrder {
	id: string;
	siteId: string;
	room: string;
	summary: string;
	symptom: string;
	category: string;
	impact: Grade;
	urgency: Grade;
	orderKind?: 'fault' | 'request' | 'preventive';
	channel?: 'phone' | 'self_service' | 'monitoring' | 'walk_up';
	serviceItemId?: string;
	/** Model name and room choose the asset of the line; the first that fits. */
	asset?: string;
	/** All of that model in that room, a line each. */
	allOfThem?: true;
	requesterUserId?: string;
	/** Minutes before now at which it was received. */
	receivedAgo: number;
	steps: Step[];
}

const desk1 = 'user-desk1';
const desk2 = 'user-desk2';
const engineer = (number: string) => `user-eng${number}`;

const sent = (ago: number, number: string, by = desk1): Step => [
	ago,
	by,
	'dispatch',
	{ assigneeId: engineer(number) },
];
const underWay = (
	number: string,
	sentAgo: number,
	acceptedAgo: number,
	arrivedAgo: number,
): Step[] => [
	sent(sentAgo, number),
	[acceptedAgo, engineer(number), 'accept'],
	[acceptedAgo - 1, engineer(number), 'depart'],
	[arrivedAgo, engineer(number), 'arrive'],
];

/** What was found in the machine of the pharmacy whose seal was broken. */
export const openedMachine = [
	{ field: 'serial', from: 'QM82-01G01G', to: 'QM82-9T4X20' },
	{ field: 'operatingSystem', from: 'Windows 11 专业版', to: 'Windows 10 专业版' },
];

/** The board of a busy hour: one breached, one due soon, and every state a day brings. */
export const demoOrders: readonly DemoOrder[] = [
	{
		id: 'demo-gate',
		siteId: 'site-logistics-gate',
		room: '弱电间',
		summary: '门禁服务器离线，闸机打不开',
		symptom: '两条车道闸机都不识别，服务器指示灯不亮，货车排队。',
		category: '服务器',
		impact: 'high',
		urgency: 'high',
		asset: '机架服务器',
		receivedAgo: 138,
		steps: underWay('09', 132, 130, 104),
	},
	{
		id: 'demo-registry-printers',
		siteId: 'site-hospital-clinic',
		room: '1F 挂号处',
		summary: '挂号系统打印机全部脱机',
		symptom: '四个窗口同时无法出票，重启窗口电脑无效。',
		category: '打印机',
		impact: 'high',
		urgency: 'high',
		asset: '激光打印机',
		receivedAgo: 7,
		steps: [],
	},
	{
		id: 'demo-ransom',
		siteId: 'site-water-office',
		room: '3F 财务室',
		summary: '财务室电脑弹出勒索提示',
		symptom: '桌面弹出要求付款的窗口，部分表格打不开，已按电话指导拔网线。',
		category: '病毒',
		impact: 'high',
		urgency: 'high',
		asset: '台式工作站',
		receivedAgo: 3,
		steps: [[2, desk2, 'note', { text: '已请用户断网不关机，等派单。' }]],
	},
	{
		id: 'demo-ups',
		siteId: 'site-bank-lake',
		room: '2F 机房',
		summary: 'UPS 电池告警，续航不足',
		symptom: '监控提示电池续航 4 分钟，低于约定的 15 分钟。',
		category: 'UPS',
		impact: 'high',
		urgency: 'medium',
		channel: 'monitoring',
		serviceItemId: serviceItems.ups,
		asset: 'UPS 不间断电源',
		receivedAgo: 48,
		steps: [
			sent(44, '04'),
			[40, engineer('04'), 'accept'],
			[1, engineer('04'), 'return', { reason: '没有同型号电池备件' }],
		],
	},
	{
		id: 'demo-nurses',
		siteId: 'site-hospital-ward',
		room: '6F 东护士站',
		summary: '护士站工作站无法开机，三声短鸣',
		symptom: '早班交接后按电源键有三声短鸣，屏幕无显示，指示灯橙色闪烁。昨夜停电一次。',
		category: '计算机/台式机',
		impact: 'high',
		urgency: 'high',
		serviceItemId: serviceItems.fault,
		asset: '台式工作站',
		receivedAgo: 98,
		steps: underWay('07', 92, 90, 57),
	},
	{
		id: 'demo-switch',
		siteId: 'site-water-control',
		room: 'B2 机房',
		summary: 'B2 机房交换机端口告警',
		symptom: '监控显示 3 号交换机 17 口反复断开。',
		category: '网络/交换机',
		impact: 'medium',
		urgency: 'high',
		channel: 'monitoring',
		serviceItemId: serviceItems.network,
		asset: '接入交换机',
		receivedAgo: 30,
		steps: [sent(24, '07')],
	},
	{
		id: 'demo-exam',
		siteId: 'site-school-main',
		room: '2F 考场',
		summary: '考场监控三路无画面',
		symptom: '2F 三间考场在录像机上黑屏，下午有考试。',
		category: '安防/录像机',
		impact: 'medium',
		urgency: 'high',
		asset: '视频录像机',
		receivedAgo: 42,
		steps: [sent(38, '11'), [35, engineer('11'), 'accept'], [12, engineer('11'), 'depart']],
	},
	{
		id: 'demo-cashier',
		siteId: 'site-hospital-clinic',
		room: '1F 收费 3 窗',
		summary: '收费窗口打印机反复卡纸',
		symptom: '打三五张就卡一次，出口处有碎纸。',
		category: '打印机',
		impact: 'medium',
		urgency: 'medium',
		serviceItemId: serviceItems.fault,
		asset: '热敏打印机',
		receivedAgo: 8,
		steps: [sent(6, '07'), [5, engineer('07'), 'accept']],
	},
	{
		id: 'demo-pharmacy',
		siteId: 'site-hospital-ward',
		room: '1F 住院药房',
		summary: '住院药房终端频繁断网',
		symptom: '发药终端每隔几分钟断一次，重新登录后恢复。',
		category: '网络',
		impact: 'high',
		urgency: 'medium',
		asset: '台式工作站',
		receivedAgo: 50,
		steps: [
			...underWay('12', 46, 44, 8),
			[6, engineer('12'), 'checkSeal', { lineId: 'line', state: 'broken', number: 'FT-004410' }],
			[
				3,
				engineer('12'),
				'compareAsset',
				{
					lineId: 'line',
					same: ['name', 'category', 'manufacturer', 'model', 'room', 'responsible', 'department'],
					differs: openedMachine,
					newNumber: 'FT-009001',
				},
			],
		],
	},
	{
		id: 'demo-office',
		siteId: 'site-civic-hall',
		room: '4F 新办公室',
		summary: '新办公室 6 台终端装系统',
		symptom: '新到 6 台终端，安装操作系统、办公软件并入域。',
		category: '安装',
		impact: 'low',
		urgency: 'high',
		orderKind: 'request',
		serviceItemId: serviceItems.installSystem,
		asset: '台式工作站',
		receivedAgo: 150,
		steps: underWay('02', 144, 140, 110),
	},
	{
		id: 'demo-reinstall',
		siteId: 'site-hospital-clinic',
		room: '1F 收费 3 窗',
		summary: '收费电脑查杀病毒后要重装系统',
		symptom: '查杀后系统文件损坏，开机停在修复界面。',
		category: '病毒',
		impact: 'medium',
		urgency: 'medium',
		serviceItemId: serviceItems.installSystem,
		receivedAgo: 34,
		steps: [sent(30, '07'), [28, engineer('07'), 'accept']],
	},
	{
		id: 'demo-uplink',
		siteId: 'site-library-main',
		room: '1F 弱电间',
		summary: '更换一楼汇聚交换机',
		symptom: '原交换机风扇故障，今天换新。',
		category: '网络/交换机',
		impact: 'medium',
		urgency: 'medium',
		orderKind: 'request',
		serviceItemId: serviceItems.network,
		receivedAgo: 62,
		steps: [
			...underWay('05', 58, 55, 20),
			[
				18,
				engineer('05'),
				'noticeInterruption',
				{
					affected: '一楼借阅台、阅览区无线和自助借还机，约 40 人',
					recoverIn: 24,
					...{ name: '馆方办公室 沈', role: 'head', how: 'phone' },
				},
			],
		],
	},
	{
		id: 'demo-panel',
		siteId: 'site-bank-lake',
		room: '2F 会议室',
		summary: '会议平板触控失灵',
		symptom: '下午有视频会，触控无反应，遥控器可用。',
		category: '外设/显示',
		impact: 'medium',
		urgency: 'medium',
		asset: '会议平板',
		receivedAgo: 6,
		steps: [sent(2, '05', desk2)],
	},
	{
		id: 'demo-disk',
		siteId: 'site-civic-hall',
		room: 'B1 机房',
		summary: '文件服务器硬盘预警',
		symptom: '阵列卡提示 2 号盘预测性故障，业务正常。',
		category: '服务器',
		impact: 'medium',
		urgency: 'high',
		asset: '机架服务器',
		receivedAgo: 120,
		steps: [
			...underWay('03', 116, 112, 90),
			[70, engineer('03'), 'suspend', { reason: 'part', note: '等同型号硬盘，阵列仍有冗余' }],
		],
	},
	{
		id: 'demo-reading-room',
		siteId: 'site-library-main',
		room: '2F 阅览室',
		summary: '阅览室扫描仪进纸轮打滑',
		symptom: '一次带进三四张纸，或者停在入口不动。',
		category: '外设/扫描仪',
		impact: 'low',
		urgency: 'low',
		asset: '馈纸扫描仪',
		receivedAgo: 200,
		steps: [
			...underWay('03', 190, 186, 165),
			[150, engineer('03'), 'suspend', { reason: 'customer', note: '馆方要求闭馆后再换轮' }],
		],
	},
	{
		id: 'demo-earthing',
		siteId: 'site-hospital-ward',
		room: 'B1 信息机房',
		summary: '信息机房防雷接地季检',
		symptom: '雨季前检测，上次 3.2 Ω。',
		category: '机房/防雷接地',
		impact: 'low',
		urgency: 'medium',
		orderKind: 'preventive',
		serviceItemId: serviceItems.earthing,
		receivedAgo: 210,
		steps: [
			...underWay('07', 205, 200, 180),
			[172, engineer('07'), 'tick', { lineId: 'line', key: 'terminals', done: true }],
			[168, engineer('07'), 'recordReading', { lineId: 'line', key: 'earth', value: '4.6' }],
			[160, engineer('07'), 'suspend', { reason: 'customer', note: '客户补打接地极后复测' }],
		],
	},
	{
		id: 'demo-mail',
		siteId: 'site-civic-hall',
		room: '1F 窗口区',
		summary: '邮箱客户端反复要求输入密码',
		symptom: '网页能登录，客户端每隔几分钟要一次密码。',
		category: '应用软件',
		impact: 'low',
		urgency: 'medium',
		receivedAgo: 75,
		steps: [
			[
				71,
				desk2,
				'resolveRemotely',
				{
					cause: '改密码后旧凭据还在，手机也在用旧密码重试',
					solution: '清除凭据管理器中的旧条目，手机上更新密码后正常。',
					mode: 'phone',
					minutes: 4,
				},
			],
		],
	},
	{
		id: 'demo-registration',
		siteId: 'site-hospital-clinic',
		room: '1F 挂号处',
		summary: '挂号处 4 台工作站更新后反复重启',
		symptom: '昨晚自动更新后，早上开机停在更新界面，几分钟后自己重启。',
		category: '计算机/台式机',
		impact: 'medium',
		urgency: 'low',
		serviceItemId: serviceItems.fault,
		asset: '台式工作站',
		allOfThem: true,
		receivedAgo: 16,
		steps: [sent(13, '07'), [11, engineer('07'), 'accept']],
	},
];
