import { expect, type Page } from '@playwright/test';

/** What papers look like, as the administrator chooses it. */
export class TemplatePage {
	readonly page: Page;

	constructor(page: Page) {
		this.page = page;
	}

	async open(url: string): Promise<void> {
		await this.page.goto(`${url}/papers`);
		await this.page.getByLabel('单位名称（中文）').waitFor();
	}

	/** By its bytes, whatever its name says. */
	async refusesSvg(): Promise<void> {
		const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
		await this.#file('logo.png', 'image/png', Buffer.from(svg));
		await expect(this.page.getByText('这不是 PNG 或 JPEG 图片')).toBeVisible();
	}

	async name(zh: string, en: string): Promise<void> {
		await this.page.getByLabel('单位名称（中文）').fill(zh);
		await this.page.getByLabel('单位名称（英文）').fill(en);
	}

	async contact(address: string, phone: string): Promise<void> {
		await this.page.getByLabel('地址').fill(address);
		await this.page.getByLabel('电话').fill(phone);
	}

	/** Larger than a paper needs: it is drawn anew, 600 by 200. */
	async chooseLogo(): Promise<void> {
		const drawn = await this.page.evaluate(() => {
			const canvas = document.createElement('canvas');
			canvas.width = 900;
			canvas.height = 300;
			const brush = canvas.getContext('2d');
			if (!brush) return '';
			brush.fillStyle = '#0b5c8a';
			brush.beginPath();
			brush.arc(150, 150, 120, 0, 7);
			brush.fill();
			brush.font = '600 150px sans-serif';
			brush.fillText('QINGLAN', 300, 205, 580);
			return canvas.toDataURL('image/png').split(',')[1] ?? '';
		});
		await this.#file('logo.png', 'image/png', Buffer.from(drawn, 'base64'));
		await expect(this.page.locator('svg[data-paper] image')).toBeVisible();
	}

	async leaveOut(field: string): Promise<void> {
		await this.page.getByRole('checkbox', { name: field }).uncheck();
	}

	async save(): Promise<void> {
		await this.page.getByRole('button', { name: '保存模板' }).click();
		await expect(
			this.page.locator('#main').getByText('已保存，同步后各设备使用新模板'),
		).toBeVisible();
	}

	async #file(name: string, mimeType: string, buffer: Buffer): Promise<void> {
		await this.page.locator('input[type=file]').setInputFiles({ name, mimeType, buffer });
	}
}
