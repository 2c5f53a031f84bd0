import { type Page } from '@playwright/test';
import { pickFromCombo } from './combo-box.ts';

/** A request taken on the spot. */
export class WalkUpPage {
	readonly page: Page;

	constructor(page: Page) {
		this.page = page;
	}

	async take(request: { summary: string; site: string; requester: string }): Promise<string> {
		const { page } = this;
		await page.getByLabel('一句话').fill(request.summary);
		await pickFromCombo(page, '客户与地点', request.site);
		await page.getByLabel('报修人').fill(request.requester);
		await page.getByRole('button', { name: '存为我的工单' }).click();
		await page.waitForURL(/\/work-orders\/[0-9a-f-]{36}$/);
		return page.url().split('/').at(-1) ?? '';
	}
}
