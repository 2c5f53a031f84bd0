import { expect, type Locator, type Page } from '@playwright/test';

/** The one line that says how things stand with the server. */
export class StatusLine {
	readonly line: Locator;

	constructor(page: Page) {
		this.line = page.getByRole('link', {
			name: /^(离线|待上传|上传中|已送达|两处改动|未被接受|登录已过期)/,
		});
	}

	async saysAllSent(timeout?: number): Promise<void> {
		await expect(this.line).toHaveText(/已送达.*\d\d:\d\d 全部到服务器/, options(timeout));
	}

	async saysOffline(): Promise<void> {
		await expect(this.line).toContainText('离线');
	}

	/** Offline with so many things kept here. */
	async saysKept(count: number): Promise<void> {
		await expect(this.line).toContainText(`离线${count} 项已存本机`);
	}
}

function options(timeout: number | undefined): { timeout?: number } {
	return timeout === undefined ? {} : { timeout };
}
