import { expect, type Locator, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { readXlsx } from 'hucre/xlsx';
import { scanByHand } from './hand-held.ts';
import { SigningPage } from './signing.ts';
import { ScanPage } from './scan.ts';

/** One campaign, and counting in one of its rooms. */
export class AuditPage {
	readonly page: Page;
	readonly counting: Locator;
	readonly recent: Locator;

	constructor(page: Page) {
		this.page = page;
		this.counting = page.getByRole('region', { name: '盘点扫描' });
		this.recent = this.counting.getByRole('list', { name: '刚扫过的' });
	}

	/** Its page with its list, as this device holds it. */
	async open(url: string, id: string): Promise<void> {
		await this.page.goto(`${url}/audits/${id}`);
		await expect(this.page.getByRole('heading', { name: /^房间/ })).toBeVisible();
	}

	async countIn(room: string): Promise<void> {
		await this.page.getByRole('link', { name: room }).click();
		await expect(this.counting.getByRole('heading', { name: room })).toBeVisible();
	}

	wedge(code: string): Promise<void> {
		return scanByHand(this.page, code);
	}

	async type(code: string): Promise<void> {
		const scan = new ScanPage(this.page);
		if (!(await scan.typed.isVisible()))
			await this.counting.getByRole('button', { name: '手输' }).click();
		await scan.type(code);
	}

	/** The newest reading says so. */
	async told(code: string, word: string): Promise<void> {
		const row = this.recent.getByRole('listitem').first();
		await expect(row).toContainText(code);
		await expect(row).toContainText(word);
	}

	counted(done: number, all: number): Promise<void> {
		return expect(this.counting.getByLabel(`本间已扫 ${done} 件，应有 ${all} 件`)).toBeVisible();
	}

	/** The numbers and rooms of the sheet, in words. */
	async sheet(): Promise<string> {
		const figures = this.page.locator('main').getByRole('listitem');
		const rooms = this.page.getByRole('region', { name: '房间' });
		const texts = [...(await figures.allInnerTexts()), await rooms.innerText()];
		return texts.join(' ').replace(/\s+/gu, ' ');
	}

	/** The customer's name, role and hand, on the page that asks for them. */
	async signAs(name: string, role: string): Promise<void> {
		await this.page.getByRole('link', { name: '客户签字' }).click();
		await this.page.getByLabel('签字人姓名').fill(name);
		await this.page.getByLabel('职务或部门').fill(role);
		await new SigningPage(this.page).stroke([0.2, 0.6], [0.4, 0.3], [0.6, 0.7], [0.8, 0.4]);
		await this.page.getByRole('button', { name: '确认并保存' }).click();
		await expect(this.page.getByRole('region', { name: '客户确认' })).toContainText(name);
	}

	/** The workbook of the report that is shown, by sheet. */
	async workbook(): Promise<{ name: string; sheets: Map<string, string> }> {
		const asked = this.page.waitForEvent('download');
		await this.page.getByRole('button', { name: '表格 XLSX' }).click();
		const download = await asked;
		const { sheets } = await readXlsx(readFileSync(await download.path()));
		const texts = sheets.map(({ name, rows }) => [name, JSON.stringify(rows)] as const);
		return { name: download.suggestedFilename(), sheets: new Map(texts) };
	}

	async answer(action: RegExp): Promise<void> {
		await this.page.getByRole('button', { name: action }).click();
		await this.page.getByRole('alertdialog').getByRole('button', { name: action }).click();
	}
}
