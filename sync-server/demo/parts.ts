/** A spare part, and how many lie in the warehouse and in the vans; below zero where more was used than was there. */
export interface DemoPart {
	code: string;
	name: string;
	unit: string;
	models?: string[];
	aliases?: string[];
	/** Balance and minimum of the warehouse. */
	warehouse: [balance: number, minimum: number];
	/** The same of engineers' vans, by number. */
	vans?: Partial<Record<string, [balance: number, minimum: number]>>;
	/** The finished order on which engineer 07 used one of them. */
	usedOn?: string;
	/** When that was; yesterday unless said. */
	usedDaysAgo?: number;
}

export const demoParts: readonly DemoPart[] = [
	{
		code: 'MEM-D4-8G',
		name: '内存条 DDR4 8 GB',
		unit: '条',
		models: ['启明 M8200', '台式工作站'],
		aliases: ['6930014500127'],
		warehouse: [14, 10],
		vans: { '07': [2, 2], '09': [1, 2] },
	},
	{
		code: 'SSD-512',
		name: '固态硬盘 512 GB',
		unit: '块',
		models: ['启明 M8200', '笔记本'],
		warehouse: [6, 8],
		vans: { '07': [1, 2], '09': [-1, 2] },
	},
	{
		code: 'PSU-300',
		name: '电源 300 W',
		unit: '个',
		models: ['台式工作站'],
		warehouse: [5, 3],
		vans: { '07': [1, 1] },
	},
	{
		code: 'BAT-CR2032',
		name: '主板电池 CR2032',
		unit: '粒',
		warehouse: [60, 20],
		vans: { '07': [8, 5], '09': [6, 5] },
	},
	{
		code: 'ROLLER-A4',
		name: '搓纸轮 A4',
		unit: '套',
		models: ['激光打印机'],
		usedOn: 'demo-ward-printer',
		warehouse: [4, 4],
		vans: { '07': [1, 1], '09': [0, 1] },
	},
	{
		code: 'CABLE-C6-3',
		name: '六类网线 3 米',
		unit: '条',
		models: ['接入交换机'],
		warehouse: [45, 20],
		vans: { '07': [10, 6], '09': [3, 6] },
	},
	{
		code: 'LAMP-P210',
		name: '投影灯泡 210 W',
		unit: '只',
		models: ['投影仪'],
		warehouse: [2, 1],
		vans: { '07': [0, 0] },
	},
	{
		code: 'UPS-BAT-12V9',
		name: 'UPS 电池 12 V 9 Ah',
		unit: '节',
		models: ['UPS 不间断电源'],
		warehouse: [0, 8],
	},
	{
		code: 'CUTTER-T80',
		name: '切刀组件 T80',
		unit: '套',
		models: ['热敏打印机'],
		usedOn: 'demo-earlier-receipt',
		usedDaysAgo: 18,
		warehouse: [3, 2],
		vans: { '07': [0, 1] },
	},
];
