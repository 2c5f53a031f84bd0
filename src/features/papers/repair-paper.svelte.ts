import { organisationId } from '#domain/organisation/records.ts';
import { frozenRound } from '#domain/repair/frozen-rounds.ts';
import type { Repair } from '#domain/repair/repair.ts';
import type { AccountScope } from '#store/account-context.ts';
import { blobRefOf, sha256Of } from '#store/blob-store.ts';
import { getLocale } from '#i18n/generated/runtime.js';
import { refusalText } from '#i18n/terms.ts';
import type { Online } from '#sync/online.ts';
import type { FormPaper } from './form-paper.ts';
import { paperOfRepair } from './paper-of-repair.ts';
import { renderPaper } from './papers.ts';

type Phase = 'working' | 'ready' | 'absent' | 'failed';

/**
 * The vendor repair order of one round. Who gave the verdict makes the PDF once, on his device;
 * everybody else, and he himself later, gets those very bytes.
 */
export class RepairPaper {
	readonly #account: AccountScope;
	readonly #online: Online;
	readonly #of: { id: string; round: number };
	#phase = $state<Phase>('working');
	#bytes = $state.raw<Uint8Array>();
	#form = $state.raw<FormPaper>();
	#error = $state<string>();

	constructor(account: AccountScope, online: Online, of: { id: string; round: number }) {
		this.#account = account;
		this.#online = online;
		this.#of = of;
	}

	get phase(): Phase {
		return this.#phase;
	}
	get bytes(): Uint8Array | undefined {
		return this.#bytes;
	}
	/** For the preview; the PDF is what counts. */
	get form(): FormPaper | undefined {
		return this.#form;
	}
	get number(): string {
		return this.#form?.number ?? '';
	}
	get error(): string | undefined {
		return this.#error;
	}

	async open(): Promise<void> {
		this.#phase = 'working';
		this.#error = undefined;
		try {
			const repair = await this.#account.store.get('repair', this.#of.id);
			this.#phase = repair ? await this.#open(repair) : 'absent';
		} catch (error) {
			this.#phase = 'failed';
			this.#error = error instanceof Error ? error.message : String(error);
		}
	}

	async #open(repair: Repair): Promise<Phase> {
		const { round } = this.#of;
		const verdict = repair.verdicts.find((entry) => entry.round === round);
		if (!verdict) return 'absent';
		const paper = repair.papers.find(({ version }) => version === round);
		if (paper) return this.#show(repair, paper);
		return verdict.by === this.#account.actor.userId ? this.#make(repair) : 'absent';
	}

	async #show(repair: Repair, { number, blob }: Repair['papers'][number]): Promise<Phase> {
		const { blobs } = this.#account.store;
		const loaded = await this.#online.loadBlob(blobs, blob.sha256, repair.id);
		if (!loaded.ok) return 'absent';
		this.#form = { ...(await this.#formOf(repair)), number };
		this.#bytes = new Uint8Array(loaded.value.data);
		return 'ready';
	}

	async #make(repair: Repair): Promise<Phase> {
		const form = await this.#formOf(repair);
		const bytes = await renderPaper(form);
		const data = new Uint8Array(bytes).buffer;
		const type = 'application/pdf';
		const blob = await blobRefOf(data, type);
		const file = { sha256: blob.sha256, type, data, recordId: repair.id, role: 'paper' } as const;
		const kept = await this.#account.store.execute(
			{
				...{ type: 'repair.attachPaper@1', kind: 'repair', record: repair.id },
				args: { number: form.number, version: this.#of.round, blob },
			},
			{ blobs: [file] },
		);
		if (!kept.ok) throw new Error(refusalText(kept.refusal.kind));
		this.#form = form;
		this.#bytes = bytes;
		return 'ready';
	}

	async #formOf(repair: Repair): Promise<FormPaper> {
		const { store, zone } = this.#account;
		const { round } = this.#of;
		const users = new Map((await store.records.list('user')).map((user) => [user.id, user.name]));
		const verdict = repair.verdicts.find((entry) => entry.round === round);
		const frozen = new TextEncoder().encode(verdict ? frozenRound(repair, verdict) : '');
		return paperOfRepair({
			...{ repair, round, users, zone },
			order: await store.get('workOrder', repair.orderId),
			asset: repair.asset?.id ? await store.get('asset', repair.asset.id) : undefined,
			customer: await store.get('customer', repair.customerId),
			site: repair.siteId ? await store.get('site', repair.siteId) : undefined,
			organisation: await store.get('organisation', organisationId),
			snapshotHash: await sha256Of(frozen.buffer),
			language: getLocale() === 'en' ? 'en' : 'zh',
		});
	}
}
