import type { AuditCheck, auditConditions } from '#domain/audit/count.ts';
import type { AuditTotals, LineOutcome } from '#domain/audit/result.ts';
import type { AuditType } from '#domain/audit/campaign.ts';
import type { Words } from './service-sheet.ts';

/** The printed words of the audit report. */
export const auditWords = {
	title: { zh: '资产盘点报告', en: 'Asset audit report' },
	campaign: { zh: '盘点', en: 'Audit' },
	number: { zh: '编号', en: 'Number' },
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
	compared: { zh: '与上次比较', en: 'Compared with before' },
	foundAgain: { zh: '上次盘亏，本次见到', en: 'Missing before, seen now' },
	goneSince: { zh: '上次见到，本次盘亏', en: 'Seen before, missing now' },
	stillMissing: { zh: '两次均未见', en: 'Missing both times' },
	what: { zh: '情况', en: 'What' },
	all: { zh: '全部清单', en: 'Whole list' },
	outcome: { zh: '盘点结果', en: 'Outcome' },
	holder: { zh: '使用人不符', en: 'Other user' },
	model: { zh: '型号', en: 'Model' },
	category: { zh: '分类', en: 'Category' },
	serial: { zh: '序列号', en: 'Serial' },
	site: { zh: '地点', en: 'Site' },
	recordedRoom: { zh: '账面房间', en: 'Recorded room' },
	recordedUser: { zh: '账面使用人', en: 'Recorded user' },
	seenRoom: { zh: '实见房间', en: 'Seen in' },
	seenUser: { zh: '实际使用人', en: 'Used by' },
	noted: { zh: '核对情况', en: 'Noted' },
	seenBy: { zh: '盘点员', en: 'Seen by' },
	seenAt: { zh: '盘点时间', en: 'Seen at' },
	customer: { zh: '客户确认', en: 'Customer' },
	declaration: {
		zh: '已核对本次盘点结果，予以确认。',
		en: 'The result of this audit was gone through and is confirmed.',
	},
	labelDamaged: { zh: '标签破损', en: 'Label damaged' },
	seal: { zh: '封条', en: 'Seal' },
	photos: { zh: '照片', en: 'Photos' },
	differs: { zh: '不符', en: 'differs' },
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

export const auditCheckWords = {
	configuration: { zh: '配置', en: 'Configuration' },
	quantity: { zh: '数量', en: 'Quantity' },
	warranty: { zh: '保修', en: 'Warranty' },
	softwareType: { zh: '软件类型', en: 'Software' },
	softwareSerial: { zh: '软件序列号', en: 'Software serial' },
	licence: { zh: '许可证', en: 'Licence' },
	media: { zh: '介质', en: 'Media' },
	manual: { zh: '说明书', en: 'Manual' },
} as const satisfies Record<AuditCheck, Words>;

export const auditConditionWords = {
	good: { zh: '完好', en: 'Good' },
	worn: { zh: '旧损', en: 'Worn' },
	broken: { zh: '损坏', en: 'Broken' },
} as const satisfies Record<(typeof auditConditions)[number], Words>;

export const auditFigureWords = {
	...{ expected: auditWords.expected, ...auditOutcomeWords, surplus: auditWords.surplus },
} satisfies Record<keyof AuditTotals, Words>;
