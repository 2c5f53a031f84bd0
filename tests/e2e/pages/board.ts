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

	/** By the panel that opens beside the list. */
	async openOrder(summary: string): Promise<void> {
		await this.row(summary).click();
		await this.page.getByRole('link', { name: '打开工单' }).click();
	}

	/** Narrows the list to what holds these words; nothing shows all of it. Only rows in sight are drawn. */
	async find(words: string): Promise<void> {
		await this.search.fill(words);
	}
}
