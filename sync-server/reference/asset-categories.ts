/** The tree of categories an organisation begins with, in our own words; the administrator changes it. */
import type { AssetCategory, CustomField } from '#domain/asset/categories.ts';

type Branch = [name: string, nameEn: string, children?: Branch[], fields?: CustomField[]];

const choice = (value: string) => ({ value });

const screen: CustomField = {
	...{ key: 'screen-inch', name: '屏幕（英寸）', nameEn: 'Screen (inches)', type: 'number' },
};
const rack: CustomField = { key: 'rack-unit', name: '机柜位置', nameEn: 'Rack unit', type: 'text' };
const powerClass: CustomField = {
	...{ key: 'ups-output', name: '输出方式', nameEn: 'Output', type: 'choice' },
	choices: [choice('在线式'), choice('互动式'), choice('后备式')],
};
const colour: CustomField = {
	...{ key: 'print-colour', name: '彩色打印', nameEn: 'Prints colour', type: 'yesno' },
};

const branches: readonly Branch[] = [
	[
		'计算机',
		'Computers',
		[
			['台式机', 'Desktop'],
			['笔记本', 'Laptop', [], [screen]],
			['平板', 'Tablet'],
		],
	],
	['服务器', 'Servers', [], [rack]],
	[
		'外设',
		'Peripherals',
		[
			['打印机', 'Printer', [], [colour]],
			['扫描仪', 'Scanner'],
			['显示', 'Display'],
		],
	],
	[
		'网络',
		'Network',
		[
			['交换机', 'Switch'],
			['路由器', 'Router'],
			['无线', 'Wireless'],
		],
	],
	['电源', 'Power', [['UPS', 'UPS', [], [powerClass]]]],
	['安防', 'Security', [['录像机', 'Recorder']]],
];

function flat(branch: Branch, above = ''): AssetCategory[] {
	const [name, nameEn, children = [], fields = []] = branch;
	const path = above ? `${above}/${name}` : name;
	const own = { path, name, nameEn, ...(fields.length > 0 && { fields }), version: 1 };
	return [own, ...children.flatMap((child) => flat(child, path))];
}

export const assetCategories: AssetCategory[] = branches.flatMap((branch) => flat(branch));
