import { packStrokes, type PackedSignature, type StrokePoint } from '#domain/signature/strokes.ts';
import type { ServiceSheet, SheetLine } from './service-sheet.ts';

/** A hand like the drawing's: loops along a line, slower at the turns. */
function handwriting(loops: number, lean: number): PackedSignature {
	const points: StrokePoint[] = [];
	let time = 0;
	for (let i = 0; i <= loops * 24; i++) {
		const turn = (i / 24) * 2 * Math.PI;
		const size = 30 - (26 * i) / (loops * 24);
		time += 6 + 8 * Math.abs(Math.cos(turn));
		const x = 30 + i * 2.1 + lean * Math.sin(turn) + size * 0.3 * Math.cos(turn / 2);
		points.push({ x, y: 300 - size * Math.sin(turn) - size * 0.4, time, pressure: 0.5 });
	}
	return packStrokes([points], { width: 358, height: 420 });
}

const line: SheetLine = {
	asset: {
		tag: 'ZC-2026-000123',
		name: '台式工作站',
		model: '启明 M8200',
		serial: 'QM82-7K2D91',
		warranty: '至 2027-03-31',
		location: 'D010602-003',
	},
	seal: 'FT-004417　完好 intact',
	consent: '无需同意书，未动存储设备 No consent needed',
	cause: '2 号插槽内存条接触不良并已损坏，停电后重启时自检不通过。',
	solution:
		'断电，清洁插槽，更换 8 GB 内存一条，逐条测试通过；开机三次正常，护理系统登录正常。建议为护士站加装稳压插座。',
	result: 'solved',
};

/** An ordinary visit: one asset, two parts, both clocks met. */
export const shortSheet: ServiceSheet = {
	language: 'zh',
	copy: 'customer',
	formCode: 'D0201',
	formVersion: 4,
	organisation: { zh: '青澜信息运维服务站', en: 'Qinglan IT Field Service' },
	number: 'D0201-2026112103-S1',
	offlineNumber: 'D0201-20261121-K7F-03',
	orderNumber: 'D0201-2026112103',
	customer: '青澜市第二医院',
	level: 'VIP · 7×24',
	site: '住院楼 6F 东护士站　D010602',
	requester: '东护士站值班护士',
	phone: '分机 6021',
	receivedAt: '2026-11-21 08:58',
	priority: 'P1',
	serviceItem: '一般性故障',
	symptom: '早班交接后按电源键有三声短鸣，屏幕无显示，指示灯橙色闪烁。昨夜停电一次。',
	lines: [line],
	parts: [
		{
			name: '内存 8 GB DDR4 3200',
			serial: 'NM84-33A0917',
			from: '工程师 07 车载',
			quantity: '1 条',
			charge: '保内 in warranty',
		},
		{
			name: '旧件 内存 8 GB（带回送检）',
			serial: 'NM84-21F5520',
			from: 'ZC-2026-000123',
			quantity: '−1 条',
		},
	],
	checklist: [],
	response: { targetMinutes: 60, usedMinutes: 41, met: true, dueText: '09:39 到场' },
	resolution: { targetMinutes: 120, usedMinutes: 106, met: true, dueText: '10:44 处理完毕' },
	visits: [
		{
			...{ date: '2026-11-21', engineer: '工程师 07', accepted: '09:06', departed: '09:21' },
			...{ arrived: '09:39 扫码', ended: '10:44' },
		},
	],
	minutes: 65,
	standardMinutes: 40,
	notes: [],
	photoCount: 0,
	customerSignature: {
		kind: 'signed',
		name: '东护士站护士长',
		role: '科室负责人 Head of department',
		at: '10:46',
		signature: handwriting(4, 9),
	},
	engineerSignature: { name: '工程师 07', at: '10:47', signature: handwriting(3, 16) },
	snapshotHash: '9f3c61d0a2be774e0d5b8f16c3a94e27b6610f8a2c9d3e75104b86fa7de951c8',
	frozenAt: '2026-11-21T02:47:00.000Z',
};

/** Three assets, a checklist, notes and no signature: more than a page. */
export const longSheet: ServiceSheet = {
	...shortSheet,
	copy: 'desk',
	lines: [
		line,
		{
			asset: {
				tag: 'ZC-2026-000124',
				name: '激光打印机',
				model: '远景 LaserJet Enterprise Flow MFP M880z+ Special Edition',
				serial: 'CN-0J8K7H-48643-5A9-0XYZ-A00-VERYLONGSERIALNUMBER-1234567890',
				location: 'D010602-004',
			},
			seal: '旧 FT-004418　破损 broken；新 FT-009001',
			symptom: '打印时卡纸，定影组件过热报警。',
			cause: '定影膜老化破裂，热敏电阻读数偏高。'.repeat(8),
			solution:
				'更换定影组件，清洁搓纸轮与分离垫，校准纸盒传感器（见 https://kb.example/printers/fuser/replacement?model=M880z&rev=2026-11），连续打印五十页未再卡纸。'.repeat(
					6,
				),
			result: 'workaround',
		},
		{
			symptom: '护理系统登录缓慢。',
			cause: 'DNS 服务器首选地址已停用。',
			solution: '改为 10.20.0.53 与 10.20.0.54，登录时间由 40 秒降至 3 秒。',
			result: 'open',
		},
	],
	checklist: [
		{ text: '断电并拔下电源线', done: true },
		{ text: '佩戴防静电手环', done: true },
		{ text: '内存逐条自检', done: true },
		{ text: '防病毒特征库为本月版本', done: false },
		{ text: '恢复封条并记录编号', done: true },
		{ text: '用户确认业务系统可用', done: true },
	],
	response: { targetMinutes: 60, usedMinutes: 78, met: false, dueText: '应于 09:58 前到场' },
	resolution: { targetMinutes: 240, usedMinutes: 131, dueText: '应于 12:58 前解决' },
	notes: ['下次来访请先到信息科登记。', '打印机的定影组件已过保修，报价另附。'],
	photoCount: 12,
	customerSignature: { kind: 'none', reason: '科室当班人员均在抢救，护士长电话确认。' },
	returnVisit: {
		by: '服务台 02',
		at: '2026-11-22 10:05',
		outcome: '已接通 reached',
		rating: 4,
		remarks: '来得快，打印机希望尽早换新。',
	},
};

/** The same visit for a customer who reads English. */
export const englishSheet: ServiceSheet = {
	...shortSheet,
	language: 'en',
	copy: 'engineer',
	customer: 'Qinglan Second Hospital',
	level: 'VIP · 7×24',
	site: 'Inpatient building 6F, east nurses’ station　D010602',
	requester: 'Nurse on duty, east station',
	phone: 'ext. 6021',
	serviceItem: 'General fault',
	symptom:
		'After the morning handover the power key gives three short beeps, the screen stays dark and the power light blinks orange. There was a power cut last night.',
	lines: [
		{
			...line,
			asset: {
				...line.asset,
				tag: 'ZC-2026-000123',
				name: 'Desktop workstation',
				model: 'Qiming M8200',
				warranty: 'until 2027-03-31',
			},
			seal: 'FT-004417　intact 完好',
			consent: 'No consent needed, storage untouched 无需同意书',
			cause:
				'The memory module in slot 2 had poor contact and is damaged; the self-test fails after a power cut.',
			solution:
				'Power off, slot cleaned, one 8 GB module replaced, every module tested. Started three times without fault; signed in to the nursing system. Advice: fit a surge-protected socket at the station.',
		},
	],
	response: { targetMinutes: 60, usedMinutes: 41, met: true, dueText: 'Arrived 09:39' },
	resolution: { targetMinutes: 120, usedMinutes: 106, met: true, dueText: 'Done 10:44' },
	visits: [
		{
			...{ date: '2026-11-21', engineer: 'Engineer 07', accepted: '09:06', departed: '09:21' },
			...{ arrived: '09:39 scanned', ended: '10:44' },
		},
	],
	customerSignature: {
		kind: 'signed',
		name: 'Head nurse, east station',
		at: '10:46',
		signature: handwriting(4, 9),
	},
	engineerSignature: { name: 'Engineer 07', at: '10:47', signature: handwriting(3, 16) },
};

/** Names with characters outside the usual set, outside the plane, and outside every font. */
export const rareSheet: ServiceSheet = {
	...shortSheet,
	customer: '𠮷林市㵐塘镇卫生院',
	requester: '𠮷野 龘',
	symptom: '屏幕显示“𬭚”和“𪚥”，值班员 𠮷野 说：按键无反应 😀👩🏽‍💻，Cafe\u0301 网络正常。',
	customerSignature: {
		kind: 'signed',
		name: '𠮷野 龘',
		at: '10:46',
		signature: handwriting(4, 9),
	},
};
