import type { Locator, Page } from '@playwright/test';

/** Types into a search field and takes the first answer that holds these words. */
export async function pickFromCombo(
	page: Page,
	label: string,
	typed: string,
	words: string | RegExp = typed,
): Promise<void> {
	const box = page.getByRole('combobox', { name: label });
	await box.fill(typed);
	await comboOptions(page, label).filter({ hasText: words }).first().click();
}

function comboOptions(page: Page, label: string): Locator {
	return page.getByRole('listbox', { name: label }).getByRole('option');
}
