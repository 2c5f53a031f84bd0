import type { Words } from './service-sheet.ts';

/** The printed words of the forms D0202 (consent) and D0203 (notice of interruption). */
export const formWords = {
	consent: { zh: '责任确认书', en: 'Consent' },
	interruption: { zh: '网络中断告知书', en: 'Notice of interruption' },
	order: { zh: '工单', en: 'Work order' },
	service: { zh: '服务项', en: 'Service' },
	risk: { zh: '资料风险', en: 'Data at risk' },
	mayBeLost: { zh: '可能丢失', en: 'What may be lost' },
	afterVirus: { zh: '中过病毒', en: 'After a virus' },
	backupOffered: { zh: '已提议备份', en: 'Backup was offered' },
	backupBy: { zh: '由谁备份或决定', en: 'Made or decided by' },
	itDepartment: { zh: '信息部门', en: 'IT department' },
	consentDeclaration: {
		zh: '我已知道以上资料可能丢失，也已被提议先做备份，同意开始处理。',
		en: 'I know what may be lost, I was offered a backup, and I agree that the work begins.',
	},
	interruptionPart: { zh: '中断', en: 'Interruption' },
	affected: { zh: '受影响的人和业务', en: 'Who and what is affected' },
	announced: { zh: '告知时间', en: 'Announced' },
	recoverBy: { zh: '约定恢复时间', en: 'Agreed recovery' },
	noticeDeclaration: {
		zh: '已告知受影响范围，并约定以上恢复时间。',
		en: 'Who is affected was announced and the recovery time above agreed.',
	},
} as const satisfies Record<string, Words>;
