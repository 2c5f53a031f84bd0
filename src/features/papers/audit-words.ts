import type { LineOutcome } from '#domain/audit/result.ts';
import type { AuditType } from '#domain/audit/campaign.ts';
import type { Words } from './service-sheet.ts';

/** The printed words of the audit report. */
export const auditWords = {
	title: { zh: '资产盘点报告', en: 'Asset audit report' },
	campaign: { zh: '盘点', en: 'Audit' },
	name: { zh: '名称', en: 'Name' },
	type: { zh: '种类', en: 'Kind' },
	period: { zh: '期间', en: 'Period' },
	auditors: { zh: '盘点员', en: 'Auditors' },
	approver: { zh: '批准人', en: 'Approved by' },
	approvedAt: { zh: '批准时间', en: 'Approved at' },
	result: { zh: '结果', en: 'Result' },
	expected: { zh: '应盘', en: 'Expected' },
	surplus: { zh: '盘盈', en: 'Surplus' },
	accuracy: { zh: '准确率', en: 'Accuracy' },
	thisTime: { zh: '本次', en: 'This time' },
	before: { zh: '上次', en: 'Before' },
	figure: { zh: '项目', en: 'Figure' },
	tag: { zh: '标签', en: 'Tag' },
	device: { zh: '设备', en: 'Device' },
	recorded: { zh: '账面', en: 'Recorded' },
	seen: { zh: '实见', en: 'Seen' },
	rooms: { zh: '各房间', en: 'By room' },
	room: { zh: '房间', en: 'Room' },
	scanned: { zh: '已扫', en: 'Scanned' },
	bulk: { zh: '无标签散件', en: 'Items without a tag' },
	item: { zh: '品名', en: 'Item' },
	quantity: { zh: '数量', en: 'Quantity' },
	elsewhere: { zh: '台账属于', en: 'Recorded at' },
	unknown: { zh: '台账没有', en: 'Not in the register' },
} as const satisfies Record<string, Words>;

export const auditOutcomeWords = {
	found: { zh: '相符', en: 'Found' },
	moved: { zh: '位置不符', en: 'Other room' },
	changed: { zh: '信息不符', en: 'Data differs' },
	missing: { zh: '盘亏', en: 'Missing' },
} as const satisfies Record<LineOutcome, Words>;

export const auditTypeWords = {
	half_yearly: { zh: '半年普查', en: 'Half-yearly' },
	contract_end: { zh: '合同到期', en: 'Contract end' },
	partial: { zh: '局部抽查', en: 'Partial' },
} as const satisfies Record<AuditType, Words>;
