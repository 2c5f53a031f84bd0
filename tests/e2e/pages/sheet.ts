import { expect, type Locator, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';

/** The service sheet as a paper. */
export class SheetPage {
	readonly page: Page;
	readonly preview: Locator;

	constructor(page: Page) {
		this.page = page;
		this.preview = page.getByRole('region', { name: /^运行服务单 .* 的预览$/ });
	}

	/** The paper's number, once it is made. */
	async number(): Promise<string> {
		const heading = this.page.getByRole('heading', { level: 1, name: /^D0201-/ });
		await expect(this.preview).toBeVisible();
		return heading.innerText();
	}

	/** Saves it as a file, as the person would, and answers its name and bytes. */
	async save(): Promise<{ name: string; bytes: Uint8Array }> {
		const asked = this.page.waitForEvent('download');
		await this.page.getByRole('button', { name: '保存' }).click();
		const download = await asked;
		return {
			name: download.suggestedFilename(),
			bytes: new Uint8Array(readFileSync(await download.path())),
		};
	}
}
