import type { Inspection } from '#domain/inspection/inspection.ts';
import { inspectionTotals, sheetOf } from '#domain/inspection/sheet.ts';
import type { User } from '#domain/organisation/records.ts';
import { refusalText } from '#i18n/terms.ts';
import type { AccountScope } from '#store/account-context.ts';
import type { CommandDraft } from '#store/execute.ts';
import type { NewBlob } from '#store/keep-blob.ts';
import type { Live } from '#store/live.svelte.ts';
import type { TakenPhoto } from '#store/taken-photo.ts';

/** One round as this device holds it, the sheet that follows, and what is done with it. */
export class RoundBook {
	readonly id: string;
	readonly #store: AccountScope['store'];
	readonly #round: Live<Inspection | undefined>;
	readonly #users: Live<User[]>;
	readonly rows = $derived.by(() => (this.round ? sheetOf(this.round) : []));
	readonly totals = $derived(inspectionTotals(this.rows));
	/** The first stop that is not done yet. */
	readonly next = $derived(this.rows.find(({ isDone }) => !isDone));
	failure = $state<string>();

	constructor({ store }: AccountScope, id: string) {
		this.id = id;
		this.#store = store;
		this.#round = store.live(() => store.get('inspection', id));
		this.#users = store.live(() => store.records.list('user'));
	}

	get ready(): boolean {
		return this.#round.ready;
	}
	get round(): Inspection | undefined {
		return this.#round.current;
	}

	/** The next stop after one, not done yet; round the route. */
	after(checkpointId: string) {
		const at = this.rows.findIndex(({ checkpoint }) => checkpoint.id === checkpointId);
		const ahead = [...this.rows.slice(at + 1), ...this.rows.slice(0, Math.max(at, 0))];
		return ahead.find(({ isDone }) => !isDone);
	}

	/** The customer's side holds no users: then the plan's own names. */
	person(userId: string): string {
		const at = this.round?.inspectors.indexOf(userId) ?? -1;
		const known = this.#users.current?.find(({ id }) => id === userId)?.name;
		return known ?? this.round?.inspectorNames[at] ?? '';
	}

	draft(name: string, args: Record<string, unknown> = {}): CommandDraft {
		return { kind: 'inspection', type: `inspection.${name}@1`, record: this.id, args };
	}

	/** Whether it was kept; if not, `failure` says why. */
	async run(...drafts: CommandDraft[]): Promise<boolean> {
		return this.#keep(drafts);
	}

	/** What he saw at a stop, where it is asked for of that step; bytes and fact are kept together. */
	addPhoto(checkpointId: string, { blob, file }: TakenPhoto, step?: string): Promise<boolean> {
		const draft = this.draft('note', { checkpointId, photo: blob, ...(step && { step }) });
		return this.#keep([draft], [{ ...file, recordId: this.id }]);
	}

	async #keep(drafts: readonly CommandDraft[], blobs: NewBlob[] = []): Promise<boolean> {
		const result = await this.#store.execute(drafts, { blobs });
		this.failure = result.ok ? undefined : refusalText(result.refusal.kind);
		return result.ok;
	}
}
