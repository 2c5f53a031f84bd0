import { expect, type Page } from '@playwright/test';
import { makePhoto } from '../../fixtures/make-photo.ts';
import { scanByHand } from './hand-held.ts';
import { ScanPage } from './scan.ts';

/** The pages of one round of inspection. */
export class InspectionPages {
	readonly page: Page;
	readonly #url: string;

	constructor(page: Page, url: string) {
		this.page = page;
		this.#url = url;
	}

	async open(path: string): Promise<void> {
		await this.page.goto(this.#url + path);
	}

	/** A monthly round of the ward's machine room, saved as a draft; `own` is a list of the catalogue. */
	async plan(name: string, own: string): Promise<void> {
		await this.open('/inspections/new');
		await this.page.getByLabel('名称').fill(name);
		await this.page.getByLabel('地点').selectOption({ label: '住院楼' });
		for (const one of ['服务器巡检', 'UPS 巡检', own, '工程师 07'])
			await this.page.getByRole('checkbox', { name: one }).check();
		await this.page.getByRole('button', { name: '存为草稿' }).click();
		await expect(this.page.getByRole('heading', { name, level: 1 })).toBeVisible();
	}

	/** Presses it and says yes. */
	async answer(action: string, timeout?: number): Promise<void> {
		const button = this.page.getByRole('button', { name: action });
		await expect(button).toBeVisible(timeout ? { timeout } : {});
		await button.click();
		await this.page.getByRole('alertdialog').getByRole('button', { name: action }).click();
		await expect(button).toHaveCount(0);
	}

	async scan(): Promise<void> {
		await this.page.getByRole('link', { name: '扫码到点' }).click();
		await expect(this.page.getByRole('region', { name: '巡检扫码' })).toBeVisible();
	}

	async wedge(code: string): Promise<void> {
		await expect(this.page.getByRole('region', { name: '巡检扫码' })).toBeVisible();
		await scanByHand(this.page, code);
	}

	async type(code: string): Promise<void> {
		const region = this.page.getByRole('region', { name: '巡检扫码' });
		await expect(region).toBeVisible();
		const scan = new ScanPage(this.page);
		if (!(await scan.typed.isVisible())) await region.getByRole('button', { name: '手输' }).click();
		await scan.type(code);
	}

	/** Its checklist is there, and so is the proof. */
	async arrivedAt(tag: string): Promise<void> {
		await expect(this.page.getByText(tag, { exact: true })).toBeVisible();
		await expect(this.page.getByText(/到场 \d/)).toBeVisible();
	}

	/** Taken by the phone's own camera, of a step that asks for it or of the device; shown at once. */
	async addPhoto(tag: string, step?: string): Promise<void> {
		const asked = this.page.waitForEvent('filechooser');
		const name = step ? `拍照：${step}` : '拍照';
		await this.page.getByRole('button', { name, exact: true }).click();
		await (await asked).setFiles([await makePhoto(this.page, tag)]);
		await expect(this.page.getByRole('button', { name: `看大图：${tag} 的照片` })).toBeVisible();
	}

	async read(step: string, value: string): Promise<void> {
		const field = this.page.getByLabel(step);
		await field.fill(value);
		await field.press('Enter');
		await expect(this.page.getByText(new RegExp(`(正常|异常) ${value} `))).toBeVisible();
	}

	/** One field other than recorded, all the rest the same. */
	async differs(field: string, really: string): Promise<void> {
		const row = this.page.getByRole('group', { name: field });
		await row.getByRole('radio', { name: '不同' }).check();
		await this.page.getByLabel(`实际的${field}`).fill(really);
		await this.page.getByRole('button', { name: /^其余/ }).click();
	}
}
