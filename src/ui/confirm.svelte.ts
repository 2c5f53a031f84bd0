import { mount, unmount } from 'svelte';
import ConfirmDialog from './ConfirmDialog.svelte';

/** A question before what hurts. */
export interface ConfirmQuestion {
	title: string;
	body?: string | undefined;
	/** What stays safe whatever the answer. */
	safe?: string | undefined;
	/** The verb on the button that does it. */
	action: string;
	cancel?: string | undefined;
	tone?: 'late' | undefined;
}

/** How long the closing movement may take before the dialog is taken away, ms. */
const closeMs = 300;

/** Asks and waits. Esc and "cancel" answer no. */
export function confirm(question: ConfirmQuestion): Promise<boolean> {
	return new Promise((resolve) => {
		let answered = false;
		const dialog = mount(ConfirmDialog, {
			target: document.body,
			props: { ...question, onanswer },
		});
		function onanswer(yes: boolean) {
			if (answered) return;
			answered = true;
			resolve(yes);
			setTimeout(() => void unmount(dialog), closeMs);
		}
	});
}
