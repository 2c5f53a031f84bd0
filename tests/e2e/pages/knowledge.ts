import { type Locator, type Page } from '@playwright/test';

export class KnowledgePage {
	readonly page: Page;
	readonly search: Locator;
	readonly list: Locator;

	constructor(page: Page) {
		this.page = page;
		this.search = page.getByRole('searchbox', { name: '搜索知识' });
		this.list = page.getByRole('list', { name: '知识列表' });
	}

	hit(title: string): Locator {
		return this.list.getByRole('link').filter({ hasText: title });
	}
}
