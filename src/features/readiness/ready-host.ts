/** What the app knows of itself, for the check before leaving coverage. */
export interface ReadyHost {
	/** Whether the app, with papers and their font, opens here without a network. */
	isKept(): Promise<boolean>;
	/** Waits until it is. */
	keep(): Promise<void>;
	readonly update: { readonly ready: boolean; take(): void };
}
