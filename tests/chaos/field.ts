import { expect, type Page } from '@playwright/test';
import { FieldOrderPage } from '../e2e/pages/field-order.ts';
import { WalkUpPage } from '../e2e/pages/walk-up.ts';
import { deviceRows } from '../fixtures/device-rows.ts';
import { makePhoto } from '../fixtures/make-photo.ts';
import type { SavedLedger } from '../fixtures/saved-ledger.ts';
import type { Seeded } from '../fixtures/seeded.ts';

export const actionKinds = { note: 10, photo: 5, walkUp: 2, open: 2 } as const;
export type ActionKind = keyof typeof actionKinds;

interface FieldParts {
	ledger: SavedLedger;
	chance: Seeded;
	url: string;
	userId: string;
	orders: string[];
	/** Where walk-up requests come from. */
	site: string;
}

/** What the engineer does on his screens, and what they call saved. */
export class Field {
	readonly #parts: FieldParts;
	#count = 0;
	readonly done: Record<ActionKind, number> = { note: 0, photo: 0, walkUp: 0, open: 0 };
	/** Summaries of walk-up requests that were typed: each at most one order. */
	readonly walkUps: string[] = [];

	constructor(parts: FieldParts) {
		this.#parts = parts;
	}

	async openSome(page: Page): Promise<void> {
		const { chance, orders, url } = this.#parts;
		await page.goto(`${url}/work-orders/${chance.pick(orders)}`, { waitUntil: 'commit' });
		await page.getByRole('region', { name: '备注' }).waitFor();
	}

	async act(page: Page): Promise<void> {
		const kind = this.#parts.chance.weighted(actionKinds);
		if (kind === 'open') await this.openSome(page);
		if (kind === 'note') await this.note(page);
		if (kind === 'photo') await this.photo(page);
		if (kind === 'walkUp') await this.walkUp(page);
		this.done[kind]++;
	}

	/** Answers its text. */
	async note(page: Page): Promise<string> {
		const text = `现场第 ${++this.#count} 条`;
		const isSaved = this.#parts.ledger.asked(orderOf(page), 'workOrder.note', text);
		await new FieldOrderPage(page).addNote(text);
		isSaved();
		return text;
	}

	/** Called saved when its tile stands; which bytes they are is read from the device then. */
	async photo(page: Page): Promise<void> {
		const { ledger, userId } = this.#parts;
		const id = orderOf(page);
		const order = new FieldOrderPage(page);
		const before = await order.photos.getByRole('button', { name: /^看大图/ }).count();
		await order.chooseFiles([await makePhoto(page, `照片 ${++this.#count}`)]);
		await expect(order.photo(before + 1)).toBeVisible();
		const shown = photosOf(await deviceRows(page, userId, 'records'), id);
		const sha256 = shown.at(-1);
		if (!sha256) throw new Error('a photo on the screen is not on the device');
		ledger.saved(id, 'photoBytes', sha256);
	}

	/** Taken on the spot, with the number it carries for ever. */
	async walkUp(page: Page): Promise<void> {
		const { ledger, url, site, orders } = this.#parts;
		const summary = `现场报障第 ${++this.#count} 件`;
		await page.goto(`${url}/work-orders/new`, { waitUntil: 'commit' });
		this.walkUps.push(summary);
		const id = await new WalkUpPage(page).take({ summary, site, requester: '赵' });
		const heading = page.getByRole('heading', { name: /^D0201-/ }).first();
		const number = await heading.innerText();
		ledger.saved(id, 'workOrder.createOnSite', summary);
		if (/^D0201-\d{8}-/.test(number)) ledger.saved(id, 'offlineNumber', number);
		orders.push(id);
	}
}

interface PhotoRow {
	blob: { sha256: string };
}

function photosOf(rows: Awaited<ReturnType<typeof deviceRows>>, id: string): string[] {
	const row = rows.find((one) => one.id === id);
	const body = row?.['body'] as { sealed: { photos: PhotoRow[] } } | undefined;
	return body?.sealed.photos.map(({ blob }) => blob.sha256) ?? [];
}

export function orderOf(page: Page): string {
	return new URL(page.url()).pathname.split('/').at(-1) ?? '';
}
