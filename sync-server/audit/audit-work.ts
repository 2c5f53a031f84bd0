/**
 * What a campaign leaves to the server, which alone holds the whole register: freezing the list,
 * looking up where a surplus machine is known from, carrying out what was approved, and telling the
 * machines which labels auditors saw damaged.
 *
 * 1. What is to do stands in the records, so a crash or a lost word is made good by the next look; for
 *    labels that is the reconciling.
 * 2. Every step is a command that is harmless twice; two servers at it do it once.
 * 3. One campaign after the other, so that no campaign's work stops the server's own.
 */
import { auditChannel, auditWorkChannel } from '#domain/access/channels.ts';
import type { RecordKey } from '#server/store/port.ts';
import type { AuditParts } from './audit-parts.ts';
import { applyApproved } from './apply-approved.ts';
import { freezeList } from './freeze-list.ts';
import { linkSurplus } from './link-surplus.ts';
import { reportLabels } from './report-labels.ts';

export class AuditWork {
	readonly #parts: AuditParts;
	#running: Promise<void> = Promise.resolve();
	/** An import, which is no server, leaves campaigns alone. */
	#hasBegun = false;

	constructor(parts: AuditParts) {
		this.#parts = parts;
	}

	/** Does what was left undone, and from now on what is heard. */
	begin(): void {
		this.#hasBegun = true;
		this.recover();
	}

	/** To be told of every write. */
	heard(key: RecordKey, touched: readonly string[]): void {
		const isDue = key.kind === 'auditCount' || touched.includes(auditWorkChannel);
		if (this.#hasBegun && isDue) this.#then(() => this.#look(key));
	}

	recover(): void {
		this.#then(async () => {
			const query = { channel: auditWorkChannel, limit: Number.MAX_SAFE_INTEGER };
			for (const key of await this.#parts.store.present(query)) this.#then(() => this.#look(key));
		});
	}

	/** When everything heard so far is done. */
	async settled(): Promise<void> {
		for (let seen: Promise<void> | undefined; seen !== this.#running;) await (seen = this.#running);
	}

	#then(work: () => Promise<void>): void {
		this.#running = this.#running.then(work).catch((error: unknown) => this.#parts.fault(error));
	}

	async #look({ kind, id }: RecordKey): Promise<void> {
		if (kind === 'auditReview') return applyApproved(this.#parts, id);
		if (kind === 'auditCount') return reportLabels(this.#parts, id);
		const campaign = await this.#parts.administration.get('auditCampaign', id);
		if (campaign?.state === 'open' && !campaign.frozen) await freezeList(this.#parts, campaign);
		if (campaign?.state !== 'reconciling') return;
		await linkSurplus(this.#parts, campaign);
		const query = { channel: auditChannel(id), kind: 'auditCount' as const };
		const shelves = await this.#parts.store.present({ ...query, limit: Number.MAX_SAFE_INTEGER });
		for (const shelf of shelves) await reportLabels(this.#parts, shelf.id);
	}
}
