import ArrowRightLeft from '@lucide/svelte/icons/arrow-right-left';
import ClipboardCheck from '@lucide/svelte/icons/clipboard-check';
import ClipboardList from '@lucide/svelte/icons/clipboard-list';
import ListChecks from '@lucide/svelte/icons/list-checks';
import Pencil from '@lucide/svelte/icons/pencil';
import Replace from '@lucide/svelte/icons/replace';
import Wrench from '@lucide/svelte/icons/wrench';
import { assetStates } from '#domain/asset/asset.ts';
import type { Correction } from '#domain/asset/correction.ts';
import type { Move } from '#domain/asset/life-cycle.ts';
import type { HistoryEntry } from '#domain/record.ts';
import { m } from '#i18n/generated/messages.js';
import { stateWords } from '#i18n/state-words.ts';
import { swapText } from '#i18n/swap-words.ts';
import { assetStateWords } from '#i18n/terms.ts';
import type { IconComponent } from '#ui/icons/icon.ts';
import { relationWords } from '../relations/relation-words.ts';
import type { TimelineEntry, TimelineKind } from './asset-timeline.ts';

type Value = HistoryEntry['changes'][number]['to'];

/** Names for what a record keeps as ids and keys. */
export interface TimelineNames {
	/** A colleague's name. */
	person: (userId: string) => string | undefined;
	/** What a field is called, one of the organisation's own too. */
	field: (field: string) => string;
	/** What a field's value is called, e.g. a site's name for its id. */
	value: (field: string, value: Value) => string;
	/** An asset by its id, where it lies on this device. */
	asset: (id: string) => string | undefined;
}

export interface Told {
	title: string;
	lines: string[];
	/** A number or code of the record it leads to. */
	code?: string | undefined;
	by?: string | undefined;
}

export const kindFaces: Record<TimelineKind, { label: () => string; icon: IconComponent }> = {
	order: { label: m.assets_history_orders, icon: ClipboardList },
	repair: { label: m.life_history_repairs, icon: Wrench },
	move: { label: m.life_history_moves, icon: ArrowRightLeft },
	audit: { label: m.life_history_audits, icon: ClipboardCheck },
	correction: { label: m.life_history_corrections, icon: ListChecks },
	swap: { label: m.life_history_swaps, icon: Replace },
	change: { label: m.assets_history_changes, icon: Pencil },
};

export function tell(entry: TimelineEntry, names: TimelineNames): Told {
	switch (entry.of) {
		case 'order': {
			const { summary, number, offlineNumber, state, assigneeId = '' } = entry.order;
			const code = number ?? offlineNumber;
			return { title: summary, code, lines: [stateWords[state]()], by: names.person(assigneeId) };
		}
		case 'repair': {
			const { number, fault, receipts, engineerId } = entry.repair;
			const vendor = receipts.at(-1)?.vendor;
			return { title: fault, code: number, lines: present(vendor), by: names.person(engineerId) };
		}
		case 'move':
			return { ...toldMove(entry.move, names), lines: moveLines(entry, names) };
		case 'request': {
			const { reason, by, decided } = entry.request;
			if (!entry.isDecided || !decided)
				return { title: m.life_retire(), lines: present(reason), by: names.person(by) };
			const isOver = decided.as === 'rejected';
			const title = isOver ? m.attention_retire_rejected() : m.life_withdrawn();
			return { title, lines: present(decided.reason), by: names.person(decided.by) };
		}
		case 'relation': {
			const { type, to, by, ended } = entry.relation;
			const what = `${relationWords[type]()}：${names.asset(to) ?? m.relation_not_here()}`;
			const title = entry.isEnded ? m.relation_ended() : m.relation_made();
			return { title, lines: [what], by: names.person(entry.isEnded ? (ended?.by ?? by) : by) };
		}
		case 'entry':
			return toldEntry(entry, names);
	}
}

function toldMove({ from, to, check, by }: Move, names: TimelineNames): Omit<Told, 'lines'> {
	const told = { by: names.person(by) };
	if (check === 'failed') return { ...told, title: m.life_check_failed() };
	if (from === to) return { ...told, title: m.life_postpone() };
	return { ...told, title: `${stateText(from)} → ${stateText(to)}` };
}

function moveLines(
	{ move, changes }: Extract<TimelineEntry, { of: 'move' }>,
	names: TimelineNames,
): string[] {
	const approver = move.approvedBy && names.person(move.approvedBy);
	return [
		...present(
			move.check === 'passed' ? m.life_check_passed() : undefined,
			[move.with, move.backBy && m.life_line_back({ day: move.backBy })].filter(Boolean).join('　'),
			move.reason,
			move.askedBy && `${m.life_asked_by()}：${move.askedBy}`,
			approver && m.life_line_approved({ name: approver }),
			move.form && `${m.life_form()}：${move.form}`,
		),
		...changeLines(changes, names),
	];
}

const entryWords: Record<string, () => string> = {
	'asset.register': m.assets_change_registered,
	'asset.import': m.assets_change_imported,
	'asset.undoImport': m.transfer_is_undone,
	'asset.checkSeal': m.assets_change_seal,
	'asset.registerFound': m.assets_change_found,
	'asset.decideFound': m.assets_change_decided,
	'asset.proposeCorrection': m.assets_change_proposed,
	'asset.decideCorrection': m.assets_change_corrected,
	'asset.swap': m.swap_title,
	'asset.noteLabel': m.labels_noted,
	'asset.labelOfAudit': m.labels_due,
	'asset.adjust': m.audit_did_adjust,
	'asset.setAccessory': m.swap_accessories,
	'asset.dropAccessory': m.swap_accessories,
	'asset.settleConflict': m.did_settle,
};

function toldEntry(
	{ entry, swap, correction }: Extract<TimelineEntry, { of: 'entry' }>,
	names: TimelineNames,
): Told {
	const word = entryWords[entry.command.split('@')[0] ?? ''] ?? m.assets_change_edited;
	const rejected =
		entry.command.startsWith('asset.decide') && correction?.decided?.as === 'rejected';
	const proposed = entry.command.startsWith('asset.propose') || rejected;
	return {
		title: rejected ? m.life_correction_rejected() : word(),
		lines: [
			...(proposed && correction ? correctionLines(correction, names) : []),
			...(rejected ? present(correction?.decided?.reason) : []),
			...changeLines(entry.changes, names),
			...(swap ? [swapText(swap)] : []),
			...(entry.importName ? [m.transfer_did_import({ name: entry.importName })] : []),
		],
		by: names.person(entry.by),
	};
}

function correctionLines({ fields }: Correction, names: TimelineNames): string[] {
	const plain = (value: unknown): Value => {
		if (typeof value === 'object' && value !== null && 'name' in value) return String(value.name);
		return typeof value === 'string' || typeof value === 'number' ? value : null;
	};
	const changes = fields.map(({ field, from, to }) => ({
		field,
		from: plain(from),
		to: plain(to),
	}));
	return changeLines(changes, names);
}

function changeLines(changes: HistoryEntry['changes'], names: TimelineNames): string[] {
	return changes.map(({ field, from, to }) => {
		const [before, after] = [names.value(field, from), names.value(field, to)];
		return m.assets_change_field({ field: names.field(field), from: before, to: after });
	});
}

function stateText(key: string): string {
	const state = assetStates.find((known) => known === key);
	return state ? assetStateWords[state]() : key;
}

function present(...texts: (string | undefined)[]): string[] {
	return texts.filter((text): text is string => Boolean(text));
}
