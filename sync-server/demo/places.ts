import type { ServiceWindow } from '#domain/sla/calendar.ts';
import type { ServiceLevel } from '#domain/sla/level.ts';

interface DemoContact {
	id: string;
	name: string;
	phone: string;
	department: string;
	key?: boolean;
	email?: string;
}

interface DemoSite {
	id: string;
	name: string;
	address: string;
	rooms: string[];
	contacts: DemoContact[];
}

interface DemoCustomer {
	id: string;
	name: string;
	code: string;
	level: ServiceLevel;
	window: ServiceWindow;
	advice?: string;
	sites: DemoSite[];
}

const contact = (id: string, name: string, phone: string, department: string): DemoContact => ({
	id: `contact-${id}`,
	name,
	phone,
	department,
});

/** Whom the demo organisation serves: all of them made up. */
export const demoCustomers: readonly DemoCustomer[] = [
	{
		id: 'customer-hospital',
		name: '青澜市第二医院',
		code: 'QLEY',
		level: 'vip',
		window: '7x24',
		advice: '病区走员工通道，进入前在护士站登记；药房须两人在场。',
		sites: [
			{
				id: 'site-hospital-ward',
				name: '住院楼',
				address: '青澜市滨江路 88 号',
				rooms: ['1F 住院药房', '3F 检验科', '6F 东护士站', '6F 西护士站', 'B1 信息机房'],
				contacts: [
					{
						...contact('liu', '刘护士', '6612', '心内科东护士站'),
						...{ key: true, email: 'east-ward@hospital.example' },
					},
					contact('he', '何药师', '6105', '住院药房'),
				],
			},
			{
				id: 'site-hospital-clinic',
				name: '门诊楼',
				address: '青澜市滨江路 86 号',
				rooms: ['1F 挂号处', '1F 收费 3 窗', '2F 会议室', '2F 放射科'],
				contacts: [
					contact('registry', '挂号处值班员', '6108', '挂号处'),
					contact('cashier', '收费处 周老师', '6110', '收费处'),
				],
			},
		],
	},
	{
		id: 'customer-water',
		name: '云岭水务',
		code: 'YLSW',
		level: 'advanced',
		window: '7x24',
		advice: '调度楼 B2 需提前报备身份证号，机房内禁止拍照。',
		sites: [
			{
				id: 'site-water-control',
				name: '调度楼',
				address: '青澜市云岭路 12 号',
				rooms: ['1F 调度大厅', 'B2 机房'],
				contacts: [contact('gao', '高值班长', '0571-3301', '调度中心')],
			},
			{
				id: 'site-water-office',
				name: '办公楼',
				address: '青澜市云岭路 10 号',
				rooms: ['2F 营业厅', '3F 财务室'],
				contacts: [contact('xu', '许会计', '0571-3316', '财务部')],
			},
		],
	},
	{
		id: 'customer-bank',
		name: '澜江银行',
		code: 'LJYH',
		level: 'advanced',
		window: '7x24',
		advice: '进入营业区须由网点人员陪同，封条必须逐台核对。',
		sites: [
			{
				id: 'site-bank-lake',
				name: '滨湖支行',
				address: '青澜市环湖东路 5 号',
				rooms: ['1F 柜面', '2F 会议室', '2F 机房'],
				contacts: [contact('fan', '范经理', '0571-6620', '运营部')],
			},
		],
	},
	{
		id: 'customer-school',
		name: '东屏中学',
		code: 'DPZX',
		level: 'standard',
		window: '5x8',
		advice: '上课时间不得进入教室，课间或放学后处理。',
		sites: [
			{
				id: 'site-school-main',
				name: '教学楼',
				address: '青澜市东屏街 31 号',
				rooms: ['1F 机房', '2F 考场', '3F 教师办公室'],
				contacts: [contact('shen', '沈老师', '0571-7105', '电教组')],
			},
		],
	},
	{
		id: 'customer-civic',
		name: '青澜政务服务中心',
		code: 'QLZW',
		level: 'advanced',
		window: '7x9',
		sites: [
			{
				id: 'site-civic-hall',
				name: '政务大厅',
				address: '青澜市市民广场 1 号',
				rooms: ['1F 窗口区', '4F 新办公室', 'B1 机房'],
				contacts: [contact('tang', '唐科长', '0571-9001', '信息科')],
			},
		],
	},
	{
		id: 'customer-library',
		name: '望潮图书馆',
		code: 'WCTS',
		level: 'standard',
		window: '6x9',
		sites: [
			{
				id: 'site-library-main',
				name: '主馆',
				address: '青澜市望潮路 2 号',
				rooms: ['1F 借阅处', '2F 阅览室'],
				contacts: [contact('meng', '孟馆员', '0571-5520', '读者服务部')],
			},
		],
	},
	{
		id: 'customer-logistics',
		name: '南浦物流园',
		code: 'NPWL',
		level: 'vip',
		window: '7x24',
		advice: '园区内限速，货车通道禁止停车。',
		sites: [
			{
				id: 'site-logistics-gate',
				name: '1 号门岗',
				address: '青澜市南浦大道 200 号',
				rooms: ['岗亭', '弱电间'],
				contacts: [contact('qian', '钱队长', '0571-8810', '安保部')],
			},
		],
	},
];

export interface Place {
	customerId: string;
	siteId: string;
	contacts: readonly DemoContact[];
}

/** A site with its customer and people. */
export function placeOf(siteId: string): Place {
	for (const customer of demoCustomers) {
		const site = customer.sites.find(({ id }) => id === siteId);
		if (site) return { customerId: customer.id, siteId, contacts: site.contacts };
	}
	throw new Error(`no demo site ${siteId}`);
}
