import type { Locator, Page } from '@playwright/test';

/** Where an administrator brings files in. */
export class ImportPage {
	readonly page: Page;
	readonly trouble: Locator;
	readonly report: Locator;
	readonly refusedRows: Locator;

	constructor(page: Page) {
		this.page = page;
		this.trouble = page.getByRole('alert');
		this.report = page.getByRole('region', { name: '导入结果' });
		this.refusedRows = page.getByRole('region', { name: '未接受的行' });
	}

	async importFile(file: string): Promise<void> {
		await this.page.locator('input[type=file]').setInputFiles(file);
		await this.page.getByRole('button', { name: '导入', exact: true }).click();
	}
}
