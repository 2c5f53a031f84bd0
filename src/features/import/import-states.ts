import type { AssetImport } from '#domain/import/asset-import.ts';
import { m } from '#i18n/generated/messages.js';

const stateWords: Record<AssetImport['state'], () => string> = {
	running: m.transfer_is_running,
	done: m.transfer_is_done,
	cancelled: m.transfer_is_cancelled,
	stopped: m.transfer_is_stopped,
	undoing: m.transfer_is_undoing,
	undone: m.transfer_is_undone,
};

export function importStateText(state: AssetImport['state']): string {
	return stateWords[state]();
}

/** What was asked of the register, and what the rules refused while it was done. */
export function countsText({ counts, refused }: AssetImport): string {
	return m.transfer_counts({
		...{ new: counts.new, changed: counts.changed, same: counts.same },
		refused: counts.refused + refused,
	});
}
