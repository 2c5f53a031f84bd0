import type { LineResult, SheetCopy, SheetLanguage, Words } from './service-sheet.ts';

/** The printed words of form D0201. A form carries both languages, so they are no screen messages. */
export const sheetWords = {
	title: { zh: '运行服务单', en: 'Service sheet' },
	number: { zh: '编号', en: 'Number' },
	offlineNumber: { zh: '离线编号', en: 'Offline number' },
	scanToCheck: { zh: '扫码核对此单', en: 'Scan to check' },
	request: { zh: '报修', en: 'Request' },
	customer: { zh: '客户', en: 'Customer' },
	site: { zh: '地点', en: 'Site' },
	requester: { zh: '报修人', en: 'Requested by' },
	phone: { zh: '电话', en: 'Phone' },
	received: { zh: '受理', en: 'Received' },
	priority: { zh: '优先级', en: 'Priority' },
	symptom: { zh: '故障现象', en: 'Symptom' },
	asset: { zh: '资产', en: 'Asset' },
	tag: { zh: '资产编号', en: 'Tag' },
	nameAndModel: { zh: '名称与型号', en: 'Name, model' },
	serial: { zh: '序列号', en: 'Serial' },
	warranty: { zh: '质保', en: 'Warranty' },
	location: { zh: '位置', en: 'Location' },
	seal: { zh: '封条', en: 'Seal' },
	comparison: { zh: '与台账比对', en: 'Compared with record' },
	swaps: { zh: '换件与附件', en: 'Exchanged' },
	consent: { zh: '责任确认书', en: 'Consent' },
	work: { zh: '处理', en: 'Work done' },
	cause: { zh: '故障原因', en: 'Cause' },
	solution: { zh: '解决方案', en: 'Solution' },
	result: { zh: '结果', en: 'Result' },
	continuesIn: { zh: '后续工单', en: 'Continues in' },
	parts: { zh: '备件', en: 'Parts' },
	part: { zh: '备件', en: 'Part' },
	from: { zh: '来源', en: 'From' },
	quantity: { zh: '数量', en: 'Qty' },
	charge: { zh: '费用', en: 'Charge' },
	found: { zh: '增补', en: 'Found' },
	foundDevices: { zh: '增补设备', en: 'Devices not in the register' },
	checklist: { zh: '清单', en: 'Checklist' },
	serviceLevel: { zh: '时限', en: 'Service level' },
	response: { zh: '响应', en: 'Response' },
	resolution: { zh: '解决', en: 'Resolution' },
	met: { zh: '达标', en: 'met' },
	late: { zh: '超时', en: 'late' },
	running: { zh: '计时中', en: 'running' },
	accepted: { zh: '接单', en: 'Accepted' },
	departed: { zh: '出发', en: 'Left' },
	arrived: { zh: '到场', en: 'Arrived' },
	completed: { zh: '完成', en: 'Completed' },
	ended: { zh: '离场', en: 'Ended' },
	visit: { zh: '到访', en: 'Visit' },
	labour: { zh: '工时', en: 'Labour' },
	notes: { zh: '备注', en: 'Notes' },
	photos: { zh: '照片', en: 'Photos' },
	feedback: { zh: '回访', en: 'Feedback' },
	satisfaction: { zh: '满意度', en: 'Satisfaction' },
	remarks: { zh: '客户意见', en: 'Remarks' },
	visited: { zh: '回访人', en: 'Asked by' },
	outcome: { zh: '回访结果', en: 'Outcome' },
	signatures: { zh: '签名', en: 'Signatures' },
	declaration: {
		zh: '本人确认以上服务已在现场完成，内容属实。',
		en: 'I confirm that the work above was done on site as described.',
	},
	engineer: { zh: '工程师', en: 'Engineer' },
	desk: { zh: '服务台', en: 'Service desk' },
	deskLater: { zh: '回访后签', en: 'after the return visit' },
	unsigned: { zh: '未签名', en: 'Not signed' },
	frozen: { zh: '签后冻结', en: 'Frozen after signing' },
	product: { zh: '前哨', en: 'Outpost' },
	continued: { zh: '续', en: 'continued' },
} as const satisfies Record<string, Words>;

/** The printed words of the parts slip, form D0208. */
export const slipWords = {
	title: { zh: '备件领用单', en: 'Parts slip' },
	about: { zh: '领用', en: 'Taken for' },
	order: { zh: '工单', en: 'Work order' },
	purpose: { zh: '用途', en: 'Purpose' },
	taker: { zh: '领用人', en: 'Taken by' },
	storekeeper: { zh: '库管', en: 'Storekeeper' },
	date: { zh: '日期', en: 'Date' },
	code: { zh: '备件编号', en: 'Part code' },
	takenAt: { zh: '领用时间', en: 'Taken at' },
} as const satisfies Record<string, Words>;

export const resultWords: Record<LineResult, Words> = {
	solved: { zh: '已解决', en: 'Solved' },
	workaround: { zh: '临时解决', en: 'Workaround' },
	open: { zh: '未解决', en: 'Open' },
};

export const copyWords: Record<SheetCopy, Words> = {
	desk: { zh: '服务台联', en: 'Desk' },
	engineer: { zh: '工程师联', en: 'Engineer' },
	customer: { zh: '客户联', en: 'Customer copy' },
};

/** The best grade has a word, so that nobody takes 1 for it. */
export const bestGrade: Words = { zh: '很满意', en: 'very satisfied' };

export const limitOf = (minutes: number): Words => ({
	zh: `限 ${minutes} 分`,
	en: `within ${minutes} min`,
});
export const usedOf = (minutes: number): Words => ({
	zh: `用时 ${minutes} 分`,
	en: `took ${minutes} min`,
});
export const labourOf = (minutes: number, standard: number | undefined): Words => ({
	zh: `${minutes} 分${standard === undefined ? '' : `（标准 ${standard}）`}`,
	en: `${minutes} min${standard === undefined ? '' : ` (standard ${standard})`}`,
});
export const versionOf = (code: string, version: number): Words => ({
	zh: `${code} 第 ${version} 版`,
	en: `${code} version ${version}`,
});

/** Both wordings on one line, the leading language first. */
export function both(words: Words, language: SheetLanguage): string {
	return language === 'zh' ? `${words.zh} ${words.en}` : `${words.en} ${words.zh}`;
}

/** The language that does not lead. */
export function other(language: SheetLanguage): SheetLanguage {
	return language === 'zh' ? 'en' : 'zh';
}
