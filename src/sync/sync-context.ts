import { createContext } from 'svelte';
import type { Online } from './online.ts';
import type { SyncStatus } from './status.svelte.ts';

/** What screens may know of the network: where saved things are on their way, and the online-only port. */
export interface SyncScope {
	readonly status: SyncStatus;
	readonly online: Online;
}

/** `useSync()` during a component's initialisation; the root layout provides it. */
export const [useSync, provideSync] = createContext<SyncScope>();
