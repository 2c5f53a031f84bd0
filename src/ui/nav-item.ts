import type { IconComponent } from './icons/icon.ts';

/** One place of the app, as tab on a phone and as entry of the rail elsewhere. */
export interface NavItem {
	href: string;
	label: string;
	icon: IconComponent;
	/** Two characters for the desktop rail, where the label is longer. */
	shortLabel?: string | undefined;
	badge?: number | undefined;
	/** late: someone must act. */
	badgeTone?: 'ink' | 'late' | undefined;
	/** Spoken instead of the bare number. */
	badgeLabel?: string | undefined;
	/** The large button in the middle: scan. */
	centre?: boolean | undefined;
	current?: boolean | undefined;
	/** At the bottom of the rail. */
	end?: boolean | undefined;
	/** Five fit on a phone; others live in the rail only. */
	inTabs?: boolean | undefined;
}
