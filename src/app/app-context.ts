import { createContext } from 'svelte';
import type { AppSession } from './app-session.svelte.ts';

/** The root layout provides it; pages take the session from here. */
export const [useSession, provideSession] = createContext<AppSession>();
