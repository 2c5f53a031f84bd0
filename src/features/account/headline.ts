import type { SyncStatus } from '#sync/status.svelte.ts';
import { whenText } from '#i18n/format.ts';
import { m } from '#i18n/generated/messages.js';

/** The state of sync in one line, and what is safe or comes next. */
export interface Headline {
	title: string;
	text: string;
}

type Problem = NonNullable<SyncStatus['problem']>;

/** First what only a person can mend, then the line, then what waits. */
export function headlineOf(status: SyncStatus, nowMs: number, zone: string): Headline {
	const last = status.lastDeliveredAt && whenText(status.lastDeliveredAt, nowMs, zone);
	if (status.phase === 'signed-out')
		return { title: m.ledger_head_signed_out(), text: m.ledger_text_signed_out() };
	if (status.phase === 'disabled')
		return {
			title: m.ui_sync_disabled(),
			text: disabledText(status.waiting + status.refusedCount),
		};
	if (status.tooOld) return { title: m.ledger_head_too_old(), text: m.ledger_text_too_old() };
	if (isOffline(status)) return offline(last);
	return (status.problem && problemLines[status.problem]?.()) ?? atWork(status, last);
}

function disabledText(left: number): string {
	return left > 0 ? m.ui_sync_line_disabled_left({ count: left }) : m.ui_sync_line_disabled();
}

function isOffline({ phase, problem }: SyncStatus): boolean {
	return phase === 'offline' || problem === 'network';
}

function offline(last: string | undefined): Headline {
	const text = last ? m.ledger_text_offline({ time: last }) : m.ledger_text_offline_never();
	return { title: m.ledger_head_offline(), text };
}

const problemLines: Partial<Record<Problem, () => Headline>> = {
	storage: () => ({ title: m.ledger_head_storage(), text: m.ledger_text_storage() }),
	server: () => ({ title: m.ledger_head_server(), text: m.ledger_text_server() }),
	fault: () => ({ title: m.ledger_head_fault(), text: m.ledger_text_fault() }),
	'other-user': () => ({ title: m.ledger_head_other_user(), text: m.ledger_text_other_user() }),
};

function atWork(status: SyncStatus, last: string | undefined): Headline {
	const n = status.waiting;
	if (status.refusedCount > 0)
		return {
			title: m.ledger_head_needs_you({ n: status.refusedCount }),
			text: m.ledger_text_needs_you(),
		};
	if (status.phase === 'sending')
		return { title: m.ledger_head_sending(), text: m.ledger_text_sending({ n }) };
	const text = status.photosHeld ? m.ledger_text_needs_you() : m.ledger_text_waiting();
	if (n > 0) return { title: m.ledger_head_waiting({ n }), text };
	if (last)
		return { title: m.ledger_head_delivered(), text: m.ledger_text_delivered({ time: last }) };
	return { title: m.ledger_head_starting(), text: m.ledger_text_starting() };
}
