/** One thing a search offers. */
export interface ComboOption {
	id: string;
	label: string;
	/** Quiet words beside the label. */
	detail?: string | undefined;
	/** At the end of the line. */
	end?: string | undefined;
	tone?: 'ok' | 'warn' | 'late' | undefined;
}
