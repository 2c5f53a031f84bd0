import type { Page } from '@playwright/test';

/**
 * As a hand-held scanner sends it: keys in one burst, then Enter, outside of any field. Typed by the
 * test's own process a busy machine would stretch it to what a person types.
 */
export async function scanByHand(page: Page, code: string): Promise<void> {
	await page.evaluate(
		(keys) => {
			for (const key of keys)
				document.body.dispatchEvent(
					new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }),
				);
		},
		[...code, 'Enter'],
	);
}
