import { frozenRound } from '#domain/repair/frozen-rounds.ts';
import type { Repair } from '#domain/repair/repair.ts';
import type { AccountScope } from '#store/account-context.ts';
import type { Online } from '#sync/online.ts';
import type { FormPaper } from './form-paper.ts';
import { hashOf, KeptPaper, type PaperPhase, type Worded } from './kept-paper.svelte.ts';
import type { PaperLook } from './paper-look.ts';
import { paperOfRepair } from './paper-of-repair.ts';
import { wordedIn } from './sheet-terms.ts';

/** The vendor repair order of one round. Who gave the verdict makes it. */
export class RepairPaper extends KeptPaper<FormPaper> {
	readonly #round: number;

	constructor(account: AccountScope, online: Online, of: { id: string; round: number }) {
		super(account, online, { kind: 'repair', id: of.id });
		this.#round = of.round;
	}

	async open(): Promise<void> {
		await this.guarded(async () => {
			const repair = await this.account.store.get('repair', this.record.id);
			return repair ? this.#open(repair) : 'absent';
		});
	}

	async #open(repair: Repair): Promise<PaperPhase> {
		const verdict = repair.verdicts.find(({ round }) => round === this.#round);
		if (!verdict) return 'absent';
		const content = (look: PaperLook) => this.#formOf(repair, look);
		const paper = repair.papers.find(({ version }) => version === this.#round);
		if (paper) return this.show(paper, content);
		if (verdict.by !== this.account.actor.userId) return 'absent';
		return this.make(content, { version: this.#round });
	}

	async #formOf(repair: Repair, look: PaperLook): Promise<Worded<FormPaper>> {
		const { store, zone } = this.account;
		const users = new Map((await store.records.list('user')).map((user) => [user.id, user.name]));
		const verdict = repair.verdicts.find(({ round }) => round === this.#round);
		const sources = {
			...{ repair, round: this.#round, users, zone, look },
			order: await store.get('workOrder', repair.orderId),
			asset: repair.asset?.id ? await store.get('asset', repair.asset.id) : undefined,
			customer: await store.get('customer', repair.customerId),
			site: repair.siteId ? await store.get('site', repair.siteId) : undefined,
			snapshotHash: await hashOf(verdict ? frozenRound(repair, verdict) : ''),
		};
		return { paper: wordedIn(look, () => paperOfRepair(sources)) };
	}
}
