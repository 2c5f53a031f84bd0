import type { Ageing } from '#domain/inspection/ageing.ts';
import type { CheckOutcome, InspectionTotals, RaisedKind } from '#domain/inspection/inspection.ts';
import type { RecurrenceKind } from '#domain/inspection/recurrence.ts';
import type { Words } from './service-sheet.ts';

/** The printed words of an inspection's record and report. */
export const inspectionWords = {
	record: { zh: '巡检记录', en: 'Inspection record' },
	report: { zh: '巡检报告', en: 'Inspection report' },
	round: { zh: '巡检', en: 'Inspection' },
	name: { zh: '名称', en: 'Name' },
	customer: { zh: '客户', en: 'Customer' },
	site: { zh: '地点', en: 'Site' },
	recurrence: { zh: '周期', en: 'Recurrence' },
	period: { zh: '期间', en: 'Period' },
	inspectors: { zh: '巡检人员', en: 'Inspectors' },
	resources: { zh: '资源与安排', en: 'Resources' },
	step: { zh: '检查项', en: 'Check' },
	limits: { zh: '规定', en: 'Limits' },
	result: { zh: '结果', en: 'Result' },
	followUp: { zh: '后续', en: 'Follow-up' },
	presence: { zh: '到场', en: 'Present' },
	noPresence: { zh: '未扫码', en: 'Not scanned' },
	notes: { zh: '备注', en: 'Notes' },
	figures: { zh: '统计', en: 'Figures' },
	figure: { zh: '项目', en: 'Figure' },
	number: { zh: '数量', en: 'Number' },
	evaluation: { zh: '总体评价', en: 'Evaluation' },
	advice: { zh: '建议', en: 'Advice' },
	faults: { zh: '异常', en: 'Faults' },
	ageing: { zh: '建议更换的设备', en: 'Devices advised to be replaced' },
	why: { zh: '理由', en: 'Reason' },
	problems: { zh: '列为问题', en: 'Problems' },
	repeat: { zh: '上轮亦异常', en: 'Failed in the round before' },
	approvals: { zh: '审批', en: 'Approvals' },
	part: { zh: '内容', en: 'Part' },
	plan: { zh: '计划', en: 'Plan' },
	agreedReport: { zh: '报告', en: 'Report' },
	who: { zh: '审批人', en: 'Who' },
	answer: { zh: '意见', en: 'Answer' },
	agreed: { zh: '同意', en: 'Agreed' },
	back: { zh: '退回', en: 'Sent back' },
	at: { zh: '时间', en: 'Time' },
	device: { zh: '设备', en: 'Device' },
	tag: { zh: '标签', en: 'Tag' },
	open: { zh: '未检', en: 'Not inspected' },
	supervisor: { zh: '服务主管', en: 'Supervisor' },
	camera: { zh: '扫码', en: 'camera' },
	handheld: { zh: '扫码枪', en: 'scanner' },
	typed: { zh: '手输', en: 'typed' },
} as const satisfies Record<string, Words>;

export const inspectionOutcomeWords = {
	pass: { zh: '正常', en: 'Normal' },
	fail: { zh: '异常', en: 'Fault' },
	not_applicable: { zh: '不适用', en: 'N/A' },
} as const satisfies Record<CheckOutcome, Words>;

export const inspectionRaisedWords = {
	order: { zh: '转工单', en: 'Order' },
	problem: { zh: '问题', en: 'Problem' },
	correction: { zh: '更正', en: 'Correction' },
} as const satisfies Record<RaisedKind, Words>;

export const inspectionTotalWords = {
	devices: { zh: '设备', en: 'Devices' },
	inspected: { zh: '已检', en: 'Inspected' },
	proven: { zh: '扫码到场', en: 'Presence scanned' },
	passed: { zh: '正常', en: 'Normal' },
	failed: { zh: '有异常', en: 'With faults' },
	orders: { zh: '转工单', en: 'Orders' },
	problems: { zh: '列为问题', en: 'Problems' },
	corrections: { zh: '数据更正', en: 'Corrections' },
} as const satisfies Record<keyof InspectionTotals, Words>;

export const inspectionAgeingWords = {
	end_of_life: { zh: '到寿命期', en: 'End of life' },
	old: { zh: '使用已满五年', en: 'Five years in use' },
	warranty_over: { zh: '已过保修', en: 'Out of warranty' },
} as const satisfies Record<Ageing, Words>;

export const inspectionRecurrenceWords = {
	once: { zh: '只一次', en: 'Once' },
	daily: { zh: '每天', en: 'Daily' },
	weekly: { zh: '每周', en: 'Weekly' },
	monthly: { zh: '每月', en: 'Monthly' },
	quarterly: { zh: '每季度', en: 'Quarterly' },
	half_yearly: { zh: '每半年', en: 'Half-yearly' },
	seasonal: { zh: '按季节', en: 'Seasonal' },
} as const satisfies Record<RecurrenceKind, Words>;
