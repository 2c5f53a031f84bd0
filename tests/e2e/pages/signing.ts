import { expect, type Locator, type Page } from '@playwright/test';

/** The page the customer signs on. */
export class SigningPage {
	readonly page: Page;
	readonly name: Locator;
	readonly pad: Locator;
	readonly confirm: Locator;
	readonly refusal: Locator;

	constructor(page: Page) {
		this.page = page;
		this.name = page.getByLabel('签名人');
		this.pad = page.getByRole('group', { name: /的签名$/ });
		this.confirm = page.getByRole('button', { name: '确认签名' });
		this.refusal = page.getByRole('alert');
	}

	/** One stroke through points given as shares of the pad's width and height. */
	async stroke(...points: [x: number, y: number][]): Promise<void> {
		await this.#canvas.scrollIntoViewIfNeeded();
		const box = await this.#canvas.boundingBox();
		if (!box) throw new Error('there is no pad to sign on');
		const at = ([x, y]: [number, number]): [number, number] => [
			box.x + x * box.width,
			box.y + y * box.height,
		];
		const [first, ...rest] = points;
		if (!first) throw new Error('a stroke needs a beginning');
		await this.page.mouse.move(...at(first));
		await this.page.mouse.down();
		for (const point of rest) await this.page.mouse.move(...at(point), { steps: 8 });
		await this.page.mouse.up();
	}

	/** Share of the pad that is ink, 0 to 1. */
	ink(): Promise<number> {
		return this.#canvas.evaluate((canvas: HTMLCanvasElement) => {
			const brush = canvas.getContext('2d');
			if (!brush) return 0;
			const { data } = brush.getImageData(0, 0, canvas.width, canvas.height);
			return data.filter((value, n) => n % 4 === 3 && value > 0).length / (data.length / 4);
		});
	}

	async isRefusedWith(words: string): Promise<void> {
		await expect(this.refusal).toContainText(words);
	}

	get #canvas(): Locator {
		return this.pad.locator('canvas');
	}
}
