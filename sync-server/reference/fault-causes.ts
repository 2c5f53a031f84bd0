/** What faults come from, in our own words: the list an organisation begins with and may edit. */
import type { FaultCause } from '#domain/catalogue/fault-causes.ts';

const computers = ['计算机', '服务器'];
const printers = ['打印机', '外设/打印机'];
const networks = ['网络'];
const power = ['电源', 'UPS'];

type Cause = [code: string, name: string, nameEn: string, categories?: string[]];

const groups: readonly { code: string; name: string; nameEn: string; causes: Cause[] }[] = [
	{
		code: 'hw',
		name: '硬件',
		nameEn: 'Hardware',
		causes: [
			['hw-power', '电源', 'Power supply', [...computers, ...power]],
			['hw-disk', '硬盘', 'Disk', computers],
			['hw-memory', '内存', 'Memory', computers],
			['hw-board', '主板', 'Main board', computers],
			['hw-cooling', '散热、风扇', 'Cooling or fan', computers],
			['hw-display', '显示器、显卡', 'Display or graphics', ['外设/显示']],
			['hw-input', '键盘、鼠标、接口', 'Keyboard, mouse or port', ['计算机']],
			['hw-battery', '电池', 'Battery', ['计算机/笔记本', ...power]],
			['hw-camera', '镜头、采集', 'Lens or capture', ['安防', '外设/扫描仪']],
		],
	},
	{
		code: 'pr',
		name: '打印',
		nameEn: 'Printing',
		causes: [
			['pr-feed', '进纸、卡纸', 'Paper feed or jam', printers],
			['pr-toner', '耗材用尽', 'Out of toner or ink', printers],
			['pr-fuser', '定影、打印头', 'Fuser or print head', printers],
			['pr-queue', '打印队列', 'Print queue', printers],
		],
	},
	{
		code: 'net',
		name: '网络',
		nameEn: 'Network',
		causes: [
			['net-cable', '网线、水晶头', 'Cable or plug', networks],
			['net-port', '端口', 'Port', networks],
			['net-address', '地址冲突', 'Address conflict', networks],
			['net-config', '网络配置', 'Configuration', networks],
			['net-device', '网络设备', 'Network device', networks],
			['net-wifi', '无线信号', 'Wireless signal'],
			['net-line', '运营商线路', 'Carrier line'],
		],
	},
	{
		code: 'sw',
		name: '软件',
		nameEn: 'Software',
		causes: [
			['sw-system', '操作系统', 'Operating system', ['计算机']],
			['sw-driver', '驱动', 'Driver', [...printers, '外设']],
			['sw-update', '更新、补丁', 'Update or patch'],
			['sw-application', '应用程序', 'Application', ['应用软件', '安装']],
			['sw-settings', '设置、权限', 'Settings or rights', ['应用软件']],
			['sw-licence', '授权、账号', 'Licence or account', ['应用软件']],
		],
	},
	{
		code: 'sec',
		name: '安全',
		nameEn: 'Security',
		causes: [
			['sec-virus', '病毒、木马', 'Virus or malware', ['病毒']],
			['sec-blocked', '被安全策略拦截', 'Blocked by policy', ['病毒']],
		],
	},
	{
		code: 'use',
		name: '使用与环境',
		nameEn: 'Use and surroundings',
		causes: [
			['use-operation', '操作不当', 'Operation'],
			['use-plug', '没插好、没通电', 'Not plugged in'],
			['use-outage', '停电、电压', 'Mains power'],
			['use-dirt', '灰尘、受潮', 'Dust or damp'],
			['use-none', '未见异常', 'No fault found'],
		],
	},
];

export const faultCauses: FaultCause[] = groups.flatMap(({ causes, ...group }) => [
	group,
	...causes.map(([code, name, nameEn, categories]) => ({
		...{ code, name, nameEn, group: group.code },
		...(categories && { categories }),
	})),
]);
