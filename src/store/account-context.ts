import { createContext } from 'svelte';
import type { Actor } from '#domain/command.ts';
import type { AccountStore } from './account-store.ts';

/** What every screen behind the sign-in works with. */
export interface AccountScope {
	readonly store: AccountStore;
	/** The signed-in person, as decisions see him. */
	readonly actor: Actor;
	/** IANA zone of the organisation. */
	readonly zone: string;
}

/** `useAccount()` during a component's initialisation; the root layout provides it. */
export const [useAccount, provideAccount] = createContext<AccountScope>();
