import { expect, type Download, type Locator, type Page } from '@playwright/test';

/** Where a phone writes its unsent work into a file: on "me" and in the ledger. */
export class ExportSection {
	readonly section: Locator;
	readonly button: Locator;

	constructor(page: Page) {
		this.section = page.getByRole('region', { name: '连不上服务器时' });
		this.button = this.section.getByRole('button', { name: '导出没送出的工作' });
	}

	/** The file as the browser saves it. */
	async save(): Promise<Download> {
		await this.button.click();
		await expect(this.section.getByRole('status')).toContainText('文件好了');
		const asked = this.section.page().waitForEvent('download');
		await this.section.getByRole('button', { name: '保存文件' }).click();
		return asked;
	}
}

/** Where the desk brings such a file in. */
export class RescuePage {
	readonly page: Page;
	readonly trouble: Locator;

	constructor(page: Page) {
		this.page = page;
		this.trouble = page.getByRole('alert');
	}

	async open(): Promise<void> {
		await this.page.getByRole('link', { name: /^我/ }).click();
		await this.page.getByRole('link', { name: '导入现场文件' }).click();
	}

	async bring(file: string): Promise<void> {
		await this.page.locator('input[type=file]').setInputFiles(file);
		await this.page.getByRole('button', { name: '导入', exact: true }).click();
	}

	get report(): Locator {
		return this.page.getByRole('region', { name: '导入结果' });
	}

	order(summary: string): Locator {
		return this.page.getByRole('region', { name: '涉及的工单' }).getByText(summary);
	}
}
