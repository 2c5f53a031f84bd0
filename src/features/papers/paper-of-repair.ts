/** One round of a vendor repair as its paper D0302: worded, in the organisation's zone. */
import type { Asset } from '#domain/asset/asset.ts';
import type { Customer, Site } from '#domain/customer/records.ts';
import { formCodes, numberAbout, paperNumber } from '#domain/numbering/number.ts';
import type { Repair } from '#domain/repair/repair.ts';
import type { Zone } from '#domain/time/zone.ts';
import type { WorkOrder } from '#domain/work-order/work-order.ts';
import { m } from '#i18n/generated/messages.js';
import { gradeWords } from '#i18n/terms.ts';
import type { FormField, FormPaper, FormSection, FormSigner } from './form-paper.ts';
import { formWords } from './form-words.ts';
import type { PaperLook } from './paper-look.ts';
import { repairWords as words } from './repair-words.ts';
import type { Words } from './service-sheet.ts';
import { bothOf, bothTexts, bothWords } from './sheet-terms.ts';
import { dateTime } from './sheet-times.ts';
import { sheetWords } from './sheet-words.ts';

/** Edition of the form D0302. */
const formVersion = 1;

/** The records the paper speaks of, as far as this device holds them. */
export interface RepairSources {
	repair: Repair;
	round: number;
	order: WorkOrder | undefined;
	/** The machine as the register has it. */
	asset: Asset | undefined;
	customer: Customer | undefined;
	site: Site | undefined;
	look: PaperLook;
	/** Names of colleagues, by id. */
	users: ReadonlyMap<string, string>;
	zone: Zone;
	/** SHA-256 of what the verdict froze. */
	snapshotHash: string;
}

/** Throws for a round without a verdict: nothing is frozen there to print. */
export function paperOfRepair(sources: RepairSources): FormPaper {
	const { repair, round, look, snapshotHash } = sources;
	const verdict = verdictOf(sources);
	if (!verdict) throw new Error('a repair paper is made of a round with a verdict');
	return {
		...{ copy: 'customer', formCode: formCodes.repair, formVersion },
		...look,
		number: paperNumber(repair.number, round),
		...(repair.offlineNumber && { offlineNumber: repair.offlineNumber }),
		orderNumber: repair.number,
		...{ snapshotHash, frozenAt: verdict.at },
		title: words.title,
		sections: [
			requestSection(sources),
			vendorSection(sources),
			resultSection(sources),
			...loanSection(sources),
		],
		declaration: words.declaration,
		signers: signersOf(sources),
	};
}

function verdictOf({ repair, round }: RepairSources): Repair['verdicts'][number] | undefined {
	return repair.verdicts.find((entry) => entry.round === round);
}

function ofRound<T extends { round: number }>(list: readonly T[], round: number): T | undefined {
	return list.find((entry) => entry.round === round);
}

function field(label: Words, value: string | undefined, span?: number): FormField {
	return { label, value: value ?? '', ...(span !== undefined && { span }) };
}

function who({ users, zone }: RepairSources, by: string, at: Repair['createdAt']): string {
	return [users.get(by), dateTime(at, zone)].filter(Boolean).join('\u3000');
}

function requestSection(sources: RepairSources): FormSection {
	const { repair, order, customer, site } = sources;
	const asset = sources.asset ?? repair.asset;
	const { requirement } = repair;
	const approved = repair.decisions.findLast(({ how }) => how === 'approved');
	const machine = [asset?.tag, asset?.name, asset?.model].filter(Boolean).join('\u3000');
	return {
		heading: words.request,
		fields: [
			field(sheetWords.customer, customer?.name, 6),
			field(sheetWords.site, [site?.name, order?.room].filter(Boolean).join('\u3000'), 6),
			field(formWords.order, orderNumberOf(repair, order), 6),
			field(words.level, order?.level && bothWords(order.level.level), 6),
			field(words.product, machine, 6),
			field(sheetWords.serial, asset?.serial, 6),
			field(words.type, typeWords(repair.type), 6),
			field(words.urgency, bothOf(gradeWords[repair.urgency]), 6),
			field(words.fault, repair.fault),
			...(requirement ? [field(words.requirement, requirement)] : []),
			field(words.asked, who(sources, repair.createdBy, repair.createdAt), 6),
			field(words.decision, approved && who(sources, approved.by, approved.at), 6),
		],
	};
}

function orderNumberOf({ number }: Repair, order: WorkOrder | undefined): string {
	return order?.number ?? order?.offlineNumber ?? numberAbout(number) ?? '';
}

function typeWords(type: Repair['type']): string {
	return bothOf(type === 'warranty' ? m.repair_type_warranty : m.repair_type_third_party);
}

function vendorSection(sources: RepairSources): FormSection {
	const { repair, round, zone } = sources;
	const receipt = ofRound(repair.receipts, round);
	const quotes = repair.quotes.map(({ vendor, price }) => `${vendor}\u3000${price}`);
	const told = repair.progress
		.filter(({ at }) => receipt !== undefined && at >= receipt.at)
		.map(({ at, text }) => `${dateTime(at, zone)}\u3000${text}`);
	const isQuoted = repair.type === 'third_party';
	return {
		heading: words.vendorPart,
		fields: [
			field(words.vendor, receipt?.vendor, 6),
			field(words.received, receipt && dateTime(receipt.at, zone), 6),
			...(isQuoted
				? [
						field(words.price, receipt?.price, 6),
						field(words.chosenBy, repair.chosen?.name, 6),
						field(words.quotes, quotes.join('\n')),
					]
				: []),
			...(told.length > 0 ? [field(words.progress, told.join('\n'))] : []),
		],
	};
}

function resultSection(sources: RepairSources): FormSection {
	const { repair, round, zone } = sources;
	const result = ofRound(repair.results, round);
	const verdict = verdictOf(sources);
	const word = verdict?.verdict === 'passed' ? words.passed : words.failed;
	return {
		heading: words.handlingPart,
		fields: [
			field(words.handling, result?.handling),
			...(result?.advice ? [field(words.advice, result.advice)] : []),
			field(words.round, String(round), 4),
			field(words.back, result && dateTime(result.at, zone), 4),
			field(words.verdict, bothTexts(word), 4),
			...(verdict?.reason ? [field(words.reason, verdict.reason)] : []),
		],
	};
}

function loanSection({ repair, zone }: RepairSources): FormSection[] {
	if (repair.loans.length === 0) return [];
	const lines = repair.loans.map(({ device, at, back }) =>
		[...[device.tag, device.name, dateTime(at, zone)], `– ${back ? dateTime(back.at, zone) : '…'}`]
			.filter(Boolean)
			.join('\u3000'),
	);
	return [{ heading: words.loan, fields: [field(words.lent, lines.join('\n'))] }];
}

function signersOf(sources: RepairSources): FormSigner[] {
	const { repair, round, zone } = sources;
	const receipt = ofRound(repair.receipts, round);
	const customer = ofRound(repair.signatures, round);
	const verdict = verdictOf(sources);
	const named = (label: Words, by: typeof customer): FormSigner => ({
		who: label,
		lines: by ? [by.name, dateTime(by.at, zone)] : [],
		...(by && { signature: by.strokes }),
	});
	return [
		named(words.vendor, receipt),
		named(sheetWords.customer, customer),
		{
			who: sheetWords.engineer,
			lines: verdict ? [sources.users.get(verdict.by) ?? '', dateTime(verdict.at, zone)] : [],
			...(verdict && { signature: verdict.strokes }),
		},
	];
}
