import { expect, type Locator, type Page } from '@playwright/test';

/** An order's page at the desk. */
export class DeskOrderPage {
	readonly page: Page;
	readonly handling: Locator;
	readonly photos: Locator;

	constructor(page: Page) {
		this.page = page;
		this.handling = page.getByRole('complementary', { name: '处理' });
		this.photos = page.getByRole('region', { name: '照片' }).locator('img');
	}

	/** The order's state in the trade's word. */
	async isIn(state: string): Promise<void> {
		const head = this.page
			.locator('header')
			.filter({ has: this.page.getByRole('heading', { level: 1 }) });
		await expect(head.last()).toContainText(state);
	}

	async dispatchTo(engineer: string): Promise<void> {
		await this.handling.getByRole('radio', { name: engineer }).click();
		await this.handling.getByRole('button', { name: '派单' }).click();
	}

	async closeWith(note: string): Promise<void> {
		await this.handling.getByRole('button', { name: '回访并关闭' }).click();
		await this.handling.getByRole('radio', { name: '已联系上' }).check();
		await this.handling.getByLabel('客户意见（可不填）').fill(note);
		await this.handling.getByRole('button', { name: '记回访并关闭' }).click();
	}
}
