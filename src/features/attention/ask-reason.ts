import { mount, unmount } from 'svelte';
import ReasonSheet from './ReasonSheet.svelte';

export interface ReasonQuestion {
	title: string;
	description: string;
	/** On the button: what is done for the reason given. */
	action: string;
	/** What is safe whatever went wrong. */
	safe: string;
	/** How the try stands. */
	decision: { readonly busy: boolean; readonly failure: string | undefined };
	/** True when it is done. */
	ongiven: (reason: string) => Promise<boolean>;
}

/** How long the closing movement may take before the sheet is taken away, ms. */
const closeMs = 300;

/**
 * Asks for a reason, and resolves when the sheet is closed. It hangs on the page and not on the row it
 * was asked from: a keyboard that opens, or larger text, may push that row out of the list.
 */
export function askReason(question: ReasonQuestion): Promise<void> {
	return new Promise((resolve) => {
		const sheet = mount(ReasonSheet, { target: document.body, props: { ...question, onclose } });
		function onclose() {
			resolve();
			setTimeout(() => void unmount(sheet), closeMs);
		}
	});
}
