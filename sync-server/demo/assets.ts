import { placeOf } from './places.ts';

export interface DemoAsset {
	id: string;
	fields: Record<string, unknown>;
	/** Number of its seal; most machines that may be opened carry one. */
	seal?: string;
}

interface Model {
	name: string;
	category: string;
	manufacturer: string;
	model: string;
	serialPrefix: string;
	costCents: number;
	/** Carries a seal of ours. */
	sealed?: true;
	operatingSystem?: string;
}

const models = {
	workstation: {
		name: '台式工作站',
		category: '计算机/台式机',
		manufacturer: '启明',
		model: '启明 M8200',
		serialPrefix: 'QM82',
		costCents: 549_900,
		sealed: true,
		operatingSystem: 'Windows 11 专业版',
	},
	laptop: {
		name: '笔记本电脑',
		category: '计算机/笔记本',
		manufacturer: '启明',
		model: '启明 X14',
		serialPrefix: 'QX14',
		costCents: 629_900,
		sealed: true,
		operatingSystem: 'Windows 11 专业版',
	},
	printer: {
		name: '激光打印机',
		category: '外设/打印机',
		manufacturer: '墨川',
		model: '墨川 P3305dn',
		serialPrefix: 'MC33',
		costCents: 219_900,
	},
	receipt: {
		name: '热敏打印机',
		category: '外设/打印机',
		manufacturer: '墨川',
		model: '墨川 T80',
		serialPrefix: 'MT80',
		costCents: 89_900,
	},
	scanner: {
		name: '馈纸扫描仪',
		category: '外设/扫描仪',
		manufacturer: '墨川',
		model: '墨川 S620',
		serialPrefix: 'MS62',
		costCents: 329_900,
	},
	switch: {
		name: '接入交换机',
		category: '网络/交换机',
		manufacturer: '连川',
		model: '连川 S5024',
		serialPrefix: 'LC50',
		costCents: 459_900,
		sealed: true,
	},
	server: {
		name: '机架服务器',
		category: '服务器',
		manufacturer: '启明',
		model: '启明 R2200',
		serialPrefix: 'QR22',
		costCents: 3_280_000,
		sealed: true,
		operatingSystem: 'Linux',
	},
	ups: {
		name: 'UPS 不间断电源',
		category: '电源/UPS',
		manufacturer: '恒压',
		model: '恒压 HY-6K',
		serialPrefix: 'HY6K',
		costCents: 1_180_000,
	},
	panel: {
		name: '会议平板',
		category: '外设/显示',
		manufacturer: '清屏',
		model: '清屏 65T',
		serialPrefix: 'QP65',
		costCents: 1_399_900,
	},
	recorder: {
		name: '视频录像机',
		category: '安防/录像机',
		manufacturer: '望川',
		model: '望川 N32',
		serialPrefix: 'WC32',
		costCents: 569_900,
		sealed: true,
	},
} as const satisfies Record<string, Model>;

type ModelName = keyof typeof models;

/** Site, room, model and how many, in the order of their tags from ZC-2026-000101. */
const stock: readonly [string, string, ModelName, number][] = [
	['site-hospital-clinic', '1F 挂号处', 'workstation', 4],
	['site-hospital-clinic', '1F 挂号处', 'printer', 4],
	['site-hospital-clinic', '1F 收费 3 窗', 'receipt', 2],
	['site-hospital-clinic', '1F 收费 3 窗', 'workstation', 2],
	['site-hospital-clinic', '2F 会议室', 'panel', 1],
	['site-hospital-clinic', '2F 放射科', 'workstation', 2],
	['site-hospital-ward', '1F 住院药房', 'workstation', 3],
	['site-hospital-ward', 'B1 信息机房', 'server', 2],
	['site-hospital-ward', '3F 检验科', 'printer', 2],
	['site-hospital-ward', '6F 东护士站', 'workstation', 2],
	['site-hospital-ward', '6F 西护士站', 'workstation', 2],
	['site-water-control', 'B2 机房', 'switch', 3],
	['site-water-control', '1F 调度大厅', 'workstation', 3],
	['site-water-office', '3F 财务室', 'workstation', 2],
	['site-water-office', '2F 营业厅', 'printer', 2],
	['site-bank-lake', '1F 柜面', 'workstation', 3],
	['site-bank-lake', '2F 机房', 'ups', 2],
	['site-bank-lake', '2F 会议室', 'panel', 1],
	['site-school-main', '2F 考场', 'recorder', 2],
	['site-school-main', '3F 教师办公室', 'laptop', 3],
	['site-civic-hall', '4F 新办公室', 'workstation', 6],
	['site-civic-hall', 'B1 机房', 'server', 2],
	['site-library-main', '2F 阅览室', 'scanner', 1],
	['site-library-main', '1F 借阅处', 'workstation', 2],
	['site-logistics-gate', '弱电间', 'server', 1],
	['site-logistics-gate', '岗亭', 'workstation', 1],
	['site-hospital-ward', 'B1 信息机房', 'ups', 1],
];

const firstTag = 101;
const firstSeal = 4395;
/** The workstation of the demo visit, as it stands in the register. */
const nurses = {
	tag: 'ZC-2026-000123',
	serial: 'QM82-7K2D91',
	warrantyUntil: '2027-03-31',
	locationCode: 'D010602-003',
	aliases: ['YY-0417'],
	mac: '00:1B:44:11:3A:B7',
};

/** The machine room's UPS, older than a round of inspection lets pass without a word. */
const oldUps = {
	...{ tag: 'ZC-2026-000161', serial: 'HY6K-19C447' },
	...{ purchasedOn: '2019-05-15', warrantyUntil: '2022-05-14' },
};

/** Building and room by their codes, where the hospital has labelled its doors. */
const roomCodes: Record<string, string> = {
	'site-hospital-clinic 1F 挂号处': 'D020101',
	'site-hospital-clinic 2F 放射科': 'D020204',
	'site-hospital-ward 1F 住院药房': 'D010103',
	'site-hospital-ward B1 信息机房': 'D01B101',
	'site-hospital-ward 3F 检验科': 'D010302',
	'site-hospital-ward 6F 东护士站': 'D010602',
	'site-hospital-ward 6F 西护士站': 'D010605',
};

/** The register: every tag, serial and seal follows from its place in the list. */
export function demoAssets(): DemoAsset[] {
	const placed = new Map<string, number>();
	return stock
		.flatMap(([siteId, room, model, count]) =>
			Array.from({ length: count }, () => ({ siteId, room, model })),
		)
		.map(({ siteId, room, model }, n) => {
			const code = roomCodes[`${siteId} ${room}`];
			const position = 1 + (placed.get(code ?? '') ?? 0);
			if (code) placed.set(code, position);
			const locationCode = code && `${code}-${String(position).padStart(3, '0')}`;
			return assetOf({ siteId, room, ...(locationCode && { locationCode }) }, model, n);
		});
}

function assetOf(
	where: { siteId: string; room: string; locationCode?: string },
	name: ModelName,
	n: number,
): DemoAsset {
	const { siteId } = where;
	const { serialPrefix, sealed, ...model }: Model = models[name];
	const place = placeOf(siteId);
	const tag = `ZC-2026-${String(firstTag + n).padStart(6, '0')}`;
	const [person] = place.contacts;
	const fields = {
		...model,
		tag,
		serial: `${serialPrefix}-${serialOf(n)}`,
		contractNumber: `HT-2025-${place.siteId.length}${String(n % 7).padStart(2, '0')}`,
		purchasedOn: `2025-${String(1 + (n % 12)).padStart(2, '0')}-15`,
		warrantyUntil: `2028-${String(1 + (n % 12)).padStart(2, '0')}-14`,
		supplier: { name: '青澜数码商贸', contact: '吴经理', phone: '0571-2200' },
		customerId: place.customerId,
		...where,
		...(person && { department: person.department, responsible: responsibleOf(person) }),
		...(tag === nurses.tag && nurses),
		...(tag === oldUps.tag && oldUps),
	};
	const seal = sealed && `FT-${String(firstSeal + n).padStart(6, '0')}`;
	return { id: `asset-${tag}`, fields, ...(seal && { seal }) };
}

function responsibleOf({ id, name }: { id: string; name: string }) {
	return { contactId: id, name };
}

/** Looks like a serial and is the same at every start. */
function serialOf(n: number): string {
	return ((n + 37) * 46_657).toString(36).toUpperCase().padStart(6, '0').slice(-6);
}
