import type { IconComponent } from './icons/icon.ts';

/** One action of a "…" menu. */
export interface MenuItem {
	label: string;
	icon?: IconComponent | undefined;
	href?: string | undefined;
	onselect?: (() => void) | undefined;
	/** What hurts. */
	tone?: 'late' | undefined;
	/** Why it cannot be chosen now; shown under the label. */
	disabledReason?: string | undefined;
	/** The key that does the same, shown as a cap. */
	shortcut?: string | undefined;
}
