import { packStrokes, type StrokePoint } from '#domain/signature/strokes.ts';
import type { DemoOrder, Step } from './orders.ts';

/** Days the desk looks back on: one waits for its return visit, one is closed and rated. */
const engineer = 'user-eng07';
const desk = 'user-desk1';
export const minutesPerDay = 24 * 60;

interface Work {
	/** Of the fault taxonomy. */
	causeCode: string;
	cause: string;
	solution: string;
	minutes: number;
	signer: string;
	/** A part taken from the van, one piece. */
	partId?: string;
	/** What was exchanged on the machine. */
	swap?: Record<string, unknown>;
}

/** Put in for a while on the projector's visit; told in the machine too. */
export const projectorSwap = {
	...{ swapId: 'demo-swap-caster', what: 'part', sort: '无线投屏盒' },
	...{ out: { serial: 'TP-220417' }, in: { model: '清屏 C2', serial: 'TP-991703' } },
	...{ goes: 'vendor', temporary: true, backInDays: 6 },
};

/** A whole visit, the last step `doneAgo` minutes before now; the line's id is put in by the seed. */
export function visit(doneAgo: number, work: Work): Step[] {
	const { causeCode, cause, solution, minutes, signer, partId, swap } = work;
	const used: Step[] = partId
		? [[doneAgo + 5, engineer, 'usePart', { lineId: 'line', partId, quantity: 1 }]]
		: [];
	const swapped: Step[] = swap
		? [[doneAgo + 6, engineer, 'recordSwap', { lineId: 'line', ...swap }]]
		: [];
	const set = { causeCode, cause, solution, result: 'solved' };
	return [
		[doneAgo + 60, desk, 'dispatch', { assigneeId: engineer }],
		[doneAgo + 58, engineer, 'accept'],
		[doneAgo + 55, engineer, 'depart'],
		[doneAgo + 35, engineer, 'arrive'],
		...swapped,
		...used,
		[doneAgo + 4, engineer, 'recordWork', { lineId: 'line', set }],
		[doneAgo + 2, engineer, 'sign', { name: signer, strokes: scrawl() }],
		[doneAgo, engineer, 'complete', { minutes }],
	];
}

/** What a hurried hand draws: three strokes, the same at every start. */
export function scrawl() {
	const stroke = (fromX: number, y: number): StrokePoint[] =>
		Array.from({ length: 24 }, (_, i) => ({
			x: fromX + 4 * i,
			y: y + 18 * Math.sin(i / 3),
			time: 40 * fromX + 12 * i,
			pressure: 0.4 + 0.02 * (i % 10),
		}));
	return packStrokes([stroke(30, 90), stroke(110, 120), stroke(190, 80)], {
		width: 358,
		height: 200,
	});
}

export const finishedOrders: readonly DemoOrder[] = [
	{
		id: 'demo-projector',
		siteId: 'site-hospital-clinic',
		room: '2F 会议室',
		summary: '会议室投影无信号',
		symptom: '接笔记本后大屏提示无信号，换线无效。',
		category: '外设/显示',
		impact: 'low',
		urgency: 'medium',
		asset: '会议平板',
		receivedAgo: 215,
		steps: visit(145, {
			causeCode: 'use-operation',
			cause: '输入源被切到无线投屏',
			solution: '切回 HDMI 1，并把默认输入源固定为 HDMI 1。',
			minutes: 25,
			signer: '收费处 周老师',
			swap: projectorSwap,
		}),
	},
	{
		id: 'demo-ward-printer',
		siteId: 'site-hospital-ward',
		room: '3F 检验科',
		summary: '检验科打印机双面打印卡纸',
		symptom: '双面打印时卡在后盖处，单面正常。',
		category: '打印机',
		impact: 'medium',
		urgency: 'medium',
		channel: 'self_service',
		asset: '激光打印机',
		requesterUserId: 'user-nurse',
		receivedAgo: minutesPerDay + 130,
		steps: [
			...visit(minutesPerDay + 40, {
				causeCode: 'pr-feed',
				cause: '双面单元内有碎纸',
				solution: '取出碎纸，更换搓纸轮，双面连打 20 张正常。',
				minutes: 30,
				signer: '刘护士',
				partId: 'part-ROLLER-A4',
			}),
			[
				minutesPerDay - 120,
				desk,
				'close',
				{ outcome: 'reached', tries: 1, note: '用户确认恢复正常', code: 'solved' },
			],
			[
				minutesPerDay - 180,
				'user-nurse',
				'rate',
				{ stars: 5, solved: true, comment: '来得很快，谢谢。' },
			],
		],
	},
];
