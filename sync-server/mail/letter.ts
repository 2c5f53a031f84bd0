import { createHash } from 'node:crypto';
import type { Organisation } from '#domain/organisation/records.ts';
import { templateOf } from '#domain/organisation/paper-template.ts';
import type { Mail } from '#domain/work-order/mail.ts';
import type { WorkOrder } from '#domain/work-order/work-order.ts';
import type { Letter } from './hand-over.ts';

interface LetterSources {
	order: WorkOrder;
	mail: Mail;
	organisation: Organisation | undefined;
	bytes: Uint8Array;
}

/** The letter around a paper, in the language of the organisation's papers. It tells nothing but numbers. */
export function letterOf({ order, mail, organisation, bytes }: LetterSources): Letter {
	const template = templateOf(organisation);
	const { name = '', nameEn } = template ?? organisation ?? {};
	const about = order.number ?? order.offlineNumber ?? '';
	const zh = `您好，附件是工单 ${about} 的单据 ${mail.number}。\n${name}`;
	const en = `Attached is paper ${mail.number} of work order ${about}.\n${nameEn || name}`;
	const texts = { zh: [zh], en: [en], both: [zh, en] }[template?.language ?? 'both'];
	const contact = [template?.address, template?.phone].filter(Boolean).join(' · ');
	return {
		to: mail.to,
		subject: `${mail.number} ${template?.language === 'en' ? nameEn || name : name}`.trim(),
		text: [...texts, contact].filter(Boolean).join('\n\n'),
		messageId: `${createHash('sha256').update(`${order.id}/${mail.id}/${mail.at}`).digest('hex').slice(0, 32)}@outpost`,
		file: { name: `${mail.number}.pdf`, type: 'application/pdf', bytes },
	};
}
