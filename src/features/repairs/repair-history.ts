import type { Repair } from '#domain/repair/repair.ts';
import { m } from '#i18n/generated/messages.js';
import { repairMoveWords } from './repair-words.ts';

/** One thing that happened, in words. */
export interface RepairEvent {
	id: string;
	at: string;
	by: string;
	what: string;
	said: string;
}

const decided = {
	approved: repairMoveWords.approve,
	change: repairMoveWords.askChange,
	no_vendor: repairMoveWords.refuseVendor,
};

/** Everything recorded, the newest first. */
export function historyOf(repair: Repair): RepairEvent[] {
	const of = <T extends { id: string; at: string; by: string }>(
		list: readonly T[],
		what: (entry: T) => string,
		said: (entry: T) => (string | undefined)[],
	): RepairEvent[] =>
		list.map((entry) => ({
			...{ id: entry.id, at: entry.at, by: entry.by },
			...{ what: what(entry), said: said(entry).filter(Boolean).join('　') },
		}));
	const events = [
		...of(
			repair.decisions,
			({ how }) => decided[how](),
			({ reason }) => [reason],
		),
		...of(repair.quotes, repairMoveWords.addQuote, ({ vendor, price }) => [vendor, price]),
		...of(repair.chosen ? [repair.chosen] : [], repairMoveWords.chooseQuote, ({ name }) => [name]),
		...of(repair.receipts, repairMoveWords.handOver, ({ vendor, name }) => [vendor, name]),
		...of(repair.progress, m.repair_word, ({ text }) => [text]),
		...of(repair.results, repairMoveWords.takeBack, ({ handling, advice }) => [handling, advice]),
		...of(repair.signatures, m.repair_state_signed, ({ name }) => [name]),
		...of(
			repair.verdicts,
			({ verdict }) => repairMoveWords[verdict === 'passed' ? 'pass' : 'fail'](),
			({ reason }) => [reason],
		),
		...of(repair.loans, repairMoveWords.lend, ({ device }) => [device.tag, device.name]),
		...repair.loans.flatMap(({ id, device, back }) =>
			of(back ? [{ id: `${id}-back`, ...back }] : [], repairMoveWords.takeLoanBack, () => [
				device.tag,
			]),
		),
		...of(repair.cancelled ? [repair.cancelled] : [], repairMoveWords.cancel, ({ reason }) => [
			reason,
		]),
	];
	return events.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
}
