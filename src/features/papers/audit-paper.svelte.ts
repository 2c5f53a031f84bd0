import { deskRoles, hasRole } from '#domain/access/roles.ts';
import type { AuditCampaign } from '#domain/audit/campaign.ts';
import { resultOf } from '#domain/audit/result.ts';
import { reviewIdOf } from '#domain/audit/review.ts';
import type { AccountScope } from '#store/account-context.ts';
import type { Online } from '#sync/online.ts';
import { auditReport, type AuditSources } from './audit-report.ts';
import type { FormPaper } from './form-paper.ts';
import { hashOf, KeptPaper, type PaperPhase, type Worded } from './kept-paper.svelte.ts';
import type { PaperLook } from './paper-look.ts';
import { wordedIn } from './sheet-terms.ts';

/** The report of one approved audit; the first at the desk who asks for it makes it. */
export class AuditPaper extends KeptPaper<FormPaper> {
	constructor(account: AccountScope, online: Online, id: string) {
		super(account, online, { kind: 'auditCampaign', id });
	}

	async open(): Promise<void> {
		await this.guarded(async () => {
			const campaign = await this.account.store.get('auditCampaign', this.record.id);
			return campaign ? this.#open(campaign) : 'absent';
		});
	}

	async #open(campaign: AuditCampaign): Promise<PaperPhase> {
		const { approved } = campaign;
		if (!approved) return 'absent';
		const paper = campaign.papers?.at(-1);
		const content = (look: PaperLook) => this.#reportOf(campaign, approved, look);
		if (paper) return this.show(paper, content);
		const { store, actor } = this.account;
		const rooms = await store.records.about('auditRoom', 'campaign', campaign.id);
		if (rooms.length === 0 || !hasRole(actor, deskRoles)) return 'absent';
		return this.make(content, { version: 1 });
	}

	async #reportOf(
		campaign: AuditCampaign,
		approved: AuditSources['approved'],
		look: PaperLook,
	): Promise<Worded<FormPaper>> {
		const { store, zone } = this.account;
		const { records } = store;
		const { id } = campaign;
		const all = await records.list('auditCampaign');
		const earlier = all.filter((one) => one.approved && one.id !== id && one.from <= campaign.from);
		const sources: AuditSources = {
			...{ campaign, approved, look, zone, version: 1, before: earlier.at(-1) },
			result: resultOf(
				await records.about('auditRoom', 'campaign', id),
				await records.about('auditCount', 'campaign', id),
			),
			review: await store.get('auditReview', reviewIdOf(id)),
			users: new Map((await records.list('user')).map((user) => [user.id, user.name])),
		};
		const report = wordedIn(look, () => auditReport(sources));
		return { paper: { ...report, snapshotHash: await hashOf(JSON.stringify(report)) } };
	}
}
