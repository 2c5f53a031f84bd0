import { minutesPerDay, visit } from './finished-orders.ts';
import type { DemoOrder } from './orders.ts';

/** Weeks ago, long closed: what the engineer's phone proposes when the same breaks again. */
interface Earlier extends Pick<
	DemoOrder,
	'id' | 'siteId' | 'room' | 'summary' | 'symptom' | 'category' | 'asset'
> {
	daysAgo: number;
	causeCode: string;
	cause: string;
	solution: string;
	minutes: number;
	/** A part taken from the van. */
	partId?: string;
}

const replugMemory = {
	summary: '工作站无法开机，三声短鸣',
	symptom: '按电源键三声短鸣，屏幕无显示。',
	category: '计算机/台式机',
	asset: '台式工作站',
	causeCode: 'hw-memory',
	cause: '内存金手指氧化，接触不良',
	solution: '拔下内存，橡皮擦净金手指后重新插紧，连续开机三次正常。',
	minutes: 30,
};

const earlier: readonly Earlier[] = [
	{
		...replugMemory,
		id: 'demo-earlier-memory-ward',
		siteId: 'site-hospital-ward',
		room: '6F 东护士站',
		daysAgo: 63,
	},
	{
		...replugMemory,
		id: 'demo-earlier-memory-finance',
		siteId: 'site-water-office',
		room: '3F 财务室',
		daysAgo: 41,
	},
	{
		id: 'demo-earlier-power',
		siteId: 'site-hospital-ward',
		room: '1F 住院药房',
		summary: '药房终端停电后不开机',
		symptom: '夜里停电一次，早上按电源键没有反应。',
		category: '计算机/台式机',
		asset: '台式工作站',
		daysAgo: 27,
		causeCode: 'hw-power',
		cause: '电源保护锁死',
		solution: '拔电源线放电一分钟后重新上电，换到带稳压的插座。',
		minutes: 20,
	},
	{
		id: 'demo-earlier-receipt',
		siteId: 'site-hospital-clinic',
		room: '1F 收费 3 窗',
		summary: '热敏打印机卡纸',
		symptom: '连续出票时卡纸，切刀不回位。',
		category: '打印机',
		asset: '热敏打印机',
		daysAgo: 18,
		causeCode: 'pr-feed',
		cause: '切刀磨损，积纸屑后不回位',
		solution: '更换切刀组件，清理出纸口，上电复位，连打 30 张正常。',
		partId: 'part-CUTTER-T80',
		minutes: 20,
	},
];

export const earlierOrders: readonly DemoOrder[] = earlier.map((order) => {
	const { daysAgo, causeCode, cause, solution, minutes, partId, ...request } = order;
	const doneAgo = daysAgo * minutesPerDay;
	return {
		...request,
		impact: 'medium',
		urgency: 'medium',
		receivedAgo: doneAgo + 90,
		steps: [
			...visit(doneAgo, {
				...{ causeCode, cause, solution, minutes, signer: '值班员' },
				...(partId && { partId }),
			}),
			[doneAgo - 60, 'user-desk1', 'close', { outcome: 'reached', tries: 1, code: 'solved' }],
		],
	};
});
