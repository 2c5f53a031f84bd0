import type { Snippet } from 'svelte';
import type { Repair } from '#domain/repair/repair.ts';

/** Shows whether a signature or verdict of a repair still stands. The route brings it. */
export type SealShown = Snippet<[{ repair: Repair; factId: string; zone: string }]>;
