/**
 * What is looked at in an inspection, by category of device: lists of ours, and services of the
 * organisation's catalogue that say which devices they inspect. A round freezes the lists it uses, so
 * that what is changed here is for the rounds after it.
 *
 * 1. A step's key is for ever and of its list alone: a round's answers are kept by it, and the results
 *    of rounds before are compared by it.
 * 2. A device gets each chosen list whose categories it is of; `*` fits every device of the site.
 */
import * as v from 'valibot';
import { checkEntries } from '../catalogue/check.ts';
import { stepsOffered, type ServiceItem } from '../catalogue/service-item.ts';

const StepSchema = v.looseObject(checkEntries);
export type InspectionStep = v.InferOutput<typeof StepSchema>;

export const ChecklistSchema = v.looseObject({
	key: v.string(),
	name: v.string(),
	nameEn: v.optional(v.string()),
	steps: v.array(StepSchema),
});
export type Checklist = v.InferOutput<typeof ChecklistSchema>;

export interface OfferedChecklist extends Checklist {
	/** Branches of the category tree; a device of a branch below counts too. */
	categories: readonly string[];
}

const computers = ['计算机', '电脑'];
const servers = ['服务器'];
const network = ['网络'];
const power = ['电源/UPS', 'UPS'];

const step = (key: string, text: string, textEn: string): InspectionStep => ({ key, text, textEn });
const reading = (
	key: string,
	[text, textEn]: readonly [string, string],
	of: NonNullable<InspectionStep['reading']>,
): InspectionStep => ({ key, text, textEn, reading: of });

/** Everybody has them. */
export const seededChecklists: readonly OfferedChecklist[] = [
	{
		...{ key: 'pc', name: '计算机巡检', nameEn: 'Computer', categories: computers },
		steps: [
			step('pc-start', '正常开机进入桌面', 'Starts and reaches the desktop'),
			step('pc-noise', '风扇和硬盘无异响', 'No odd noise from fan or disk'),
			reading('pc-disk', ['系统盘剩余空间', 'Free space on the system disk'], {
				...{ unit: '%', lower: '15' },
			}),
			step('pc-lines', '电源线、网线插紧且无破损', 'Power and network leads firm and undamaged'),
			step('pc-seal', '封条完好', 'Seal intact'),
		],
	},
	{
		...{ key: 'printer', name: '打印机巡检', nameEn: 'Printer' },
		categories: ['外设/打印机', '打印机'],
		steps: [
			step('printer-page', '测试页清晰无条纹', 'Test page clear and without stripes'),
			step('printer-feed', '连续进纸五页不卡纸', 'Feeds five sheets without a jam'),
			reading('printer-toner', ['墨粉余量', 'Toner left'], { unit: '%', lower: '10' }),
			step('printer-dust', '纸路和滚轮无积尘', 'Paper path and rollers free of dust'),
		],
	},
	{
		...{ key: 'server', name: '服务器巡检', nameEn: 'Server', categories: servers },
		steps: [
			step('server-lamps', '面板指示灯无告警', 'No alarm lamp on the front'),
			step('server-disks', '阵列与硬盘状态正常', 'Disk array and disks healthy'),
			step('server-power', '两路电源均供电', 'Both power supplies feed it'),
			reading('server-load', ['处理器平均负载', 'Average processor load'], {
				...{ unit: '%', upper: '80' },
			}),
			reading('server-intake', ['进风温度', 'Intake temperature'], {
				...{ unit: '℃', lower: '10', upper: '27' },
			}),
			step('server-backup', '最近一次备份成功', 'The last backup succeeded'),
		],
	},
	{
		...{ key: 'ups', name: 'UPS 巡检', nameEn: 'UPS', categories: power },
		steps: [
			step('ups-battery', '电池无鼓胀、无漏液', 'Batteries neither swollen nor leaking'),
			reading('ups-output', ['输出电压', 'Output voltage'], {
				...{ unit: 'V', lower: '209', upper: '231' },
			}),
			reading('ups-current', ['输出电流', 'Output current'], { unit: 'A', upper: '24' }),
			reading('ups-charge', ['电池电量', 'Battery charge'], { unit: '%', lower: '90' }),
			step('ups-test', '自检通过', 'Self-test passed'),
		],
	},
	{
		...{ key: 'network', name: '网络设备巡检', nameEn: 'Network', categories: network },
		steps: [
			step('network-lamps', '端口与系统灯正常', 'Port and system lamps normal'),
			step('network-uplink', '上联链路无丢包', 'Uplink without packet loss'),
			step('network-config', '配置已备份', 'Configuration backed up'),
			step('network-heat', '散热通畅、风扇转动', 'Air flows freely and fans turn'),
		],
	},
	{
		...{ key: 'antivirus', name: '防病毒与补丁', nameEn: 'Antivirus and patches' },
		categories: [...computers, ...servers],
		steps: [
			reading('antivirus-age', ['病毒库已用天数', 'Age of the virus definitions'], {
				...{ unit: '天', unitEn: 'days', upper: '7' },
			}),
			step('antivirus-guard', '实时防护已开启', 'Real-time protection is on'),
			reading('antivirus-patches', ['未装的重要补丁', 'Important patches missing'], {
				...{ unit: '个', unitEn: 'patches', upper: '0' },
			}),
		],
	},
	{
		...{ key: 'census', name: '软件普查', nameEn: 'Software census' },
		categories: [...computers, ...servers],
		steps: [
			step('census-system', '操作系统与登记一致', 'Operating system as recorded'),
			step('census-licence', '软件均有授权', 'All software is licensed'),
			step('census-foreign', '没有与工作无关的软件', 'No software foreign to the work'),
		],
	},
	{
		...{ key: 'cleaning', name: '清洁消毒', nameEn: 'Cleaning and disinfection' },
		categories: ['*'],
		steps: [
			step('cleaning-case', '外壳与通风口已除尘', 'Case and vents free of dust'),
			step('cleaning-touch', '键鼠、按键等接触面已消毒', 'Keys and touched surfaces disinfected'),
			step('cleaning-after', '清洁后试机正常', 'Works after cleaning'),
		],
	},
	{
		...{ key: 'earthing', name: '防雷接地', nameEn: 'Lightning protection' },
		categories: [...servers, ...network, ...power],
		steps: [
			reading('earthing-ohm', ['接地电阻', 'Earth resistance'], { unit: 'Ω', upper: '4' }),
			step('earthing-arrester', '防雷器窗口显示正常', 'Surge arrester shows no fault'),
			step('earthing-bond', '接地线连接牢固', 'Earth bonding is firm'),
		],
	},
];

/** What an item of the catalogue has an inspection look at; undefined where it is only for orders. */
export function checklistOf(item: ServiceItem | undefined): OfferedChecklist | undefined {
	if (!item) return undefined;
	const { id, name, nameEn, inspects: categories = [] } = item;
	const steps = stepsOffered(item).map((step) => stepFrom(step, id));
	if (categories.length === 0 || steps.length === 0) return undefined;
	return { key: id, name, ...(nameEn && { nameEn }), categories, steps };
}

/** Two items of the catalogue may each have a step of that key, and both be looked at on one device. */
function stepFrom(step: InspectionStep, itemId: string): InspectionStep {
	const { key, text, textEn, reading, photoRequired } = step;
	return {
		...{ key: `${itemId}/${key}`, text, ...(textEn && { textEn }), ...(reading && { reading }) },
		...(photoRequired && { photoRequired }),
	};
}

/** All there are, ours first. */
export function checklistsWith(items: readonly ServiceItem[]): OfferedChecklist[] {
	return [...seededChecklists, ...items.map(checklistOf).filter((list) => list !== undefined)];
}

/** Those a plan names. */
export function chosenLists(
	keys: readonly string[],
	items: readonly ServiceItem[] = [],
): OfferedChecklist[] {
	return checklistsWith(items).filter(({ key }) => keys.includes(key));
}

/** Those that fit a device of that category. */
export function listsFor(
	category: string,
	lists: readonly OfferedChecklist[],
): readonly OfferedChecklist[] {
	const isUnder = (branch: string) =>
		branch === '*' || category === branch || category.startsWith(`${branch}/`);
	return lists.filter(({ categories }) => categories.some(isUnder));
}

/** As a round keeps it. */
export function frozenList({ categories: _, ...list }: OfferedChecklist): Checklist {
	return list;
}
