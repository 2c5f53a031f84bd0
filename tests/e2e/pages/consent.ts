import { expect, type Locator, type Page } from '@playwright/test';
import { SigningPage } from './signing.ts';

/** The page the customer signs before the work begins. */
export class ConsentPage {
	readonly page: Page;
	readonly begin: Locator;
	readonly refusal: Locator;

	constructor(page: Page) {
		this.page = page;
		this.begin = page.getByRole('button', { name: '签名并开始' });
		this.refusal = page.getByRole('alert');
	}

	async answer(choices: { virus: string; backup: string; role: string }): Promise<void> {
		const choose = (group: string, name: string) =>
			this.page
				.getByRole('group', { name: group })
				.getByRole('radio', { name, exact: true })
				.check();
		await choose('中过病毒吗', choices.virus);
		await choose('已提议备份', choices.backup);
		await choose('签名人身份', choices.role);
	}

	async confirmedByIt(name: string): Promise<void> {
		await this.page.getByLabel('信息部门确认人').fill(name);
	}

	async signAs(name: string): Promise<void> {
		const pad = new SigningPage(this.page);
		await pad.name.fill(name);
		await pad.stroke([0.1, 0.5], [0.25, 0.2], [0.3, 0.7], [0.6, 0.3], [0.8, 0.6]);
		await expect.poll(() => pad.ink()).toBeGreaterThan(0);
	}
}
