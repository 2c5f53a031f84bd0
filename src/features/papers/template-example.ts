import { englishSheet, shortSheet } from './example-sheets.ts';
import type { PaperLook } from './paper-look.ts';
import type { ServiceSheet, SheetLine } from './service-sheet.ts';

/** An ordinary visit as the template would print it; the words of its own go by the language too. */
export function exampleIn(look: PaperLook): ServiceSheet {
	const base = look.language === 'en' ? englishSheet : shortSheet;
	const { organisation: _, offlineNumber: __, ...rest } = base;
	const isEnglish = look.language === 'en';
	const checklist = checks[look.single ? look.language : 'both'];
	const parts = isEnglish ? englishParts : rest.parts;
	const sheet = { ...rest, ...look, parts, checklist, copy: 'customer' as const };
	return look.single ? inOne(sheet) : sheet;
}

const checks = {
	zh: [
		{ text: '断电并拔下电源线', done: true },
		{ text: '内存逐条自检', done: true },
	],
	both: [
		{ text: '断电并拔下电源线 Power off, cable out', done: true },
		{ text: '内存逐条自检 Memory tested', done: true },
	],
	en: [
		{ text: 'Power off, cable out', done: true },
		{ text: 'Memory tested', done: true },
	],
};

function inOne(sheet: ServiceSheet): ServiceSheet {
	const zh = sheet.language === 'zh';
	const lines = sheet.lines.map((line): SheetLine => {
		const { consent: _, ...rest } = line;
		return { ...rest, seal: `FT-004417　${zh ? '完好' : 'intact'}` };
	});
	const charge = zh ? '保内' : 'in warranty';
	const parts = sheet.parts.map((part) => ({ ...part, ...(part.charge && { charge }) }));
	const { customerSignature: given } = sheet;
	const role = zh ? '科室负责人' : 'Head of department';
	const customerSignature = given.kind === 'signed' ? { ...given, role } : given;
	return { ...sheet, lines, parts, customerSignature };
}

const englishParts = [
	{
		...{ name: 'Memory 8 GB DDR4 3200', serial: 'NM84-33A0917', from: 'Van of engineer 07' },
		...{ quantity: '1 pc', charge: 'in warranty 保内' },
	},
];
