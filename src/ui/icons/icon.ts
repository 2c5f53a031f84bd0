import type { Component } from 'svelte';

/** What an icon component must accept; lucide's icons and our own drawings both do. */
// A type, not an interface: lucide's props want an index signature, which only types have implicitly.
type IconProps = {
	size?: number | string;
	class?: string;
	'aria-hidden'?: 'true';
};

/** A lucide icon (`@lucide/svelte/icons/package`) or one of our own drawings. */
export type IconComponent = Component<IconProps>;
