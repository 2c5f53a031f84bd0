import type { Locator, Page } from '@playwright/test';
import type { PhotoFile } from '../../fixtures/make-photo.ts';
import { PhotoEditor } from './photo-editor.ts';

/** A machine beside its record, field by field. */
export class ComparePage {
	readonly page: Page;
	readonly heading: Locator;
	readonly restIsSame: Locator;
	readonly newSeal: Locator;
	readonly photos: Locator;
	readonly save: Locator;

	constructor(page: Page) {
		this.page = page;
		this.heading = page.getByRole('heading', { name: '与台账比对' });
		this.restIsSame = page.getByRole('button', { name: /^其余 \d+ 项都一致$/ });
		this.newSeal = page.getByLabel('贴上的新封条号');
		this.photos = page.getByRole('region', { name: '照片' });
		this.save = page.getByRole('region', { name: '资产操作' }).getByRole('button');
	}

	async differs(field: string, really: string): Promise<void> {
		const row = this.page.getByRole('group', { name: field, exact: true });
		await row.getByRole('radio', { name: '不同' }).check();
		await this.page.getByLabel(`实际的${field}`, { exact: true }).fill(really);
	}

	async takePhoto(photo: PhotoFile): Promise<void> {
		const asked = this.page.waitForEvent('filechooser');
		await this.photos.getByRole('button', { name: '加照片' }).click();
		await (await asked).setFiles([photo]);
		await new PhotoEditor(this.page).keepAll(1);
	}
}
