import { expect, type Locator, type Page } from '@playwright/test';

/** A big file is read and tried out by the server. */
const workMsMax = 60_000;

type Chosen = string | { name: string; mimeType: string; buffer: Buffer };

/** Where the register comes in from files. */
export class ImportPage {
	readonly page: Page;
	readonly trouble: Locator;
	readonly columns: Locator;
	readonly checked: Locator;
	readonly refusedRows: Locator;
	readonly list: Locator;

	constructor(page: Page) {
		this.page = page;
		this.trouble = page.getByRole('alert');
		this.columns = page.getByRole('region', { name: '哪一列是什么' });
		this.checked = page.getByRole('region', { name: '试算结果' });
		this.refusedRows = page.getByRole('region', { name: '未接受的行' });
		this.list = page.getByRole('region', { name: '导入记录' });
	}

	async choose(file: Chosen): Promise<void> {
		await this.page.locator('input[type=file]').setInputFiles(file);
	}

	/** What a column of the file is taken for. */
	column(title: string): Locator {
		return this.columns.getByLabel(title, { exact: true });
	}

	async tryOut(): Promise<void> {
		await this.page.getByRole('button', { name: '试算', exact: true }).click();
	}

	async says(counts: Partial<Record<'新增' | '更改' | '不变' | '未接受', number>>): Promise<void> {
		await expect(this.checked).toBeVisible({ timeout: workMsMax });
		for (const [label, n] of Object.entries(counts))
			await expect(
				this.checked.locator('dl > div').filter({ hasText: label }).getByRole('definition'),
			).toHaveText(String(n));
	}

	async run(): Promise<void> {
		await this.page.getByRole('button', { name: /^导入 \d+ 件$/ }).click();
		await expect(this.page.getByRole('status').filter({ hasText: '已完成' })).toBeVisible({
			timeout: workMsMax,
		});
	}

	job(name: string): Locator {
		return this.list.getByRole('listitem').filter({ hasText: name }).first();
	}

	async undo(name: string): Promise<void> {
		await this.page
			.getByRole('button', { name: `撤销导入 ${name}` })
			.first()
			.click();
		await this.page.getByRole('button', { name: '撤销导入', exact: true }).click();
		await expect(this.job(name)).toContainText('已撤销', { timeout: workMsMax });
	}
}
