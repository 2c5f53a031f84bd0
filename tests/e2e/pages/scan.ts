import type { Locator, Page } from '@playwright/test';

export class ScanPage {
	readonly page: Page;
	/** What the code that was read stands for. */
	readonly result: Locator;
	readonly typed: Locator;

	constructor(page: Page) {
		this.page = page;
		this.result = page.getByRole('region', { name: '扫码结果' });
		this.typed = page.getByLabel('编号');
	}

	/** Types a code by hand where no camera helps. */
	async type(code: string): Promise<void> {
		await this.typed.fill(code);
		await this.page.getByRole('button', { name: '查找' }).click();
	}

	act(words: string): Locator {
		return this.result.getByRole('button', { name: words });
	}
}
