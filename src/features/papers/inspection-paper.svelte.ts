import { deskRoles, hasRole } from '#domain/access/roles.ts';
import type { Inspection, InspectionPaperPart } from '#domain/inspection/inspection.ts';
import type { AccountScope } from '#store/account-context.ts';
import type { Online } from '#sync/online.ts';
import type { FormPaper } from './form-paper.ts';
import { inspectionRecord, inspectionReport } from './inspection-papers.ts';
import { hashOf, KeptPaper, type PaperPhase, type Worded } from './kept-paper.svelte.ts';
import type { PaperLook } from './paper-look.ts';
import { wordedIn } from './sheet-terms.ts';

/**
 * The record or the report of one round; the desk or the inspector who asks for it first makes it. The
 * report waits for the last approval: it prints who agreed.
 */
export class InspectionPaper extends KeptPaper<FormPaper> {
	readonly #part: InspectionPaperPart;

	constructor(account: AccountScope, online: Online, id: string, part: InspectionPaperPart) {
		super(account, online, { kind: 'inspection', id });
		this.#part = part;
	}

	async open(): Promise<void> {
		await this.guarded(async () => {
			const round = await this.account.store.get('inspection', this.record.id);
			return round ? this.#open(round) : 'absent';
		});
	}

	async #open(round: Inspection): Promise<PaperPhase> {
		const { report, number } = round;
		// Sent back and written anew it is another one.
		const made = round.papers?.findLast(
			({ part, at }) => part === this.#part && at >= lastWord(round),
		);
		const content = (look: PaperLook) => this.#paperOf(round, look, version(round, this.#part));
		if (made) return this.show(made, content);
		const { actor } = this.account;
		const mayMake = hasRole(actor, deskRoles) || round.inspectors.includes(actor.userId);
		const isDue =
			round.state === 'closed' || (round.state === 'reported' && this.#part === 'record');
		if (!report || !number || !mayMake || !isDue) return 'absent';
		return this.make(content, { part: this.#part, version: version(round, this.#part) });
	}

	async #paperOf(round: Inspection, look: PaperLook, of: number): Promise<Worded<FormPaper>> {
		const { store, zone } = this.account;
		const users = new Map((await store.records.list('user')).map(({ id, name }) => [id, name]));
		const sources = { round, look, users, zone, version: of };
		const write = this.#part === 'record' ? inspectionRecord : inspectionReport;
		const paper = wordedIn(look, () => write(sources));
		return { paper: { ...paper, snapshotHash: await hashOf(JSON.stringify(paper)) } };
	}
}

/** When the report was handed in last. */
function lastWord({ report }: Inspection): string {
	return report?.at ?? '';
}

function version({ papers }: Inspection, part: InspectionPaperPart): number {
	return 1 + (papers?.filter((paper) => paper.part === part).length ?? 0);
}
