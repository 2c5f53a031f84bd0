import type { Account } from '#store/accounts.ts';
import type { Clock } from '#store/clock.ts';
import { databaseName } from '#store/database.ts';
import type { CommandDraft } from '#store/execute.ts';
import type { NewBlob } from '#store/keep-blob.ts';
import type { MetaRow, OutboxRow, RecordRow, SentRow, BlobRow } from '#store/rows.ts';
import type { Markers } from '#store/storage-health.ts';
import type { AnyRecord } from '#domain/record-schemas.ts';
import type { Person } from '../people.ts';
import { DeviceFiles } from './device-files.ts';
import { Disk } from './disk.ts';
import { goodLine, type LineFaults } from './line.ts';
import type { Ask } from './server-process.ts';
import { Tab } from './tab.ts';
import type { World } from './world.ts';

/** In a command's text: a gate on the way refuses whatever holds it. */
export const poison = 'POISON';

/** How often a tab dies just after it has said "saved". */
const switchedOff = 0.02;

/** One installation: a disk, a clock that may be wrong, a line, and the tabs somebody has open. */
export class Device {
	readonly name: string;
	readonly person: Person;
	readonly world: World;
	readonly disk = new Disk();
	readonly files = new DeviceFiles();
	readonly tabs: Tab[] = [];
	faults: LineFaults = goodLine;
	online = true;
	/** Speaks as a version the server takes no commands from. */
	old = false;
	/** Records per page it asks for. */
	pageMax = 2_000;
	/** Wall clock minus true time, ms. */
	skewMs = 0;
	/** The browser threw a damaged database away, and the app has not started since. */
	damaged = false;
	/** Counts the databases it has had: a new one after each eviction, damage and wipe. */
	life = 0;
	/** The browser threw saved work away and nobody has said so yet. */
	untoldEviction = false;
	/** Rounds of several tabs overlapped: what one of them ended with says nothing. */
	#overlapped = false;
	readonly #marks = new Map<string, string>();
	#tabsMade = 0;

	constructor(world: World, name: string, person: Person) {
		this.world = world;
		this.name = name;
		this.person = person;
	}

	get account(): Account {
		const { id, account, roles, deskIds, customerId } = this.person;
		const more = customerId === undefined ? {} : { customerId };
		return {
			userId: id,
			account,
			name: account,
			roles: [...roles],
			deskIds: [...deskIds],
			...more,
		};
	}

	readonly clock: Clock = {
		wallMs: () => this.world.scheduler.nowMs + this.skewMs,
		monotonicMs: () => this.world.scheduler.nowMs,
	};

	/** Survives an eviction of the database. */
	readonly markers: Markers = {
		getItem: (key) => this.#marks.get(key) ?? null,
		setItem: (key, value) => void this.#marks.set(key, value),
		removeItem: (key) => void this.#marks.delete(key),
	};

	get database(): string {
		return databaseName(this.person.id);
	}

	records(): readonly RecordRow[] {
		return this.disk.rows(this.database, 'records');
	}

	outbox(): readonly OutboxRow[] {
		return this.disk.rows(this.database, 'outbox');
	}

	sent(): readonly SentRow[] {
		return this.disk.rows(this.database, 'sent');
	}

	blobs(): readonly BlobRow[] {
		return this.disk.rows(this.database, 'blobs');
	}

	blobBytes(): readonly { sha256: string }[] {
		return this.disk.rows(this.database, 'blobBytes');
	}

	meta(key: string): unknown {
		return this.disk.rows<MetaRow>(this.database, 'meta').find((row) => row.key === key)?.value;
	}

	/** What its user sees of that kind. */
	seen<K extends AnyRecord['kind']>(kind: K): Extract<AnyRecord, { kind: K }>[] {
		const rows = this.records().filter((row) => row.kind === kind);
		return rows.map(({ body }) => bodyOf(body) as Extract<AnyRecord, { kind: K }>);
	}

	get readyTab(): Tab | undefined {
		return this.tabs.find((tab) => tab.isReady && !tab.frozen);
	}

	startTab(): Tab {
		const tab = new Tab(this, `${this.name}.${++this.#tabsMade}`);
		this.tabs.push(tab);
		const failed = (error: unknown) => {
			this.world.note(`${tab.name} could not open: ${String(error)}`);
			if (tab.alive) tab.die();
		};
		this.world.scheduler.put(this.name, () => void tab.open().catch(failed));
		return tab;
	}

	opened(tab: Tab): void {
		this.damaged = false;
		this.world.note(`${tab.name} open`);
		this.world.oracle.opened(this, tab.store?.loss === 'unsent');
	}

	gone(tab: Tab): void {
		const at = this.tabs.indexOf(tab);
		if (at >= 0) this.tabs.splice(at, 1);
	}

	roundBegan(tab: Tab): void {
		const others = this.tabs.filter((other) => other !== tab && other.isWorking);
		if (others.length > 0) this.#overlapped = true;
		else this.#overlapped = false;
		this.world.oracle.roundBegan(tab);
	}

	roundEnded(tab: Tab): void {
		const alone = !this.#overlapped && this.tabs.every((other) => !other.isWorking);
		this.world.note(`${tab.name} round ended${alone ? '' : ', not alone'}`);
		this.world.oracle.roundEnded(tab, alone);
	}

	/** A person's doing on this device; what it calls saved goes into the ledger. */
	act(what: string, work: (tab: Tab) => Promise<void>): void {
		const tab = this.readyTab;
		if (!tab) return;
		this.world.scheduler.put(this.name, () => {
			work(tab).catch((error: unknown) => {
				if (tab.alive) this.world.bug(`${tab.name} ${what}`, error);
			});
		});
	}

	execute(drafts: CommandDraft[], blobs: NewBlob[] = []): void {
		const text = drafts.map(({ type, record }) => `${type} ${record}`).join(' + ');
		this.act(text, async (tab) => {
			const done = await tab.store?.execute(drafts, { blobs });
			if (!tab.alive || !done) return;
			this.world.note(
				`${tab.name} ${text} ${done.ok ? `saved ${done.value.seqs.join()}` : done.refusal.kind}`,
			);
			if (!done.ok) return;
			this.world.oracle.saved(this, done.value.seqs, blobs);
			// Whoever read "saved" may switch off at that moment.
			if (this.world.chance.chance(switchedOff)) return tab.die();
			if (this.world.chance.chance(0.35)) tab.runner?.wake('executed');
		});
	}

	sync(): void {
		const ready = this.tabs.filter((each) => each.isReady && !each.frozen);
		if (ready.length > 0) this.world.chance.pick(ready).runner?.wake('person');
	}

	/** A gate on the way that refuses what it does not like. */
	gateRefuses({ url, body }: Ask): boolean {
		return url.endsWith('/push') && typeof body === 'string' && body.includes(poison);
	}

	/** The request as the version of this device's app would send it. */
	asSpoken(ask: Ask): Ask {
		if (typeof ask.body !== 'string' || !ask.url.startsWith('/sync/v1/')) return ask;
		if (this.old && ask.url.endsWith('/push'))
			return { ...ask, body: ask.body.replace(/"protocol":\d+/, '"protocol":0') };
		if (!ask.url.endsWith('/pull')) return ask;
		return { ...ask, body: ask.body.replace(/"limit":\d+/, `"limit":${this.pageMax}`) };
	}

	/** The browser throws all of it away. */
	evict(): void {
		this.damage();
		this.damaged = false;
		this.files.clear();
	}

	/** The browser finds the database damaged, and throws that away. */
	damage(): void {
		for (const tab of [...this.tabs]) tab.die();
		this.disk.evict();
		this.life++;
		this.damaged = true;
	}
}

/** The plain codec leaves bodies as they are. */
export function bodyOf(sealed: { readonly sealed: unknown }): AnyRecord {
	return sealed.sealed as AnyRecord;
}
