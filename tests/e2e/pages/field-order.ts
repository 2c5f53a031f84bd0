import { expect, type Locator, type Page } from '@playwright/test';
import type { PhotoFile } from '../../fixtures/make-photo.ts';
import { PhotoEditor } from './photo-editor.ts';

/** An order on the engineer's phone. */
export class FieldOrderPage {
	readonly page: Page;
	readonly dock: Locator;
	readonly work: Locator;
	readonly notes: Locator;
	readonly photos: Locator;
	readonly checklist: Locator;
	readonly papers: Locator;

	constructor(page: Page) {
		this.page = page;
		this.dock = page.getByRole('region', { name: '下一步' });
		this.work = page.getByRole('region', { name: '处理', exact: true });
		this.notes = page.getByRole('region', { name: '备注' });
		this.photos = page.getByRole('region', { name: '照片' });
		this.checklist = page.getByRole('region', { name: '检查清单' });
		this.papers = page.getByRole('region', { name: '签名与服务单' });
	}

	heading(summary: string): Locator {
		return this.page.getByRole('heading', { level: 1, name: summary });
	}

	/** The one main action at the thumb. */
	step(words: string): Locator {
		return this.dock.getByRole('button', { name: words, exact: true });
	}

	async isIn(state: string): Promise<void> {
		const head = this.page
			.locator('header')
			.filter({ has: this.page.getByRole('heading', { level: 1 }) });
		await expect(head.last()).toContainText(state);
	}

	/** What the seal was found to be. */
	sealSeen(state: string, number: string): Locator {
		return this.page.getByText(new RegExp(`封条 ${number} ${state}，\\d\\d:\\d\\d 核对`));
	}

	async checkSeal(state: string, number: string): Promise<void> {
		await this.page.getByRole('button', { name: '核对封条' }).click();
		const sheet = this.sheet('核对封条');
		await sheet.getByRole('radio', { name: state }).check();
		await sheet.getByLabel('封条号', { exact: true }).fill(number);
		await sheet.getByRole('button', { name: '保存' }).click();
		await expect(this.sealSeen(state, number)).toBeVisible();
	}

	/** Cause and solution of the only line; what is left out stays. */
	async writeWork(texts: { cause?: string; solution?: string }): Promise<Locator> {
		const sheet = this.sheet('填写原因与方案');
		if (!(await sheet.isVisible())) await this.work.getByRole('button', { name: '填写' }).click();
		if (texts.cause !== undefined) await sheet.getByLabel('故障原因').fill(texts.cause);
		if (texts.solution !== undefined) await sheet.getByLabel('解决方案').fill(texts.solution);
		return sheet;
	}

	async saveWork(texts: { cause?: string; solution?: string } = {}): Promise<void> {
		const sheet = await this.writeWork(texts);
		await sheet.getByRole('button', { name: '保存' }).click();
		await expect(sheet).toBeHidden();
	}

	async addNote(text: string): Promise<void> {
		await this.notes.getByRole('button', { name: '加备注' }).click();
		const sheet = this.sheet('加备注');
		await sheet.getByLabel('备注').fill(text);
		await sheet.getByRole('button', { name: '保存' }).click();
		await expect(this.notes.getByText(text)).toBeVisible();
	}

	async addTime(minutes: number): Promise<void> {
		await this.notes.getByRole('button', { name: '记工时' }).click();
		const sheet = this.sheet('记工时');
		await sheet.getByLabel('分钟').fill(String(minutes));
		await sheet.getByRole('button', { name: '保存' }).click();
		await expect(this.notes).toContainText(`工时 ${minutes} 分`);
	}

	/** Photos just made, saved as they are. */
	async chooseFiles(files: PhotoFile[]): Promise<void> {
		await this.pickFiles(files);
		await new PhotoEditor(this.page).keepAll(files.length);
	}

	/** Photos just made, or files of this machine; good ones are then looked at. */
	async pickFiles(files: PhotoFile[] | string[]): Promise<void> {
		const asked = this.page.waitForEvent('filechooser');
		await this.photos.getByRole('button', { name: '加照片' }).click();
		await (await asked).setFiles(files);
	}

	photo(n: number): Locator {
		return this.photos.getByRole('button', { name: `看大图：照片 ${n}` });
	}

	/** Ticks every item and answers their words. */
	async tickAll(): Promise<string[]> {
		const boxes = this.checklist.getByRole('checkbox');
		const count = await boxes.count();
		for (let n = 0; n < count; n += 1) await boxes.nth(n).check();
		await expect(this.checklist).toContainText(`${count} / ${count}`);
		const words = await this.checklist.locator('label .words').allInnerTexts();
		return words.map((text) => text.trim());
	}

	async openScan(): Promise<void> {
		await this.dock.getByRole('link', { name: '扫码' }).click();
	}

	sheet(title: string): Locator {
		return this.page.getByRole('dialog', { name: title });
	}
}
