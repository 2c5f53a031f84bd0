import type { Locator, Page } from '@playwright/test';

/** Where who has a service sheet checks it, with an account or without. */
export class CopyPage {
	readonly page: Page;
	readonly record: Locator;
	readonly file: Locator;
	readonly promise: Locator;
	readonly broken: Locator;
	/** What the device itself holds. */
	readonly held: Locator;

	constructor(page: Page) {
		this.page = page;
		this.record = page.getByRole('region', { name: '签字后的记录' });
		this.file = page.getByRole('region', { name: '您手里的文件' });
		this.promise = page.getByRole('region', { name: '保修与下次上门' });
		this.broken = page.getByRole('region', { name: '还有故障？' });
		this.held = page.getByRole('region', { name: '本机上的记录' });
	}

	async choose(name: string, bytes: Uint8Array): Promise<void> {
		const file = { name, mimeType: 'application/pdf', buffer: Buffer.from(bytes) };
		await this.file.locator('input[type=file]').setInputFiles(file);
	}

	async sayBroken(text: string): Promise<void> {
		await this.broken.getByLabel('哪里不好').fill(text);
		await this.broken.getByRole('button', { name: '仍有故障，告诉服务台' }).click();
	}
}
