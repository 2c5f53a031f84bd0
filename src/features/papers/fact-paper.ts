/** A consent or notice of interruption as its paper: worded, in the organisation's zone. */
import { formCodes } from '#domain/numbering/number.ts';
import type { Consent, Interruption } from '#domain/work-order/work-order.ts';
import { backupWords, signerWords, toldWords } from '#i18n/terms.ts';
import type { FormPaper, FormSection, FormSigner } from './form-paper.ts';
import { formWords } from './form-words.ts';
import { factPaperNumber, type PaperSubject } from './paper-subject.ts';
import type { SheetSources } from './sheet-of-order.ts';
import { dateTime } from './sheet-times.ts';
import { bothOf, bothTexts, bothWords } from './sheet-terms.ts';
import { sheetWords } from './sheet-words.ts';

/** Edition of the forms D0202 and D0203. */
const formVersion = 1;
/** The paper of a consent or notice. Throws where the order has none of that id. */
export function paperOfFact(sources: SheetSources, subject: PaperSubject): FormPaper {
	const { order } = sources;
	const consent = order.consents?.find(({ id }) => id === subject.about);
	const notice = order.interruptions?.find(({ id }) => id === subject.about);
	if (subject.form === 'consent' && consent)
		return { ...frameOf(sources, subject, consent.at), ...consentPaper(consent, sources) };
	if (subject.form === 'interruption' && notice)
		return { ...frameOf(sources, subject, notice.at), ...noticePaper(notice, sources) };
	throw new Error('a paper is made of what was recorded');
}

type Frame = Omit<FormPaper, 'title' | 'sections' | 'declaration' | 'signers'>;
type Body = Pick<FormPaper, 'title' | 'sections' | 'declaration' | 'signers'>;

function frameOf(
	{ order, look, snapshotHash }: SheetSources,
	subject: PaperSubject,
	frozenAt: string,
): Frame {
	return {
		...{ copy: 'customer', formCode: formCodes[subject.form], formVersion },
		...look,
		number: factPaperNumber(order, subject) ?? '',
		...(order.offlineNumber && { offlineNumber: order.offlineNumber }),
		orderNumber: order.number ?? order.offlineNumber ?? order.id,
		...{ snapshotHash, frozenAt },
	};
}

function requestSection(sources: SheetSources): FormSection {
	const { order, customer, site, item } = sources;
	return {
		heading: sheetWords.request,
		fields: [
			{ label: sheetWords.customer, value: customer?.name ?? '', span: 6 },
			{
				label: sheetWords.site,
				value: [site?.name, order.room].filter(Boolean).join('\u3000'),
				span: 6,
			},
			{
				label: formWords.order,
				value: order.number ?? order.offlineNumber ?? '',
				span: 6,
			},
			{
				label: formWords.service,
				value: item
					? bothTexts({ zh: item.name, en: item.nameEn ?? item.name })
					: bothWords(order.orderKind),
				span: 6,
			},
		],
	};
}

function consentPaper(consent: Consent, sources: SheetSources): Body {
	const { zone, look } = sources;
	const { text, backup, backupBy } = consent;
	const both = look.language === 'zh' ? [text.zh, text.en] : [text.en, text.zh];
	const lost = look.single ? both.slice(0, 1) : both;
	return {
		title: formWords.consent,
		sections: [
			requestSection(sources),
			{ heading: sheetWords.asset, fields: machinesOf(consent, sources) },
			{
				heading: formWords.risk,
				fields: [
					{ label: formWords.mayBeLost, value: lost.filter(Boolean).join('\n') },
					{ label: formWords.afterVirus, value: yesOrNo(consent.afterVirus), span: 4 },
					{ label: formWords.backupOffered, value: bothOf(backupWords[backup]), span: 4 },
					{ label: formWords.backupBy, value: backupBy, span: 4 },
				],
			},
		],
		declaration: formWords.consentDeclaration,
		signers: [
			{
				who: sheetWords.customer,
				lines: [consent.name, signedAs(consent, zone)],
				signature: consent.strokes,
			},
			...itSigner(consent),
			engineerOf(sources, consent.at),
		],
	};
}

function itSigner({ it }: Consent): FormSigner[] {
	if (!it) return [];
	return [{ who: formWords.itDepartment, lines: [it.name], instead: bothOf(toldWords[it.how]) }];
}

function machinesOf(consent: Consent, { order, assets }: SheetSources): FormSection['fields'] {
	return order.lines
		.filter(({ id }) => consent.lines.some(({ lineId }) => lineId === id))
		.flatMap((line) => {
			const known = assets.get(line.asset?.id ?? '');
			const name = [known?.name ?? line.asset?.name, known?.model ?? line.asset?.model];
			return [
				{ label: sheetWords.tag, value: line.asset?.tag ?? '—', span: 4 },
				{ label: sheetWords.nameAndModel, value: name.filter(Boolean).join(' '), span: 4 },
				{ label: sheetWords.serial, value: known?.serial ?? line.asset?.serial ?? '', span: 4 },
			];
		});
}

function noticePaper(notice: Interruption, sources: SheetSources): Body {
	const { zone } = sources;
	const { strokes } = notice;
	return {
		title: formWords.interruption,
		sections: [
			requestSection(sources),
			{
				heading: formWords.interruptionPart,
				fields: [
					{ label: formWords.affected, value: notice.affected },
					{ label: formWords.announced, value: dateTime(notice.at, zone), span: 6 },
					{ label: formWords.recoverBy, value: dateTime(notice.recoverBy, zone), span: 6 },
				],
			},
		],
		declaration: formWords.noticeDeclaration,
		signers: [
			{
				who: sheetWords.customer,
				lines: [notice.name, signedAs(notice, zone)],
				...(strokes ? { signature: strokes } : { instead: bothOf(toldWords[notice.how]) }),
			},
			engineerOf(sources, notice.at),
		],
	};
}

function signedAs({ role, at }: Pick<Consent, 'role' | 'at'>, zone: SheetSources['zone']): string {
	return `${bothOf(signerWords[role])}\u3000${dateTime(at, zone)}`;
}

function engineerOf({ engineer, zone }: SheetSources, at: Consent['at']): FormSigner {
	return { who: sheetWords.engineer, lines: [engineer, dateTime(at, zone)] };
}

function yesOrNo(yes: boolean): string {
	return bothTexts(yes ? { zh: '是', en: 'Yes' } : { zh: '否', en: 'No' });
}
