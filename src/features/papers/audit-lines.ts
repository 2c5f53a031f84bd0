/** What was seen of a machine, as report and workbook tell it. */
import type { AuditCheck } from '#domain/audit/count.ts';
import type { Seen } from '#domain/audit/result.ts';
import { auditCheckWords, auditConditionWords, auditWords as words } from './audit-words.ts';
import { bothTexts, sealWordsBoth } from './sheet-terms.ts';

/** What differs or was noted, besides place and user; empty where nothing was. */
export function notedOf(seen: Seen): string[] {
	const { described, changes, seal, condition, labelDamaged, checks, notes, photos } = seen;
	const differs = (Object.keys(checks) as AuditCheck[]).filter(
		(name) => checks[name] === 'differs',
	);
	return [
		...(described?.model ? [described.model] : []),
		...Object.values(changes),
		...differs.map((name) => `${bothTexts(auditCheckWords[name])} ${bothTexts(words.differs)}`),
		...(seal ? [sealText(seal)] : []),
		...(condition && condition !== 'good' ? [bothTexts(auditConditionWords[condition])] : []),
		...(labelDamaged ? [bothTexts(words.labelDamaged)] : []),
		...notes,
		...(photos.length > 0 ? [`${bothTexts(words.photos)} ${photos.length}`] : []),
	];
}

function sealText({ state, number }: NonNullable<Seen['seal']>): string {
	return [bothTexts(words.seal), sealWordsBoth(state), number].filter(Boolean).join(' ');
}
