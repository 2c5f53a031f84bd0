import { expect, type Locator, type Page } from '@playwright/test';
import type { ImportedAsset } from '../../fixtures/imported-asset.ts';
import { pickFromCombo } from './combo-box.ts';

export interface Request {
	asset: ImportedAsset;
	phone: string;
	summary: string;
	symptom: string;
	/** As it stands in the catalogue. */
	service: string;
}

/** Taking a request at the desk. */
export class IntakePage {
	readonly page: Page;
	/** Response and resolution, as they will be. */
	readonly targets: Locator;

	constructor(page: Page) {
		this.page = page;
		this.targets = page.getByTestId('targets');
	}

	async open(): Promise<void> {
		await this.page.getByRole('link', { name: '受理' }).first().click();
		await expect(this.page.getByRole('heading', { name: '受理' })).toBeVisible();
	}

	async fill({ asset, phone, summary, symptom, service }: Request): Promise<void> {
		const { page } = this;
		await pickFromCombo(page, '客户与地点', asset.site, asset.customer);
		await pickFromCombo(page, '报修人', asset.person);
		await page.getByLabel('电话').fill(phone);
		await page.getByLabel('一句话').fill(summary);
		// The last row, "as typed", holds the tag as well; only the register's knows the name.
		await pickFromCombo(page, '资产', asset.tag, asset.name);
		await page.getByLabel('故障现象').fill(symptom);
		await page.getByLabel('服务项').selectOption({ label: service });
		await page.getByRole('button', { name: '一科 马上' }).click();
	}

	/** Saves and goes on to the dispatching; answers the new order's id. */
	async saveAndDispatch(): Promise<string> {
		await this.page.getByRole('button', { name: '存并派单' }).click();
		await this.page.waitForURL(/\/work-orders\/[0-9a-f-]{36}$/);
		return this.page.url().split('/').at(-1) ?? '';
	}
}
