import { deskRoles, hasRole } from '#domain/access/roles.ts';
import { campaignBefore, comparedWith } from '#domain/audit/before.ts';
import type { AuditCampaign } from '#domain/audit/campaign.ts';
import { resultOf } from '#domain/audit/result.ts';
import { reviewIdOf } from '#domain/audit/review.ts';
import type { AccountScope } from '#store/account-context.ts';
import type { Online } from '#sync/online.ts';
import { auditReport, type AuditSources } from './audit-report.ts';
import { auditWorkbook } from './audit-workbook.ts';
import type { FormPaper } from './form-paper.ts';
import { hashOf, KeptPaper, type PaperPhase, type Worded } from './kept-paper.svelte.ts';
import { makeWorkbook } from './make-workbook.ts';
import type { PaperLook } from './paper-look.ts';
import { wordedIn } from './sheet-terms.ts';

type Paper = NonNullable<AuditCampaign['papers']>[number];
type Approved = AuditSources['approved'];

/**
 * The report of one approved audit; the first at the desk who asks for it makes it, and anew once the
 * customer has signed. Its workbook is made and kept with it: once closed, no device has the list.
 */
export class AuditPaper extends KeptPaper<FormPaper> {
	#workbook = $state.raw<Uint8Array>();
	/** Whether the list is here: without it the preview has the figures alone. */
	#hasList = $state(true);

	constructor(account: AccountScope, online: Online, id: string) {
		super(account, online, { kind: 'auditCampaign', id });
	}

	get workbook(): Uint8Array | undefined {
		return this.#workbook;
	}
	get hasList(): boolean {
		return this.#hasList;
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
		const { store, actor } = this.account;
		const rooms = await store.records.about('auditRoom', 'campaign', campaign.id);
		this.#hasList = rooms.length > 0;
		const paper = campaign.papers?.at(-1);
		const mayMake = this.#hasList && hasRole(actor, deskRoles);
		if (paper && !(mayMake && isSignedSince(campaign, paper)))
			return this.#shown(campaign, approved, paper);
		return mayMake ? this.#made(campaign, approved, (paper?.version ?? 0) + 1) : 'absent';
	}

	async #shown(campaign: AuditCampaign, approved: Approved, paper: Paper): Promise<PaperPhase> {
		const { version, workbook } = paper;
		const content = (look: PaperLook) => this.#reportOf(campaign, approved, version, look);
		const phase = await this.show(paper, content);
		const { blobs } = this.account.store;
		const id = this.record.id;
		const kept = workbook && (await this.online.loadBlob(blobs, workbook.sha256, id));
		this.#workbook = kept?.ok ? new Uint8Array(kept.value.data) : undefined;
		return phase;
	}

	async #made(campaign: AuditCampaign, approved: Approved, version: number): Promise<PaperPhase> {
		const look = await this.look();
		const sources = await this.#sourcesOf(campaign, approved, version, look);
		const workbook = await makeWorkbook(wordedIn(look, () => auditWorkbook(sources)));
		const content = (look: PaperLook) => this.#reportOf(campaign, approved, version, look);
		const phase = await this.make(content, { version }, workbook);
		this.#workbook = workbook;
		return phase;
	}

	async #reportOf(
		campaign: AuditCampaign,
		approved: Approved,
		version: number,
		look: PaperLook,
	): Promise<Worded<FormPaper>> {
		const sources = await this.#sourcesOf(campaign, approved, version, look);
		const report = wordedIn(look, () => auditReport(sources));
		return { paper: { ...report, snapshotHash: await hashOf(JSON.stringify(report)) } };
	}

	async #sourcesOf(
		campaign: AuditCampaign,
		approved: Approved,
		version: number,
		look: PaperLook,
	): Promise<AuditSources> {
		const { store, zone } = this.account;
		const { records } = store;
		const { id } = campaign;
		const result = resultOf(
			await records.about('auditRoom', 'campaign', id),
			await records.about('auditCount', 'campaign', id),
		);
		const review = await store.get('auditReview', reviewIdOf(id));
		return {
			...{ campaign, approved, look, zone, version, result, review },
			before: campaignBefore(await records.list('auditCampaign'), campaign),
			compared: review && comparedWith(result, review),
			users: new Map((await records.list('user')).map((user) => [user.id, user.name])),
		};
	}
}

function isSignedSince({ signatures = [] }: AuditCampaign, { at }: Paper): boolean {
	return (signatures.at(-1)?.at ?? '') > at;
}
