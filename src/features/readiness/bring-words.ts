import { m } from '#i18n/generated/messages.js';
import type { BringKit } from './bring-kit.svelte.ts';

/** How far the packing is, in a few words; what is short comes first. */
export function bringText(kits: readonly BringKit[]): string {
	const sum = (of: (kit: BringKit) => number) => kits.reduce((total, kit) => total + of(kit), 0);
	const n = sum(({ total }) => total);
	if (n === 0) return m.ready_bring_nothing();
	const short = sum((kit) => kit.short.length);
	const packed = sum((kit) => kit.packed);
	const state = packed === n ? m.ready_bring_packed({ n }) : m.ready_bring_of({ packed, n });
	return [short > 0 && m.ready_bring_short({ n: short }), state].filter(Boolean).join('　');
}
