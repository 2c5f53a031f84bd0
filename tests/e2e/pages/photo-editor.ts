import { expect, type Locator, type Page } from '@playwright/test';

/** A photo before it is saved: looked at, drawn on, called before or after. */
export class PhotoEditor {
	readonly dialog: Locator;
	readonly keep: Locator;
	readonly surface: Locator;
	/** Every mark is drawn twice: its white edge, and the red in it. */
	readonly marks: Locator;
	readonly #page: Page;

	constructor(page: Page) {
		this.#page = page;
		this.dialog = page.getByRole('dialog', { name: /看一眼再存|还有 \d+ 张照片/ });
		this.keep = this.dialog.getByRole('button', { name: '保存照片' });
		this.surface = this.dialog.getByRole('application');
		this.marks = this.surface.locator('path');
	}

	async keepAll(count: number): Promise<void> {
		const all = this.dialog.getByRole('button', { name: `${count} 张全部保存` });
		await (count > 1 ? all : this.keep).click();
		await expect(this.dialog).toBeHidden();
	}

	async draw(tool: '箭头' | '圈', from: [number, number], to: [number, number]): Promise<void> {
		await this.dialog.getByRole('button', { name: tool, exact: true }).click();
		const box = await this.surface.boundingBox();
		if (!box) throw new Error('there is no photo to draw on');
		const at = ([x, y]: [number, number]) =>
			[box.x + x * box.width, box.y + y * box.height] as const;
		const before = await this.marks.count();
		await this.#page.mouse.move(...at(from));
		await this.#page.mouse.down();
		await this.#page.mouse.move(...at(to), { steps: 6 });
		await this.#page.mouse.up();
		await expect(this.marks).toHaveCount(before + 2);
	}

	async is(phase: '处理前' | '处理后' | '其他'): Promise<void> {
		await this.dialog.getByRole('radio', { name: phase }).check();
	}
}
