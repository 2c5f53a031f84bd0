import type { LibraryItem } from '#domain/library/library-item.ts';
import type { AdministrationCommand } from '#server/administration.ts';

type Entry = Pick<LibraryItem, 'type' | 'name' | 'place'> &
	Partial<Pick<LibraryItem, 'system' | 'models' | 'version' | 'note' | 'retired'>>;

const entries: Readonly<Record<string, Entry>> = {
	'library-thermal-driver': {
		...{ type: 'driver', name: '热敏打印机驱动 T80', version: '7.4', system: 'Windows 10' },
		...{ models: ['热敏打印机', 'T80'], place: '服务台共享盘 驱动\\打印\\T80' },
		note: '安装前先停打印服务',
	},
	'library-laser-driver': {
		...{ type: 'driver', name: '激光打印机通用驱动', version: '2.1.8', system: 'Windows 11' },
		...{ models: ['激光打印机'], place: '服务台共享盘 驱动\\打印\\通用' },
	},
	'library-system-media': {
		...{ type: 'media', name: '系统安装 U 盘', version: '24H2', system: 'Windows 11' },
		...{ models: ['台式计算机', '笔记本计算机', '重装'], place: '仓库 A 柜 3 层，共 4 个' },
		note: '用完归还；存储介质，不外借',
	},
	'library-antivirus': {
		...{ type: 'software', name: '病毒查杀工具', version: '2026.11' },
		...{ models: ['病毒', '弹窗'], place: '服务台共享盘 工具\\查杀' },
	},
	'library-earth-meter': {
		...{ type: 'tool', name: '接地电阻测试仪', models: ['接地', '防雷'] },
		...{ place: '仓库 B 柜 1 层', note: '借用登记在资产 ZC-2026-000900' },
	},
	'library-toner-vacuum': {
		...{ type: 'tool', name: '碳粉吸尘器', models: ['打印机', '卡纸'], place: '仓库 B 柜 2 层' },
	},
	'library-old-image': {
		...{ type: 'media', name: '旧版系统镜像', version: '1809', place: '已封存', retired: true },
	},
};

/** In the library from the start. */
export function libraryCommands(): AdministrationCommand[] {
	return Object.entries(entries).map(([record, set]) => ({
		...{ type: 'libraryItem.import@1', kind: 'libraryItem', record },
		args: { set: { ...set } },
	}));
}
