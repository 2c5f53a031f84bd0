import type { Locator, Page } from '@playwright/test';
import type { DemoAccount } from '../../fixtures/demo-accounts.ts';

export class SignInPage {
	readonly page: Page;
	readonly account: Locator;
	readonly password: Locator;
	readonly button: Locator;
	readonly refusal: Locator;

	constructor(page: Page) {
		this.page = page;
		this.account = page.getByLabel('账号', { exact: true });
		this.password = page.getByLabel('密码', { exact: true });
		this.button = page.getByRole('button', { name: '登录', exact: true });
		this.refusal = page.getByRole('alert');
	}

	async tryAs(account: string, password: string): Promise<void> {
		await this.account.fill(account);
		await this.password.fill(password);
		await this.button.click();
	}

	/** Opens the app at this address and signs in. */
	async enter(url: string, { account, password }: DemoAccount): Promise<void> {
		await this.page.goto(url);
		await this.tryAs(account, password);
		await this.button.waitFor({ state: 'detached' });
	}
}
