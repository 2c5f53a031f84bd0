import { expect, type Locator, type Page } from '@playwright/test';

/** The desk's list of orders. */
export class BoardPage {
	readonly page: Page;
	readonly list: Locator;
	readonly search: Locator;

	constructor(page: Page) {
		this.page = page;
		this.list = page.getByRole('list', { name: '调度' });
		this.search = page.getByRole('searchbox', { name: '查工单' });
	}

	async open(): Promise<void> {
		await this.page.getByRole('link', { name: '调度' }).first().click();
		await expect(this.page.getByRole('heading', { name: '调度' })).toBeVisible();
	}

	/** The row of the order with this summary. */
	row(summary: string): Locator {
		return this.list.getByRole('button').filter({ hasText: summary });
	}

	async find(words: string, summary: string): Promise<void> {
		await this.search.fill(words);
		await expect(this.row(summary)).toBeVisible();
	}
}
