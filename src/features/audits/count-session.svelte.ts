import type { AuditCampaign } from '#domain/audit/campaign.ts';
import { counts, shelfIdOf, type AuditCount, type AuditScan } from '#domain/audit/count.ts';
import {
	auditCode,
	byWay,
	ExpectedIndex,
	placeKey,
	type AuditRoom,
	type Expected,
	type Place,
} from '#domain/audit/expected.ts';
import { lineOf, scansOf, type ResultLine } from '#domain/audit/result.ts';
import {
	isOtherHolder,
	outcomeOf,
	roomTagsOf,
	type ScanOutcome,
} from '#domain/audit/scan-outcome.ts';
import type { LocationRule } from '#domain/organisation/location-rules.ts';
import type { AccountScope } from '#store/account-context.ts';
import type { CommandDraft } from '#store/execute.ts';
import type { Live } from '#store/live.svelte.ts';
import { refusalText } from '#i18n/terms.ts';
import type { TakenPhoto } from '#store/taken-photo.ts';
import { seenTogether, type SeenCode } from './seen-together.ts';

/** Shown of what was scanned a moment ago. */
const recentMax = 20;

export interface Read {
	text: string;
	source: AuditScan['how'];
}

/** One reading as it is told. */
export interface Told {
	key: number;
	code: string;
	outcome: ScanOutcome;
	expected?: Expected;
	at: string;
	/** Of a repeat: the colleague who had scanned it. */
	colleague?: string;
	/** What was written, for taking it back. */
	written?: { seqs: number[]; shelf: string; factId: string };
}

/** What a scan led to, for ear and hand. */
export type Heard = ScanOutcome | 'room' | 'refused';

/** One auditor in one room of a campaign: each reading is a fact on the device before the next is taken. */
export class CountSession {
	readonly #account: AccountScope;
	readonly campaign: AuditCampaign;
	readonly rooms: readonly AuditRoom[];
	readonly #index: ExpectedIndex;
	readonly #tags: Map<string, Place>;
	readonly #oldAddresses: readonly string[];
	#place = $state.raw<Place>({ siteId: '', room: '' });
	#desk = $state<string>();
	#recent = $state.raw<readonly Told[]>([]);
	#aside = $state.raw<readonly string[]>([]);
	#failure = $state.raw<string>();
	#count = 0;
	#turn: Promise<unknown> = Promise.resolve();

	constructor(
		account: AccountScope,
		campaign: AuditCampaign,
		rooms: readonly AuditRoom[],
		at: {
			place: Place;
			rules: readonly LocationRule[];
			oldAddresses?: readonly string[] | undefined;
		},
	) {
		this.#account = account;
		this.campaign = campaign;
		this.rooms = rooms;
		this.#index = new ExpectedIndex(rooms);
		this.#tags = roomTagsOf(rooms, at.rules);
		this.#place = at.place;
		this.#oldAddresses = at.oldAddresses ?? [];
	}

	get place(): Place {
		return this.#place;
	}
	/** Whose place he counts at: each machine scanned is said to be used by that person. */
	get desk(): string | undefined {
		return this.#desk;
	}
	/** Of the last picture: unknown beside a machine, and no tag by their shape; not counted. */
	get aside(): readonly string[] {
		return this.#aside;
	}
	get recent(): readonly Told[] {
		return this.#recent;
	}
	get failure(): string | undefined {
		return this.#failure;
	}

	readonly #expectedHere: Expected[] = $derived.by(() =>
		[...this.#index.all.values()]
			.filter((one) => placeKey(one) === placeKey(this.#place))
			.sort((a, b) => byWay(a.line, b.line)),
	);
	readonly #shelfIds: string[] = $derived.by(() => [
		...new Set(this.#expectedHere.map(({ line }) => this.#shelfOf(line.tag, line.assetId))),
	]);

	/** Who is listed as using something in this room. */
	readonly holders: string[] = $derived.by(() => [
		...new Set(this.#expectedHere.flatMap(({ line }) => line.holder ?? [])),
	]);

	/** Another room, another question. */
	readonly #shelves: Live<AuditCount[]> = $derived.by(() => {
		const { store } = this.#account;
		const ids = this.#shelfIds;
		return store.live(() => store.records.getMany('auditCount', ids));
	});

	/** What is expected in this room, in walking order, as the device knows it. */
	readonly lines: ResultLine[] = $derived.by(() => {
		const shelves = new Map((this.#shelves.current ?? []).map((shelf) => [shelf.id, shelf]));
		return this.#expectedHere.map((one) => {
			const { assetId, tag } = one.line;
			const shelf = shelves.get(this.#shelfOf(tag, assetId));
			return lineOf(one, scansOf(shelf, this.#index, { assetId, code: tag }));
		});
	});
	readonly left: ResultLine[] = $derived.by(() => this.lines.filter(({ seen }) => !seen));
	/** Where the auditor stands in the walking order: behind what he saw last here. */
	readonly #at = $derived.by(() => {
		const times = this.lines.map(({ seen }) => (seen ? seen.last.at : ''));
		const latest = times.reduce((a, b) => (a > b ? a : b), '');
		return latest ? times.lastIndexOf(latest) : -1;
	});
	readonly next: ResultLine | undefined = $derived.by(() =>
		this.lines.find(({ seen }, n) => !seen && n > this.#at),
	);
	/** Passed by in walking order and not seen. */
	readonly skipped: ResultLine[] = $derived.by(() =>
		this.lines.filter(({ seen }, n) => !seen && n < this.#at),
	);

	/** All codes of one picture. Resolves to what each thing was, once it is on the disk. */
	read(readings: readonly Read[]): Promise<Heard[]> {
		const turn = this.#turn.then(() => this.#takeAll(readings));
		this.#turn = turn.catch(() => undefined);
		return turn;
	}

	/** More about one that was scanned, as another fact. */
	async add({ key, code }: Told, more: Partial<AuditScan>, photo?: TakenPhoto): Promise<Heard> {
		const expected = this.#find(code);
		const said = { ...more, ...(photo && { photo: photo.blob }) };
		const reading: Read = { text: code, source: 'typed' };
		if (!(await this.#write(reading, expected, said, photo))) return 'refused';
		if (!isOtherHolder(expected?.line.holder, more.userSeen)) return 'repeat';
		const isIt = (told: Told) => told.key === key && told.outcome !== 'moved';
		this.#recent = this.#recent.map((told) => (isIt(told) ? { ...told, outcome: 'holder' } : told));
		return 'holder';
	}

	async countBulk(item: string, quantity: number): Promise<boolean> {
		const args = { campaignId: this.campaign.id, ...this.#place, item, quantity };
		const record = this.#shelfOf(`${placeKey(this.#place)}|${item}`);
		return this.#execute({ kind: 'auditCount', type: 'auditCount.bulk@1', record, args });
	}

	move(place: Place): void {
		if (placeKey(place) !== placeKey(this.#place)) this.#desk = undefined;
		this.#place = place;
	}

	/** Until the next room, or until he says otherwise. */
	sitAt(person: string | undefined): void {
		this.#desk = person;
	}

	/** Unsent it never was; sent, it is taken back by another fact. */
	async undo({ key, written }: Told): Promise<void> {
		if (!written) return;
		const undone = await this.#account.store.undo(written.seqs);
		const isBack = undone.ok || (await this.#retract(written.shelf, written.factId));
		if (isBack) this.#recent = this.#recent.filter((one) => one.key !== key);
	}

	async #takeAll(readings: readonly Read[]): Promise<Heard[]> {
		const codes = readings.map((reading) => {
			const expected = this.#find(reading.text);
			const room = expected ? undefined : this.#tags.get(auditCode(reading.text));
			return { reading, expected, room };
		});
		const { counted, aside } = seenTogether(codes);
		this.#aside = aside;
		const heard: Heard[] = [];
		for (const code of counted) heard.push(await this.#take(code));
		return heard;
	}

	#find(code: string): Expected | undefined {
		return this.#index.find(code, this.#oldAddresses);
	}

	async #take({ reading, expected, room }: SeenCode<Read>): Promise<Heard> {
		if (room) {
			this.move(room);
			return 'room';
		}
		const userSeen = expected && this.#desk;
		const before = await this.#before(reading.text, expected);
		const outcome = outcomeOf(expected, this.#place, before, userSeen);
		const by = before.at(-1)?.by;
		const own = this.#account.actor.userId;
		const colleague = outcome === 'repeat' && by !== own ? by : undefined;
		// The camera still looks at his own: the last one once more is no news; a colleague's is worth a second witness.
		const isNew = outcome !== 'repeat' || !before.some((scan) => scan.by === own);
		const isOnTop = this.#recent[0]?.code === (expected?.line.tag ?? reading.text);
		if (!isNew && isOnTop) return outcome;
		const more = userSeen ? { userSeen } : {};
		const written = isNew ? await this.#write(reading, expected, more) : undefined;
		if (isNew && !written) return 'refused';
		this.#tell({ code: reading.text, outcome, expected, colleague, written });
		return outcome;
	}

	async #before(code: string, expected: Expected | undefined): Promise<AuditScan[]> {
		const assetId = expected?.line.assetId;
		const shelf = await this.#account.store.get('auditCount', this.#shelfOf(code, assetId));
		return scansOf(shelf, this.#index, { assetId, code });
	}

	#shelfOf(code: string, assetId?: string): string {
		return shelfIdOf(this.campaign, { code, assetId });
	}

	async #write(
		{ text, source }: Read,
		expected: Expected | undefined,
		more: object = {},
		photo?: TakenPhoto,
	) {
		const assetId = expected?.line.assetId;
		const args = {
			...{ campaignId: this.campaign.id, code: text, how: source, ...this.#place },
			...(assetId && { assetId }),
			...more,
		};
		const record = this.#shelfOf(text, assetId);
		const draft = { kind: 'auditCount', type: 'auditCount.scan@1', record, args } as const;
		const blobs = photo ? [{ ...photo.file, recordId: record }] : [];
		const result = await this.#account.store.execute(draft, { blobs });
		this.#failure = result.ok ? undefined : refusalText(result.refusal.kind);
		if (!result.ok || result.value.record.kind !== 'auditCount') return undefined;
		const factId = result.value.record.scans.findLast(counts)?.id ?? '';
		return { seqs: result.value.seqs, shelf: record, factId };
	}

	#retract(record: string, factId: string): Promise<boolean> {
		const type = 'auditCount.retract@1';
		return this.#execute({ kind: 'auditCount', type, record, args: { factId } });
	}

	async #execute(draft: CommandDraft): Promise<boolean> {
		const result = await this.#account.store.execute(draft);
		this.#failure = result.ok ? undefined : refusalText(result.refusal.kind);
		return result.ok;
	}

	#tell(told: {
		code: string;
		outcome: ScanOutcome;
		expected: Expected | undefined;
		colleague: string | undefined;
		written: Told['written'] | undefined;
	}): void {
		const { code, outcome, expected, colleague, written } = told;
		const entry: Told = {
			...{ key: ++this.#count, code: expected?.line.tag ?? code, outcome },
			at: new Date().toISOString(),
			...(expected && { expected }),
			...(colleague && { colleague }),
			...(written && { written }),
		};
		this.#recent = [entry, ...this.#recent].slice(0, recentMax);
	}
}
