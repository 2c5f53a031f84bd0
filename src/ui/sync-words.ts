import { m } from '#i18n/generated/messages.js';
import type { SyncState } from './sync-state.ts';

const words: Record<SyncState, () => string> = {
	waiting: m.ui_sync_waiting,
	sending: m.ui_sync_sending,
	delivered: m.ui_sync_delivered,
	held: m.ui_sync_held,
	conflict: m.ui_sync_conflict,
	refused: m.ui_sync_refused,
	offline: m.ui_sync_offline,
	signed_out: m.ui_sync_signed_out,
	disabled: m.ui_sync_disabled,
};

const tones: Partial<Record<SyncState, string>> = {
	sending: 'tone-act',
	delivered: 'tone-ok',
	held: 'tone-still',
	conflict: 'tone-warn',
	signed_out: 'tone-warn',
	disabled: 'tone-warn',
	refused: 'tone-late',
};

/** The class of a sync mark's ink (`base.css`): colour only where it says something. */
export function syncTone(state: SyncState): string {
	return tones[state] ?? 'quiet';
}

/** The word beside a sync mark. */
export function syncWords(state: SyncState): string {
	return words[state]();
}

/** What the sync line adds: what is safe, and when it was last true. */
export function syncSentence(state: SyncState, count: number, time: string | undefined): string {
	if (state === 'offline')
		return count > 0 ? m.ui_sync_line_offline({ count }) : m.ui_sync_line_ready();
	if (state === 'waiting') return m.ui_sync_line_waiting({ count });
	if (state === 'sending') return m.ui_sync_line_sending({ count });
	if (state === 'delivered') return time ? m.ui_sync_line_delivered({ time }) : '';
	if (state === 'refused') return m.ui_sync_line_refused({ count });
	if (state === 'conflict') return m.ui_sync_line_conflict({ count });
	if (state === 'disabled')
		return count > 0 ? m.ui_sync_line_disabled_left({ count }) : m.ui_sync_line_disabled();
	return state === 'signed_out' ? m.ui_sync_line_signed_out() : m.ui_sync_line_waiting({ count });
}
