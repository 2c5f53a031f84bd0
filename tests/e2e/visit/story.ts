import { randomUUID } from 'node:crypto';

/** What is said and written during the visit; the test looks for these very words everywhere. */
export const request = {
	phone: '13800001234',
	summary: '前台电脑打不开业务系统',
	symptom: '早上开机后业务系统提示“无法连接数据库”，重启两次没有用，窗口排队很长',
	service: '一般性故障',
};
/** What the PDF is searched for: the heart of the symptom. */
export const symptomInShort = '无法连接数据库';
/** The first character lies beyond the BMP and in few fonts. */
export const signer = '𠮷田 淑芬';
/** As they are set: a character no font has is set by itself. */
export const signerInWords = ['𠮷', '田', '淑芬'];
export const note = '客户要求下周把网线换成六类线';
export const cause = '网卡驱动更新后地址变成自动获取';
export const addedToSolution = '，并锁定驱动版本';
export const laborMinutes = 25;
export const seal = 'FT-900417';
export const returnVisitNote = '客户说好用，态度好';
export const walkUp = { summary: '隔壁打印机卡纸', requester: '路过的王老师' };
export const colleaguesOrder = '三楼投影仪没有画面';

/** Articles of the test's own, published before the visit. */
export const articles = {
	chinese: {
		id: randomUUID(),
		set: {
			title: '业务系统提示无法连接数据库',
			solution: '恢复固定地址，清空域名缓存后重新登录',
			problemType: 'application',
			audience: 'internal',
			language: 'zh-CN',
		},
	},
	english: {
		id: randomUUID(),
		set: {
			title: 'Database unreachable after a driver update',
			solution: 'Set the static address again and flush the name cache',
			problemType: 'application',
			audience: 'internal',
			language: 'en',
		},
	},
};
