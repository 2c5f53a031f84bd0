import type { Words } from './service-sheet.ts';

/** The printed words of the tracking record, form D0204. */
export const trackingWords = {
	title: { zh: '工单跟踪记录', en: 'Tracking record' },
	order: { zh: '工单', en: 'Work order' },
	kind: { zh: '类别', en: 'Kind' },
	state: { zh: '状态', en: 'State' },
	moves: { zh: '经过', en: 'What happened' },
	visits: { zh: '到访', en: 'Visits' },
	at: { zh: '时间', en: 'Time' },
	who: { zh: '经办人', en: 'By' },
	what: { zh: '事项', en: 'Step' },
	details: { zh: '说明', en: 'Details' },
	engineer: { zh: '工程师', en: 'Engineer' },
	arrived: { zh: '到场', en: 'Arrived' },
	left: { zh: '离场', en: 'Left' },
	sent: { zh: '派单', en: 'Sent' },
	accepted: { zh: '接单', en: 'Accepted' },
	due: { zh: '应在', en: 'due' },
	stopped: { zh: '停于', en: 'stopped' },
	customerTold: { zh: '已告知客户', en: 'Customer told' },
	informed: { zh: '已报告主管', en: 'Supervisor informed' },
	planned: { zh: '约定', en: 'planned' },
	byCustomer: { zh: '客户', en: 'Customer' },
	system: { zh: '系统', en: 'System' },
} as const satisfies Record<string, Words>;
