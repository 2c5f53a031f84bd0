import type { AccountStore } from '#store/account-store.ts';
import type { Actor } from '#domain/command.ts';
import type { Categories } from '../categories/categories.svelte.ts';
import { commandFor, stepFor, type BulkChange, type BulkRefusal } from './bulk-change.ts';

/** Assets read, or changed in one go, before the screen has its turn. */
const pageMax = 50;

export interface PreviewRow {
	id: string;
	tag: string;
	name: string;
	from: string;
	why?: BulkRefusal;
}

export interface Preview {
	change: BulkChange;
	rows: PreviewRow[];
	refused: PreviewRow[];
	same: number;
}

/** First looks at every asset, then changes those that are ticked, page by page. */
export class BulkRun {
	preview = $state.raw<Preview>();
	/** Ids that are left out. */
	left = $state.raw<ReadonlySet<string>>(new Set());
	/** How many were gone through, while at work. */
	progress = $state<{ done: number; all: number }>();
	/** Refused while it ran: changed by somebody meanwhile. */
	failed = $state(0);
	changed = $state(0);
	isOver = $state(false);
	/** Of those taken back, how many had been sent already. */
	undone = $state<{ back: number; sent: number }>();
	readonly #store: AccountStore;
	#cancelled = false;
	#pages: number[][] = [];

	constructor(store: AccountStore) {
		this.#store = store;
	}

	cancel(): void {
		this.#cancelled = true;
	}

	async look(
		ids: readonly string[],
		change: BulkChange,
		by: { actor: Actor; categories: Categories },
	): Promise<void> {
		const rules = { actor: by.actor, categories: by.categories.all };
		const rows: PreviewRow[] = [];
		const refused: PreviewRow[] = [];
		let same = 0;
		await this.#inPages(ids, async (page) => {
			for (const asset of await this.#store.records.getMany('asset', page)) {
				const { id, tag, name } = asset;
				const step = stepFor(asset, change, rules);
				if (step.kind === 'same') same++;
				else if (step.kind === 'change') rows.push({ id, tag, name, from: step.from });
				else refused.push({ id, tag, name, from: step.from, why: step.why });
			}
		});
		this.left = new Set();
		this.preview = this.#cancelled ? undefined : { change, rows, refused, same };
	}

	leaveOut(id: string, isOut: boolean): void {
		const left = new Set(this.left);
		if (isOut) left.add(id);
		else left.delete(id);
		this.left = left;
	}

	async run(): Promise<void> {
		const { preview } = this;
		if (!preview) return;
		const ids = preview.rows.map(({ id }) => id).filter((id) => !this.left.has(id));
		await this.#inPages(ids, (page) => this.#change(page, preview.change));
		this.isOver = true;
	}

	/** What was not sent yet is taken back; the rest stays, and is said. */
	async undo(): Promise<void> {
		let back = 0;
		let sent = 0;
		for (const seqs of this.#pages.reverse()) {
			const result = await this.#store.undo(seqs);
			if (result.ok) back += seqs.length;
			else sent += seqs.length;
		}
		this.#pages = [];
		this.undone = { back, sent };
	}

	/** All of a page, or one by one where one of it was refused. */
	async #change(ids: string[], change: BulkChange): Promise<void> {
		const assets = await this.#store.records.getMany('asset', ids);
		const drafts = assets.map((asset) => commandFor(asset, change));
		const together = await this.#store.execute(drafts);
		if (together.ok) return this.#note(together.value.seqs);
		for (const draft of drafts) {
			const result = await this.#store.execute(draft);
			if (result.ok) this.#note(result.value.seqs);
			else this.failed++;
		}
	}

	#note(seqs: number[]): void {
		this.changed += seqs.length;
		if (seqs.length > 0) this.#pages.push(seqs);
	}

	async #inPages(ids: readonly string[], work: (page: string[]) => Promise<void>): Promise<void> {
		this.#cancelled = false;
		for (let start = 0; start < ids.length && !this.#cancelled; start += pageMax) {
			this.progress = { done: start, all: ids.length };
			await work(ids.slice(start, start + pageMax));
		}
		this.progress = undefined;
	}
}
