import { expect, type Locator, type Page } from '@playwright/test';

/** What waits for a person: at the desk as a list, on a record's page as a panel. */
export class AttentionPage {
	readonly page: Page;
	readonly items: Locator;
	readonly empty: Locator;

	constructor(page: Page) {
		this.page = page;
		this.items = page.getByRole('list', { name: '待处理' }).getByRole('article');
		this.empty = page.getByText('没有等你决定的事');
	}

	item(title: string): Locator {
		return this.items.filter({ hasText: title });
	}

	/** The count beside the desk's entry of the navigation. */
	async countIs(n: number): Promise<void> {
		const entry = this.page.getByRole('navigation').getByRole('link', { name: /待处理/ });
		if (n > 0) await expect(entry).toContainText(String(n));
		else await expect(entry).not.toContainText(/\d/);
	}

	/** One field two people changed. */
	conflict(field: string): Conflict {
		return new Conflict(this.page.getByRole('region', { name: field, exact: true }));
	}
}

export class Conflict {
	readonly panel: Locator;

	constructor(panel: Locator) {
		this.panel = panel;
	}

	side(value: string): Locator {
		return this.panel.getByRole('button').filter({ hasText: value });
	}
}
