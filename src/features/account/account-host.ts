import type { Unsent } from '#store/accounts.ts';

/** What the account page asks of the app around it. */
export interface AccountHost {
	/** When this version of the app was built, or its name. */
	readonly version: string;
	readonly update: {
		readonly ready: boolean;
		take(): void;
		/** Rejects where the server does not answer. */
		check(): Promise<void>;
	};
	unsent(): Promise<Unsent>;
	/** Leaves the account; its data stay on the device. */
	leave(): Promise<void>;
	/** Deletes the account's data here; answers what is unsent instead where there is any. */
	remove(options?: { loseUnsent?: boolean }): Promise<Unsent | 'removed'>;
}
