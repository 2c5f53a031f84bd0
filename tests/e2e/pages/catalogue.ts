import { expect, type Locator, type Page } from '@playwright/test';

/** The service catalogue as the administrator edits it. */
export class CataloguePage {
	readonly page: Page;

	constructor(page: Page) {
		this.page = page;
	}

	async open(url: string, name: string): Promise<void> {
		await this.page.goto(`${url}/catalogue`);
		await this.page.getByRole('link', { name: new RegExp(`^${name}`) }).click();
		await this.page.getByLabel('中文名称').waitFor();
	}

	get preview(): Locator {
		return this.page.getByRole('region', { name: '工程师看到的' });
	}

	step(text: string): Locator {
		return this.page.locator('[data-step]').filter({ hasText: text });
	}

	async rename(from: string, to: string): Promise<void> {
		await this.step(from).click();
		await this.page.getByLabel('步骤（中文）').fill(to);
		await this.step(to).click();
	}

	/** Last in the list, and left open. */
	async addReading(text: string, unit: string, limits: [string, string]): Promise<void> {
		const { page } = this;
		await page.getByRole('button', { name: '加一步' }).click();
		await page.getByLabel('步骤（中文）').fill(text);
		await page.getByRole('radio', { name: '读数' }).check();
		await page.getByLabel('单位', { exact: true }).fill(unit);
		await this.limits(...limits);
	}

	async limits(lower: string, upper: string): Promise<void> {
		await this.page.getByLabel('下限').fill(lower);
		await this.page.getByLabel('上限').fill(upper);
	}

	async save(): Promise<void> {
		await this.page.getByRole('button', { name: '保存', exact: true }).click();
	}

	async isSaved(): Promise<void> {
		await expect(this.page.locator('#main').getByText('已保存，会同步到每台设备')).toBeVisible();
	}
}
