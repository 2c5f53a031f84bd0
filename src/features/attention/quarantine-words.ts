import type { Quarantine } from '#domain/quarantine/quarantine.ts';
import { fieldText } from '#i18n/field-words.ts';
import { m } from '#i18n/generated/messages.js';
import { commandText, moveWords, suspendWords } from '#i18n/terms.ts';
import { valueText } from './conflict-words.ts';
import type { Names } from './names.ts';

/** What was done to the record: the ledger's word for it. */
export function quarantinedTitle({ command }: Quarantine): string {
	const words = commandText(command.type);
	if (words !== m.did_other()) return words;
	const name = command.type.split('@')[0]?.split('.')[1] ?? '';
	const moves: Partial<Record<string, () => string>> = moveWords;
	return moves[name]?.() ?? words;
}

/** Parts of a command that name something and say nothing to a person. */
const silent = ['lineId', 'heldId', 'blob', 'strokes', 'snapshot', 'offlineNumber', 'lines'];

/** What it would write: field and value, one each. */
export function quarantinedFacts(
	{ command }: Quarantine,
	names: Names,
): { field: string; label: string | undefined; text: string }[] {
	const { set, ...args } = command.args;
	const said = { ...args, ...(set as Record<string, unknown> | undefined) };
	return Object.entries(said)
		.filter(([field, value]) => !silent.includes(field) && value !== undefined)
		.map(([field, value]) => {
			const label = fieldText(command.kind, field);
			const text = reasonText(field, value) ?? valueText(field, value, names);
			return { field, label: label === field ? undefined : label, text };
		});
}

function reasonText(field: string, value: unknown): string | undefined {
	const words: Partial<Record<string, () => string>> = suspendWords;
	return field === 'reason' ? words[String(value)]?.() : undefined;
}

/** Why it waits. */
export function whyText(item: Quarantine): string {
	const { name } = item.author;
	return whyWords[item.why]({ name });
}

const whyWords: Record<Quarantine['why'], (who: { name: string }) => string> = {
	'out-of-scope': m.attention_quarantine_out,
	'user-disabled': m.attention_quarantine_disabled,
	overtaken: m.attention_quarantine_overtaken,
};
