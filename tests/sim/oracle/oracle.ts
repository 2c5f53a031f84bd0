/**
 * Knows outside the product what must hold, and looks at every write, answer, opening and round.
 * A violation names its statement of design.md section 5; the story goes on, so that all are found.
 */
import type { CommitEntry, CommitOutcome, Store } from '#server/store/port.ts';
import type { Command } from '#domain/command.ts';
import type { User } from '#domain/organisation/records.ts';
import type { CommandResult } from '#domain/protocol/wire.ts';
import type { NewBlob } from '#store/keep-blob.ts';
import type { RecordRow } from '#store/rows.ts';
import type { Device } from '../world/device.ts';
import type { Answer, Ask } from '../world/server-process.ts';
import type { Tab } from '../world/tab.ts';
import { answerChecks, isDeskNow, tellsOfShutOut, type Asked } from './answer-checks.ts';
import {
	journalChecks as commitJournalChecks,
	writeChecks as commitWriteChecks,
	type JournalCheck,
} from './commit-checks.ts';
import { companionWriteChecks } from './companion-checks.ts';
import { sumOf } from './companion-facts.ts';
import { doorChecks } from './door-checks.ts';
import { endChecks } from './end-checks.ts';
import { diskChecks, openChecks, roundChecks } from './device-checks.ts';
import { Entitlements } from './entitlement.ts';
import { Ledger } from './ledger.ts';
import { Mirror, type Written } from './mirror.ts';
import { workJournalChecks, workWriteChecks } from './work-checks.ts';

const blobUrl = /\/blobs\/([0-9a-f]{64})/;
const journalChecks: readonly JournalCheck[] = [...commitJournalChecks, ...workJournalChecks];
const writeChecks = [...commitWriteChecks, ...workWriteChecks, ...companionWriteChecks];

export interface Violation {
	statement: number;
	check: string;
	text: string;
	/** Line of the trace it follows. */
	line: number;
}

/** An answer of a server, given while those commits were under way. */
interface Waiting {
	asked: Asked;
	answer: Answer;
	during: readonly object[];
}

export class Oracle {
	readonly mirror = new Mirror();
	readonly entitlements: Entitlements;
	readonly ledger = new Ledger();
	readonly violations: Violation[] = [];
	/** Highest sequence number taken, by device and record. */
	readonly lastTaken = new Map<string, number>();
	/** Minutes of an order and pieces of a stock accepted, by record. */
	readonly balances = new Map<string, number>();
	/**
	 * Users who were shut out once, by what was written or by what a server told them: what they had
	 * handed in has left their devices.
	 */
	readonly shutOut = new Set<string>();
	/** Names of commands their authors took back. */
	readonly undone = new Set<string>();
	/** What servers answered to a command, first answer first. */
	readonly answers = new Map<string, CommandResult[]>();
	/** Keys each device held at the end of a round, and those it had lost again. */
	readonly lost = new Map<Device, Set<string>>();
	/** Hashes of blobs a server has taken. */
	readonly serverBlobs = new Set<string>();
	/** Given to a store that did not say whether it has them. */
	readonly unsureBlobs = new Set<string>();
	/** Orders whose stored body nobody can read for now. */
	unreadable: ReadonlySet<string> = new Set();
	/** Of the databases there were: a new one with every backup put back. */
	readonly epochs: string[] = [];
	readonly nowMs: () => number;
	readonly #numbers = new Map<string, string>();
	readonly #deskSpans = new Map<string, number>();
	readonly #disabledSpans = new Map<string, number>();
	/** As each user was before his record was last written, and until which moment. */
	readonly #formerUsers = new Map<string, { user: User; until: number }>();
	readonly #underWay = new Set<Asked>();
	readonly #rounds = new Map<Tab, number>();
	/** Begun and not answered for. */
	readonly #commits = new Set<object>();
	readonly #waiting: Waiting[] = [];
	/** Records of each device when it was last looked at: a new list where one has changed. */
	readonly #looked = new Map<Device, readonly RecordRow[]>();
	readonly #userIds: readonly string[];
	readonly #trace: { readonly length: number };
	readonly #note: (text: string) => void;
	readonly #isCluster: boolean;
	/**
	 * Whether what a store answers is what it holds, as with one database. A cluster with faults may
	 * have taken what it did not answer for: until it is settled devices alone are looked at.
	 */
	#isExact: boolean;

	constructor(
		userIds: readonly string[],
		trace: { readonly length: number },
		note: (text: string) => void,
		nowMs: () => number,
		isCluster: boolean,
	) {
		this.#isCluster = isCluster;
		this.#isExact = !isCluster;
		this.nowMs = nowMs;
		this.#userIds = userIds;
		this.#trace = trace;
		this.#note = note;
		this.entitlements = new Entitlements(this.mirror, userIds);
	}

	fail(statement: number, check: string, text: string): void {
		const known = this.violations.some((each) => each.check === check && each.text === text);
		if (!known) this.violations.push({ statement, check, text, line: this.#trace.length });
	}

	/** Something is about to be written: on a cluster it may be read before its writer is answered. */
	readonly committing = (): (() => void) => {
		const commit = {};
		this.#commits.add(commit);
		return () => {
			this.#commits.delete(commit);
			for (const waiting of this.#waiting.splice(0)) this.#checkAnswer(waiting);
		};
	};

	readonly committed = (
		entries: readonly CommitEntry[],
		outcomes: readonly CommitOutcome[],
	): void => {
		outcomes.forEach((outcome, at) => {
			const entry = entries[at];
			if (entry) this.#committedOne(entry, outcome);
		});
	};

	#committedOne(entry: CommitEntry, outcome: CommitOutcome): void {
		const { written, journaled } = this.mirror.note(entry, outcome);
		if (journaled && this.#isExact)
			for (const { statement, name, check, ofOneDatabase } of journalChecks)
				if (!ofOneDatabase || !this.#isCluster)
					check(journaled, this, (text) => this.fail(statement, name, text));
		this.#noteSpans();
		if (!written) return;
		this.#noteUser(written);
		this.#note(`${written.key} ${written.rev} written${byWhat(written)}`);
		for (const { statement, name, check } of this.#isExact ? writeChecks : [])
			check(written, this, (text) => this.fail(statement, name, text));
		this.entitlements.update();
	}

	/** Until when somebody was at a desk, or shut out. */
	#noteSpans(): void {
		for (const id of this.#userIds) {
			if (isDeskNow(this, id)) this.#deskSpans.set(id, this.mirror.moment);
			if (this.#isDisabled(id)) this.#disabledSpans.set(id, this.mirror.moment);
		}
	}

	#noteUser({ before, after, moment }: Written): void {
		if (after.kind !== 'user') return;
		if (after.disabled) this.shutOut.add(after.id);
		if (before?.kind === 'user') this.#formerUsers.set(after.id, { user: before, until: moment });
	}

	/** A user as he is; and as he was until lately, for a push that was under way already. */
	usersAsAsked(userId: string): User[] {
		const now = this.mirror.get('user', userId);
		const former = this.#formerUsers.get(userId);
		const isUnderWay = [...this.#underWay].some(
			(asked) => former && asked.userId === userId && asked.from < former.until,
		);
		return [...(now ? [now] : []), ...(former && isUnderWay ? [former.user] : [])];
	}

	#isDisabled(userId: string): boolean {
		return this.mirror.get('user', userId)?.disabled === true;
	}

	/** Whether a user was shut out at some time since then. */
	wasDisabled(userId: string, from: number): boolean {
		return this.#isDisabled(userId) || (this.#disabledSpans.get(userId) ?? -Infinity) >= from - 1;
	}

	/** Of a cluster nobody knows all that once was: a leaf that lost, a write without an answer. */
	everHeld(userId: string, key: string): boolean {
		return this.#isCluster || this.entitlements.ever(userId, key);
	}

	/** A backup is put back: what was written since is gone, what was shown stays shown. */
	async restored(store: Store): Promise<void> {
		this.epochs.push(store.epoch);
		await this.#readAgain(store);
	}

	/** What the store holds takes the place of what was seen of it. */
	async #readAgain(store: Store): Promise<void> {
		this.lastTaken.clear();
		this.balances.clear();
		await this.mirror.read(store);
		for (const { command } of this.mirror.journal.values()) this.noteTaken(command);
		for (const [key, { record }] of this.mirror.records) this.balances.set(key, sumOf(record));
		this.entitlements.update();
	}

	/** Gives the highest sequence number of its device on its record before this one. */
	noteTaken({ device, seq, record }: Command): number {
		const name = `${device} ${record}`;
		const last = this.lastTaken.get(name) ?? 0;
		this.lastTaken.set(name, Math.max(last, seq));
		return last;
	}

	/** Whether a user worked at a desk at some time since then. */
	wasDesk(userId: string, from: number): boolean {
		return isDeskNow(this, userId) || (this.#deskSpans.get(userId) ?? -Infinity) >= from - 1;
	}

	/** A number was given or shown: from now on it names that record. */
	numberShown(number: string | undefined, id: string, fail: (text: string) => void): void {
		if (number === undefined) return;
		const named = this.#numbers.get(number);
		if (named === undefined) this.#numbers.set(number, id);
		else if (named !== id) fail(`${number} names ${named} and ${id}`);
	}

	asked(userId: string, ask: Ask): Asked {
		const asked = { userId, ask, from: this.mirror.moment };
		if (ask.url.endsWith('/push')) this.#underWay.add(asked);
		return asked;
	}

	/** Answered, or never to be. */
	over(asked: Asked): void {
		this.#underWay.delete(asked);
	}

	answered(asked: Asked, answer: Answer): void {
		if (this.#isExact) this.#checkAnswer({ asked, answer, during: [...this.#commitsUnderWay()] });
		if (tellsOfShutOut(asked, answer)) this.shutOut.add(asked.userId);
		this.#noteTakenBlob(asked, answer);
		if (asked.ask.url.endsWith('/push') && answer.status === 200) this.#noteResults(asked, answer);
	}

	/** It may tell of what was being written meanwhile: then it is looked at when that is known. */
	#checkAnswer({ asked, answer, during }: Waiting): void {
		const still = during.filter((commit) => this.#commits.has(commit));
		if (still.length > 0) return void this.#waiting.push({ asked, answer, during: still });
		for (const { statement, name, check } of [...answerChecks, ...doorChecks])
			check(asked, answer, this, (text) => this.fail(statement, name, text));
	}

	#commitsUnderWay(): ReadonlySet<object> {
		return this.#isCluster ? this.#commits : new Set();
	}

	/** Written without an answer, and there as a server says later. */
	#noteTakenBlob({ ask: { url } }: Asked, { status }: Answer): void {
		const sha256 = blobUrl.exec(url)?.[1];
		if (sha256 && status === 200 && this.unsureBlobs.has(sha256)) this.serverBlobs.add(sha256);
	}

	#noteResults({ ask }: Asked, { text }: Answer): void {
		const { device } = JSON.parse(String(ask.body)) as { device: string };
		const { results } = JSON.parse(text) as { results: CommandResult[] };
		for (const result of results) {
			const id = `${device}:${result.seq}`;
			this.answers.set(id, [...(this.answers.get(id) ?? []), result]);
		}
	}

	/** A device said that these are saved. */
	saved(device: Device, seqs: readonly number[], blobs: readonly NewBlob[]): void {
		const rows = device.outbox();
		for (const seq of seqs) {
			const row = rows.find((each) => each.seq === seq);
			if (!row) {
				this.fail(1, 'saved is on the disk', `${device.name} called ${seq} saved, and has it not`);
				continue;
			}
			const command = row.command.sealed as Parameters<Ledger['add']>[0]['command'];
			const own = blobs.map(({ sha256 }) => sha256);
			this.ledger.add({ device, life: device.life, seq, command, blobs: own, state: 'saved' });
		}
	}

	/** All its data are gone, by its user's word: nothing unsent may have been among them. */
	accountRemoved(device: Device): void {
		for (const entry of this.ledger.of(device)) {
			const wasAnswered = this.answers.has(`${entry.command.device}:${entry.seq}`);
			if (entry.state === 'saved' && !wasAnswered)
				this.fail(9, 'removing an account destroys nothing unsent', `${device.name} ${entry.seq}`);
			const pictures = entry.state === 'saved' ? entry.blobs : [];
			for (const sha256 of pictures.filter((each) => !this.serverBlobs.has(each)))
				this.fail(9, 'removing an account destroys no picture', `${device.name} ${sha256}`);
			entry.state = 'let go';
		}
		device.life++;
		device.untoldEviction = false;
		this.lost.delete(device);
	}

	opened(device: Device, evicted: boolean): void {
		for (const { statement, name, check } of openChecks)
			check(device, evicted, this, (text) => this.fail(statement, name, text));
		this.look(device, 'opening');
	}

	/** Looks at a disk nobody writes to at the moment. */
	look(device: Device, when: 'opening' | 'any'): void {
		if (device.damaged || !device.disk.isQuiet || !device.disk.has(device.database)) return;
		const records = device.records();
		const isNew = this.#looked.get(device) !== records;
		this.#looked.set(device, records);
		for (const { statement, name, at, check } of diskChecks)
			if (at === 'any' || at === when || (at === 'records' && isNew))
				check(device, this, (text) => this.fail(statement, name, text));
	}

	roundBegan(tab: Tab): void {
		this.#rounds.set(tab, this.mirror.moment);
	}

	/** `alone`: no other tab of the device was syncing meanwhile. */
	roundEnded(tab: Tab, alone: boolean): void {
		const from = this.#rounds.get(tab);
		if (from === undefined || !alone || !this.#isExact) return;
		if (this.#commitsUnderWay().size > 0) return;
		for (const { statement, name, check } of roundChecks)
			check({ device: tab.device, from }, this, (text) => this.fail(statement, name, text));
		this.#noteHeld(tab.device);
	}

	#noteHeld(device: Device): void {
		const held = new Set(device.records().map((row) => `${row.kind}/${row.id}`));
		const lost = this.lost.get(device) ?? new Set<string>();
		for (const key of this.mirror.records.keys()) {
			if (held.has(key)) lost.delete(key);
			else if (this.entitlements.ever(device.person.id, key)) lost.add(key);
		}
		this.lost.set(device, lost);
	}

	/** What a cluster holds once it is settled takes the place of what its servers were answered. */
	async settle(store: Store): Promise<void> {
		if (!this.#isCluster) return;
		await this.#readAgain(store);
		// Nobody waits for those of servers that died.
		this.#commits.clear();
		this.#isExact = true;
		for (const written of this.mirror.asWritten())
			for (const { statement, name, check } of writeChecks.filter((each) => each.isOfState))
				check(written, this, (text) => this.fail(statement, name, text));
	}

	/** When all faults have stopped and every device has had its rounds. */
	atEnd(devices: readonly Device[]): void {
		for (const { statement, name, check } of endChecks)
			for (const device of devices) check(device, this, (text) => this.fail(statement, name, text));
	}
}

function byWhat({ command, userId }: Written): string {
	return command
		? ` by ${command.type} ${command.device.slice(-6)}:${command.seq} of ${userId}`
		: '';
}
