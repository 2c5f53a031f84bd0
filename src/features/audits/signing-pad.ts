import type { Snippet } from 'svelte';
import type { PackedSignature } from '#domain/signature/strokes.ts';

/** The pad to sign on: strokes so far, what to do with new ones, who signs. The route brings it. */
export type SigningPad = Snippet<
	[
		{
			value: PackedSignature | undefined;
			onchange: (value: PackedSignature | undefined) => void;
			label: string;
		},
	]
>;
