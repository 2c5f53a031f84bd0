import type { Fate } from '#domain/fate.ts';
import type { LateList, LateWork } from '#domain/work-order/late-work.ts';
import type { Held, WorkOrder } from '#domain/work-order/work-order.ts';
import { m } from '#i18n/generated/messages.js';
import { commandText, moveWords, sealWords, suspendWords } from '#i18n/terms.ts';
import type { Names } from './names.ts';

const listWords: Record<LateList, (count: { n: number }) => string> = {
	notes: m.attention_notes,
	photos: m.attention_photos,
	voices: m.attention_voices,
	times: m.attention_times,
	consulted: m.attention_consulted,
	signatures: m.attention_signatures,
	papers: m.attention_papers,
	delays: m.attention_delays,
	escalations: m.attention_escalations,
	consents: m.attention_consents,
	interruptions: m.attention_interruptions,
	found: m.attention_found_count,
};

/** "备注 2　照片 3" */
export function factsText({ facts }: Pick<LateWork, 'facts'>): string {
	const lists = [...new Set(facts.map(({ list }) => list))];
	const countOf = (list: LateList) => facts.filter((fact) => fact.list === list).length;
	return lists.map((list) => listWords[list]({ n: countOf(list) })).join('　');
}

/** What was done, and what it said: its reason, its words. */
export function heldText({ command, args = {}, minutes }: Held): string {
	const name = command.split('@')[0]?.split('.')[1] ?? '';
	const moves: Partial<Record<string, () => string>> = moveWords;
	const known = commandText(command);
	const what = known === m.did_other() ? (moves[name]?.() ?? known) : known;
	const set = (args['set'] ?? {}) as Record<string, unknown>;
	const asset = (args['asset'] ?? {}) as Record<string, unknown>;
	const seal: Partial<Record<string, () => string>> = name === 'checkSeal' ? sealWords : {};
	const state = seal[String(args['state'])]?.();
	const said = ['reason', 'note', 'solution', 'text', 'cause'].flatMap((key) => [
		args[key],
		set[key],
	]);
	const recorded = [state, args['number'], asset['tag'], args['name']];
	const words = [...recorded, ...said]
		.filter((each) => typeof each === 'string' && each !== '')
		.map(reasonText);
	const labour = minutes === undefined ? [] : [m.duration_minutes({ n: minutes })];
	return [what, ...words, ...labour].join('　');
}

function reasonText(word: unknown): string {
	const words: Partial<Record<string, () => string>> = suspendWords;
	return words[String(word)]?.() ?? String(word);
}

/** How its engineer lost the order. */
export function lostText(order: WorkOrder, engineerId: string, names: Names): string {
	if (order.cancelled) return m.attention_cancelled({ reason: order.cancelled.reason });
	const other = order.assigneeId === engineerId ? undefined : names.person(order.assigneeId);
	return other ? m.attention_moved_to({ name: other }) : m.attention_taken_away();
}

const fateWords: Record<Fate['fate'], () => string> = {
	taken: m.attention_fate_taken,
	noted: m.attention_fate_noted,
	released: m.attention_fate_released,
	discarded: m.attention_fate_discarded,
	mine: m.attention_fate_mine,
	theirs: m.attention_fate_theirs,
};

/** What became of it, in words; undefined while it waits. */
export function fateText(fate: Fate | undefined): string {
	if (!fate) return m.attention_fate_waiting();
	const words = fateWords[fate.fate]();
	return fate.reason ? m.attention_fate_because({ fate: words, reason: fate.reason }) : words;
}
