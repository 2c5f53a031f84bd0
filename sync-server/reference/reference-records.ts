/**
 * The records every database needs before orders can be reckoned: calendar, policy, the desk nobody
 * can lack, and the services of the catalogue with their standard times.
 */
import { assetCategoriesId } from '#domain/asset/categories.ts';
import { faultTaxonomyId } from '#domain/catalogue/fault-causes.ts';
import { defaultCalendarId, defaultDeskId, defaultPolicyId } from '#domain/organisation/records.ts';
import type { ServiceItem } from '#domain/catalogue/service-item.ts';
import { defaultServicePolicy } from '#domain/sla/level.ts';
import { dateOfDay, dayNumberOf, type LocalDate } from '#domain/time/local-date.ts';
import type { Administration, AdministrationCommand } from '#server/administration.ts';
import { assetCategories } from './asset-categories.ts';
import { faultCauses } from './fault-causes.ts';

type Check = ServiceItem['checklist'][number];

/** State Council notice of 2025-11-04 on the holidays of 2026: first and last day of each block. */
const holidayBlocks2026: readonly [LocalDate, LocalDate][] = [
	['2026-01-01', '2026-01-03'],
	['2026-02-15', '2026-02-23'],
	['2026-04-04', '2026-04-06'],
	['2026-05-01', '2026-05-05'],
	['2026-06-19', '2026-06-21'],
	['2026-09-25', '2026-09-27'],
	['2026-10-01', '2026-10-07'],
];
/** Weekend days worked in exchange (调休), from the same notice. */
const makeUpWorkdays2026: readonly LocalDate[] = [
	'2026-01-04',
	'2026-02-14',
	'2026-02-28',
	'2026-05-09',
	'2026-09-20',
	'2026-10-10',
];

type CheckMore = Pick<Check, 'reading' | 'photoRequired'>;
const check = (key: string, text: string, textEn: string, more: CheckMore = {}): Check => ({
	...{ key, text, textEn },
	...more,
});
const wrapUp = check('user-tried', '请用户试用确认', 'User tried it and agrees');
const seal = check('seal', '核对封条并登记编号', 'Seal checked and its number noted');

export const serviceItems = {
	installSystem: 'item-install-system',
	hardware: 'item-hardware',
	software: 'item-software',
	fault: 'item-general-fault',
	network: 'item-network',
	ups: 'item-ups',
	earthing: 'item-earthing',
} as const;

const catalogue: Record<string, Record<string, unknown>> = {
	[serviceItems.installSystem]: {
		name: '安装操作系统',
		nameEn: 'Install operating system',
		standardMinutes: 45,
		responseMinutes: 10,
		consent: 'data-loss',
		mayBeLost: '系统盘（C 盘）和桌面上的资料、收藏夹、邮件、软件设置和已装的软件',
		mayBeLostEn:
			'Files on the system drive (C:) and the desktop, bookmarks, mail, settings and installed software',
		checklist: [
			check('backup', '确认用户数据已备份', 'User data is backed up'),
			check('licence', '核对正版授权与激活', 'Licence checked and activated'),
			check('drivers', '驱动与补丁已装齐', 'Drivers and patches installed'),
			check('antivirus', '防病毒软件已装并更新', 'Antivirus installed and up to date'),
			check(
				'network',
				'入网、打印与业务系统可用',
				'Network, printing and line-of-business tools work',
			),
			wrapUp,
		],
	},
	[serviceItems.hardware]: {
		name: '增加/拆除硬件',
		nameEn: 'Add or remove hardware',
		standardMinutes: 30,
		responseMinutes: 10,
		checklist: [
			check('power-off', '断电并做防静电', 'Power off, static discharged'),
			seal,
			check('serials', '登记装入与拆下部件序列号', 'Serials of parts in and out noted'),
			check('self-test', '开机自检正常', 'Self-test passed'),
			check('memory-test', '内存检测错误数', 'Memory test: errors', {
				reading: { unit: '个', unitEn: 'errors', upper: '0' },
			}),
			check('new-seal', '贴新封条', 'New seal applied'),
			wrapUp,
		],
	},
	[serviceItems.software]: {
		name: '安装应用软件',
		nameEn: 'Install application software',
		standardMinutes: 20,
		responseMinutes: 10,
		checklist: [
			check('licence', '核对软件授权', 'Software licence checked'),
			check('source', '安装包来自软件库', 'Package comes from the software library'),
			check('started', '启动并登录成功', 'Starts and signs in'),
			wrapUp,
		],
	},
	[serviceItems.fault]: {
		name: '一般性故障',
		nameEn: 'General fault',
		standardMinutes: 40,
		responseMinutes: 10,
		checklist: [
			check('reproduced', '现象已复现', 'Symptom reproduced'),
			seal,
			check('cause', '原因已查明', 'Cause found'),
			wrapUp,
			check('tidy', '现场已清理', 'Place left tidy'),
		],
	},
	[serviceItems.network]: {
		name: '网络调整',
		nameEn: 'Network work',
		standardMinutes: 60,
		responseMinutes: 10,
		interruption: true,
		checklist: [
			check('configuration', '原配置已导出', 'Old configuration exported'),
			check('labels', '线缆与端口已标记', 'Cables and ports labelled'),
			check('restored', '受影响的业务逐项确认恢复', 'Each affected service checked again'),
			wrapUp,
		],
	},
	[serviceItems.ups]: {
		name: 'UPS 检测与维护',
		nameEn: 'UPS check and service',
		standardMinutes: 40,
		responseMinutes: 10,
		checklist: [
			check('battery', '单节电池电压（浮充）', 'Battery voltage, each (float)', {
				reading: { unit: 'V', lower: '13.2', upper: '13.8' },
			}),
			check('output', '输出电压', 'Output voltage', {
				reading: { unit: 'V', lower: '209', upper: '231' },
			}),
			check('load', '负载率', 'Load', { reading: { unit: '%', upper: '80' } }),
			check('self-test', '自检通过', 'Self-test passed'),
			check('panel', '拍显示面板', 'Photo of the display', { photoRequired: true }),
			wrapUp,
		],
	},
	// Earth resistance: at most 4 ohms, as the house's inspection form has it.
	[serviceItems.earthing]: {
		name: '防雷接地检测',
		nameEn: 'Lightning protection and earthing',
		standardMinutes: 30,
		responseMinutes: 10,
		checklist: [
			check('terminals', '接地端子无锈蚀、无松动', 'Earth terminals clean and tight'),
			check('earth', '接地电阻', 'Earth resistance', { reading: { unit: 'Ω', upper: '4' } }),
			check('meter', '拍仪表读数', 'Photo of the meter', { photoRequired: true }),
			check('arrester', '浪涌保护器指示正常', 'Surge arresters show good'),
		],
	},
};

/** Makes what is missing; what people changed since stays as it is. */
export async function ensureReferenceRecords(administration: Administration): Promise<void> {
	const results = await administration.executeAll(referenceCommands());
	const failed = results.find(({ refusal }) => refusal && refusal.kind !== 'conflict');
	if (failed) throw new Error(`reference records: ${failed.refusal?.kind}`);
}

function referenceCommands(): AdministrationCommand[] {
	const make = (
		kind: AdministrationCommand['kind'],
		record: string,
		set: Record<string, unknown>,
	): AdministrationCommand => ({ type: `${kind}.import@1`, kind, record, args: { set } });
	return [
		make('calendar', defaultCalendarId, {
			name: '中国大陆工作日历 / China workdays',
			zone: 'Asia/Shanghai',
			holidays: holidayBlocks2026.flatMap(daysOf),
			makeUpWorkdays: makeUpWorkdays2026,
		}),
		make('servicePolicy', defaultPolicyId, {
			...defaultServicePolicy,
			name: '默认服务级别策略 / Default policy',
			calendarId: defaultCalendarId,
			defaultLevel: 'standard',
			defaultWindow: '5x8',
		}),
		make('desk', defaultDeskId, { name: '服务台', purpose: 'desk' }),
		make('taxonomy', faultTaxonomyId, { name: '故障分类 / Fault causes', causes: faultCauses }),
		make('assetCategories', assetCategoriesId, {
			name: '资产类别 / Asset categories',
			categories: assetCategories,
		}),
		...Object.entries(catalogue).map(([id, set]) => make('serviceItem', id, set)),
	];
}

function daysOf([first, last]: readonly [LocalDate, LocalDate]): LocalDate[] {
	const start = dayNumberOf(first);
	return Array.from({ length: dayNumberOf(last) - start + 1 }, (_, n) => dateOfDay(start + n));
}
